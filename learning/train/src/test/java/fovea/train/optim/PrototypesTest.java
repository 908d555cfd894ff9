package fovea.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each optimizer on landscapes with one difficulty each, its gradients exact and noisy: it gets down, or it is told here that it does not. */
class PrototypesTest {
    private static final Device PLAIN = Device.named("reference");
    private static final int STEPS = 300;

    private record Landscape(
            String name, UnaryOperator<Tensor> loss, double x, double y, double noise, double enough) {}

    private static final List<Landscape> LANDSCAPES = List.of(
            new Landscape("bowl", Prototypes::bowl, 2, 3, 0, 0.01),
            new Landscape("noisy bowl", Prototypes::bowl, 2, 3, 0.5, 0.15),
            new Landscape("saddle", Prototypes::saddle, 1, 1e-3, 0, -0.9),
            // From the side of the valley, 8.5, down to its floor, 2.25, and some of the way along.
            new Landscape("valley", Prototypes::rosenbrock, -0.5, 0.5, 0, 2),
            new Landscape("Beale", Prototypes::beale, 1, 1, 0, 0.3));

    private record Walker(Function<Object, Optimizer> optimizer, double rate) {}

    private static final Map<String, Walker> WALKERS = walkers();

    private static Map<String, Walker> walkers() {
        Map<String, Walker> all = new LinkedHashMap<>();
        all.put("momentum", new Walker(m -> Sgd.of(m, 0.9, 0).withClippedNorm(1), 0.02));
        all.put("Nesterov", new Walker(m -> Sgd.of(m, 0.9, 0).withNesterov().withClippedNorm(1), 0.02));
        all.put("Adam", new Walker(Adam::of, 0.05));
        all.put("Adamax", new Walker(Adamax::of, 0.1));
        all.put("NAdam", new Walker(NAdam::of, 0.05));
        all.put("RMSprop", new Walker(m -> RmsProp.of(m, 0.9, 1e-8), 0.025));
        all.put("Adagrad", new Walker(Adagrad::of, 0.3));
        all.put("Adadelta", new Walker(m -> Adadelta.of(m, 0.9, 1e-3), 1));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> everyOptimizerGetsDown() {
        return WALKERS.entrySet().stream()
                .flatMap(walker -> LANDSCAPES.stream()
                        .map(land -> dynamicTest(
                                walker.getKey() + ", " + land.name(),
                                () -> assertThat(end(walker.getValue(), land, STEPS))
                                        .isLessThan(land.enough()))));
    }

    /** Off a plateau over a cliff: what follows the gradient's size is thrown far beyond the bowl, what divides by it or clips it is not. */
    @TestFactory
    Stream<DynamicTest> aCliffThrowsOnlyWhatTrustsTheSizeOfGradients() {
        Landscape cliff = new Landscape("cliff", Prototypes::cliff, 1.5, 1.5, 0, 1);
        return Stream.concat(
                WALKERS.entrySet().stream()
                        .map(walker -> dynamicTest(
                                walker.getKey(),
                                () -> assertThat(end(walker.getValue(), cliff, STEPS))
                                        .isLessThan(cliff.enough()))),
                Stream.of(dynamicTest(
                        "plain descent",
                        () -> assertThat(end(new Walker(Sgd::of, 0.1), cliff, 1))
                                .isGreaterThan(100))));
    }

    private static double end(Walker walker, Landscape land, int steps) {
        return PLAIN.use(() -> {
            SplittableRandom random = new SplittableRandom(3);
            Parameter x = new Parameter(Tensor.of(Shape.of(2), land.x(), land.y()));
            Optimizer optimizer = walker.optimizer().apply(x);
            Compiled step = Compiled.of(in -> {
                Tensor g = Autograd.gradient(x.get(), land.loss());
                optimizer.step(Map.of(x, g.add(in.getFirst())));
                return List.of(g);
            });
            for (int i = 0; i < steps; i++) {
                // To the end the rate falls to 0, or noise would not let anyone rest.
                optimizer.setLearningRate(walker.rate() * (1 - (double) i / steps));
                double[] noise = {land.noise() * random.nextGaussian(), land.noise() * random.nextGaussian()};
                Region.run(() -> step.run(Tensor.of(Shape.of(2), noise)));
            }
            return land.loss().apply(x.get()).item();
        });
    }
}
