package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.AlphaDropout;
import fovea.nn.ChannelDropout;
import fovea.nn.Conv2dLayer;
import fovea.nn.DropConnect;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.GaussianNoise;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.nn.StochasticDepth;
import fovea.nn.Variables;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that draw random numbers, in steps that are compiled and runs that are cut in two. */
class RandomLayersTest {
    private static final Device PLAIN = Device.named("reference");

    @TempDir
    Path folder;

    private static Layer model() {
        SplittableRandom random = new SplittableRandom(1);
        return Sequential.of(
                new GaussianNoise(0.1),
                Conv2dLayer.unbiased(3, 4, Window.of(3, 3).withStride(2).withPadding(1), random),
                new ChannelDropout(0.2),
                Tensor::relu,
                StochasticDepth.of(0.1),
                new Flatten(),
                new Dropout(0.3),
                new DropConnect(Linear.of(4 * 64, 12, random), 0.2),
                Tensor::selu,
                AlphaDropout.of(0.1),
                Linear.of(12, 10, random));
    }

    /** Everything a run consists of that is drawn or learned. */
    private record Run(Layer model, Sgd optimizer, RandomStream random) {
        static Run fresh() {
            Layer model = RandomLayersTest.model();
            return new Run(model, Sgd.of(model, 0.9, 0), RandomStream.of(11));
        }

        Object carried() {
            return training().carried();
        }

        Training training() {
            return Training.of(model, optimizer, Schedule.constant(0.02), Loss::crossEntropy)
                    .withRandom(random);
        }

        Position go(RunFolder folder, Position from, int last) {
            Trainer[] trainer = new Trainer[1];
            List<Consumer<? super TrainEvent>> listeners = List.of(new Checkpoints(folder, training(), 1e9), event -> {
                if (event.at().step() == last) {
                    trainer[0].stop();
                }
            });
            trainer[0] = new Trainer(training(), listeners);
            return trainer[0].fit(Tiny.train(), Tiny.held(), 2, from);
        }

        List<Double> numbers() {
            List<Double> numbers = new ArrayList<>();
            Variables.of(List.of(model, carried())).named().values().forEach(v -> {
                for (double each : v.get().cast(fovea.tensor.DType.F64).toDoubles()) {
                    numbers.add(each);
                }
            });
            return numbers;
        }
    }

    @Test
    void aRunInterruptedAndResumedDrawsAsOneThatWasNot() {
        PLAIN.use(() -> {
            Run whole = Run.fresh();
            whole.go(new RunFolder(folder.resolve("whole")).create(), Position.START, Integer.MAX_VALUE);

            RunFolder here = new RunFolder(folder.resolve("cut")).create();
            Position cut = Run.fresh().go(here, Position.START, 2);
            Run resumed = Run.fresh();
            assertThat(Checkpoint.load(here.last(), resumed.model, resumed.carried()))
                    .isEqualTo(cut);
            assertThat(resumed.random.state().get().toInts()[2]).isPositive();
            resumed.go(here, cut, Integer.MAX_VALUE);
            assertThat(resumed.numbers()).isEqualTo(whole.numbers());
            return 0;
        });
    }

    /** Loss and gradients of three steps, each with numbers of its own, at once and compiled: the same bits. */
    @Test
    void aCompiledStepDrawsWhatOneThatIsNotDraws() {
        PLAIN.use(() -> {
            Tensor x = RandomStream.of(2).normal(Shape.of(4, 3, 16, 16));
            Tensor labels = Tensor.of(Shape.of(4), 1, 9, 0, 4);
            Layer model = RandomLayersTest.model();
            RandomStream atOnce = RandomStream.of(3);
            RandomStream compiled = RandomStream.of(3);
            Compiled step = Compiled.of(in -> step(model, compiled, in.get(0), in.get(1)));
            List<float[]> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Region.run(() -> {
                    List<Tensor> expected = step(model, atOnce, x, labels);
                    List<Tensor> found = step.run(x, labels);
                    for (int k = 0; k < expected.size(); k++) {
                        assertThat(found.get(k).toArray())
                                .isEqualTo(expected.get(k).toArray());
                    }
                    seen.add(found.getFirst().toArray());
                });
            }
            assertThat(seen.stream().map(Arrays::toString).distinct()).hasSize(3);
            assertThat(compiled.state().get().toInts())
                    .isEqualTo(atOnce.state().get().toInts());
            return 0;
        });
    }

    private static List<Tensor> step(Layer model, RandomStream random, Tensor x, Tensor labels) {
        var result = Autograd.valueAndGradients(
                model.parameters(), () -> Pass.training(random, () -> Loss.crossEntropy(model.forward(x), labels)));
        List<Tensor> all = new ArrayList<>(List.of(result.value()));
        model.parameters().forEach(p -> all.add(result.gradients().get(p)));
        return all;
    }
}
