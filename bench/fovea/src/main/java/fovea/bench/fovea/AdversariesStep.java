package fovea.bench.fovea;

import fovea.autograd.Autograd;
import fovea.bench.Adversaries;
import fovea.bench.Contestant;
import fovea.bench.Part;
import fovea.bench.Precision;
import fovea.bench.Size;
import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.graph.Plan;
import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.nn.loss.BinaryCrossEntropyWithLogits;
import fovea.tensor.MixedPrecision;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@link Adversaries}, compiled: both updates are one plan. */
record AdversariesStep(Compiled step, Tensor images, Tensor noise) implements Contestant.Training {
    private static final BinaryCrossEntropyWithLogits LOSS = new BinaryCrossEntropyWithLogits();

    static AdversariesStep of(Adversaries workload) {
        Net generator = Net.of(workload.generator());
        Net discriminator = Net.of(workload.discriminator());
        Optimizer generatorUpdate = Optimizers.of(Adversaries.UPDATE, generator);
        Optimizer discriminatorUpdate = Optimizers.of(Adversaries.UPDATE, discriminator);
        Compiled step = Compiled.of(in -> Pass.training(() -> {
            Precision precision = workload.precision();
            Sides sides = new Sides(precision, generator, discriminator);
            return List.of(sides.learn(in.get(0), in.get(1), generatorUpdate, discriminatorUpdate));
        }));
        return new AdversariesStep(
                step,
                Tensor.of(shape(workload.discriminator().in()), workload.pixels()),
                Tensor.of(shape(workload.generator().in()), workload.noise()));
    }

    private static Shape shape(Size size) {
        return Shape.of(Adversaries.BATCH, size.channels(), size.height(), size.width());
    }

    @Override
    public float loss() {
        return Region.run(() -> (float) step.run(images, noise).getFirst().item());
    }

    /** One step, each part of it timed. */
    List<Plan.Timing> profile() {
        return step.plan(Device.best(), images.spec(), noise.spec()).profile(images, noise);
    }

    /** Who paints, and who judges. */
    private record Sides(Precision precision, Net generator, Net discriminator) {

        /** The generator's pass lies inside its own gradient's, so that it is computed once for both updates. */
        Tensor learn(Tensor images, Tensor noise, Optimizer generatorUpdate, Optimizer discriminatorUpdate) {
            List<Tensor> judged = new ArrayList<>();
            var painted = Autograd.valueAndGradients(Variables.of(generator).parameters(), () -> {
                Tensor fakes = in(() -> generator.forward(noise));
                var told = Autograd.valueAndGradients(
                        Variables.of(discriminator).parameters(),
                        () -> loss(images, 1).add(loss(fakes.stopGradient(), 0)));
                judged.add(told.value());
                discriminatorUpdate.step(told.gradients());
                return loss(fakes, 1);
            });
            generatorUpdate.step(painted.gradients());
            return painted.value().add(judged.getFirst());
        }

        private Tensor loss(Tensor x, double answer) {
            Tensor logits = in(() -> discriminator.forward(x));
            return LOSS.of(logits, Tensor.full(logits.shape(), answer));
        }

        private Tensor in(Supplier<Tensor> program) {
            return switch (precision) {
                case F32 -> program.get();
                case BF16 -> MixedPrecision.bf16(program);
                case INT8 -> throw new IllegalArgumentException("nobody learns in 8 bits");
            };
        }
    }

    /** One of both nets; its layers are called {@code main.0}, {@code main.1}, …. */
    private record Net(Sequential main) implements Layer {

        static Net of(fovea.bench.Net described) {
            List<Layer> layers = new ArrayList<>();
            int channels = described.in().channels();
            for (Part part : described.parts()) {
                switch (part) {
                    case Part.Convolution c -> {
                        layers.add(new Conv2dLayer(
                                blank(c.out(), channels, c.kernel()),
                                null,
                                window(c.kernel(), c.stride(), c.padding()),
                                1));
                        channels = c.out();
                    }
                    case Part.Transposed t -> {
                        layers.add(new Upward(blank(channels, t.out(), t.kernel()), t.stride(), t.padding()));
                        channels = t.out();
                    }
                    case Part.Norm n -> layers.add(BatchNormLayer.of(channels).with(0.1, n.epsilon()));
                    case Part.LeakyRelu l -> layers.add(x -> x.leakyRelu(l.slope()));
                    case Part.Relu _ -> layers.add(Tensor::relu);
                    case Part.Tanh _ -> layers.add(Tensor::tanh);
                    case Part.Flatten _ -> layers.add(x -> x.flatten(1, 3));
                    default -> throw new IllegalArgumentException("a DCGAN has no " + part);
                }
            }
            Net net = new Net(new Sequential(layers));
            Models.fill(net, described.weights());
            return net;
        }

        private static Parameter blank(int rows, int columns, int kernel) {
            return new Parameter(Tensor.zeros(Shape.of(rows, columns, kernel, kernel)));
        }

        private static Window window(int kernel, int stride, int padding) {
            return Window.of(kernel, kernel).withStride(stride).withPadding(padding);
        }

        @Override
        public Tensor forward(Tensor x) {
            return main.forward("main", x);
        }
    }

    /** A transposed convolution without bias. */
    private record Upward(Parameter weight, int stride, int padding) implements Layer {

        @Override
        public Tensor forward(Tensor x) {
            return x.convTranspose2d(weight.get(), stride, padding);
        }
    }
}
