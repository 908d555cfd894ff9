package fovea.bench.fovea;

import fovea.autograd.Autograd;
import fovea.device.Holdings;
import fovea.device.Pool;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.optim.Sgd;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Takes a small net through thousands of training steps, each at once and compiled in turn, in batches of changing size, and watches what
 * memory is held. Ends with 1 if it grows.
 */
public final class Soak {
    private static final int SIDE = 12;
    private static final int CLASSES = 10;
    private static final int REPORTS = 10;

    /** What the process may grow by while native memory does not: the JIT's and the collector's own. */
    private static final double SLACK = 1.1;

    private final SplittableRandom random = new SplittableRandom(42);
    private final Layer model = Sequential.of(
            Conv2dLayer.of(3, 8, Window.of(3, 3).withPadding(1), random),
            BatchNormLayer.of(8),
            Tensor::relu,
            x -> x.maxPool2d(2, 2),
            new Flatten(),
            Linear.of(8 * SIDE * SIDE / 4, CLASSES, random));
    private final List<Parameter> parameters = Variables.of(model).parameters();
    private final Sgd optimizer = Sgd.of(model, 0.9, 5e-4);
    private final Compiled compiled = Compiled.of(in -> step(in.get(0), in.get(1)));

    private Soak() {
        optimizer.learningRate().set(Tensor.scalar(0.01));
    }

    /** The first argument is how many steps; 10,000 if none. */
    public static void main(String[] arguments) {
        int steps = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
        System.exit(new Soak().run(Math.max(1, steps / REPORTS)) ? 0 : 1);
    }

    /** Whether memory stays as it is after the first report. */
    private boolean run(int interval) {
        System.out.printf(
                "%8s %10s %16s %16s %12s%n", "steps", "loss", "native bytes", "reserved bytes", "resident MB");
        double loss = train(0, interval);
        Holdings before = report(interval, loss);
        double resident = Resident.megabytes();
        Holdings now = before;
        for (int i = 1; i < REPORTS; i++) {
            loss = train(i * interval, interval);
            now = report((i + 1) * interval, loss);
        }
        boolean flat = now.used() <= before.used()
                && now.reserved() <= before.reserved()
                && Resident.megabytes() <= resident * SLACK
                && Double.isFinite(loss);
        System.out.print(flat ? "flat\n" : "it grows; what is held now and was not:\n" + now.since(before));
        return flat;
    }

    private double train(int from, int steps) {
        double loss = Double.NaN;
        for (int i = from; i < from + steps; i++) {
            int batch = i % 5 == 4 ? 5 : 8;
            boolean atOnce = i % 2 == 0;
            loss = Region.run(() -> {
                Tensor x = Tensor.of(Shape.of(batch, 3, SIDE, SIDE), pixels(batch * 3 * SIDE * SIDE));
                Tensor labels = Tensor.of(
                        Shape.of(batch), random.ints(batch, 0, CLASSES).toArray());
                List<Tensor> y = atOnce ? step(x, labels) : compiled.run(x, labels);
                return y.getFirst().item();
            });
        }
        return loss;
    }

    private float[] pixels(int count) {
        float[] pixels = new float[count];
        for (int i = 0; i < count; i++) {
            pixels[i] = random.nextFloat(-1, 1);
        }
        return pixels;
    }

    private List<Tensor> step(Tensor x, Tensor labels) {
        var result = Autograd.valueAndGradients(
                parameters, () -> Pass.training(() -> Loss.crossEntropy(model.forward(x), labels)));
        optimizer.step(result.gradients());
        return List.of(result.value());
    }

    private static Holdings report(int steps, double loss) {
        System.gc();
        Holdings now = Holdings.now();
        System.out.printf(
                Locale.ROOT,
                "%8d %10.4f %,16d %,16d %12.1f%n",
                steps,
                loss,
                Pool.HOST.used(),
                Pool.HOST.reserved(),
                Resident.megabytes());
        return now;
    }
}
