package fovea.zoo;

import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Named;
import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * GoogLeNet: nine {@link Inception} modules, and in training two more heads on the way, whose gradients help the lower half (Szegedy et al.
 * 2014, table 1, <a href="https://arxiv.org/abs/1409.4842">arXiv:1409.4842</a>).
 *
 * <p>As torchvision has it, with its names and initial weights: batch normalization for the local response normalization, and 3 × 3
 * convolutions where the paper has 5 × 5. With 1000 classes 6,624,904 parameters, 13,004,888 with the auxiliary heads.
 *
 * <p>Shapes: {@code x [N, 3, H, W]} → logits {@code [N, classes]}; H and W of 15 or more, 224 in the paper.
 *
 * @param to4a everything up to module 4a, where the first auxiliary head is
 * @param to4d from there to 4d, where the second is
 * @param to5b from there to the last module
 * @param aux1 the first head, or null for none
 * @param aux2 the second, or null
 */
public record GoogLeNet(
        Sequential to4a,
        Sequential to4d,
        Sequential to5b,
        @Nullable AuxiliaryHead aux1,
        @Nullable AuxiliaryHead aux2,
        Dropout dropout,
        Linear fc)
        implements Layer, Named {
    private static final double DEVIATION = 0.01;

    /**
     * Four ways to look at the same pixels, side by side: 1 × 1, 3 × 3 and wider convolutions, and a maximum (figure 2b).
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H, W]}.
     */
    public record Inception(Layer branch1, Sequential branch2, Sequential branch3, Sequential branch4)
            implements Layer {

        /** Channels in the order of the paper's table: 1 × 1, 3 × 3 reduce, 3 × 3, wider reduce, wider, pool projection. */
        private static Inception of(
                int in, int one, int reduce3, int three, int reduce5, int five, int pool, RandomGenerator random) {
            return new Inception(
                    convolution(in, one, 1, random),
                    Sequential.of(convolution(in, reduce3, 1, random), convolution(reduce3, three, 3, random)),
                    Sequential.of(convolution(in, reduce5, 1, random), convolution(reduce5, five, 3, random)),
                    Sequential.of(pooling(Window.of(3, 3).withPadding(1)), convolution(in, pool, 1, random)));
        }

        @Override
        public Tensor forward(Tensor x) {
            return Tensor.concat(
                    1,
                    branch1.forward("branch1", x),
                    branch2.forward("branch2", x),
                    branch3.forward("branch3", x),
                    branch4.forward("branch4", x));
        }
    }

    /**
     * A small classifier on the way.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}.
     *
     * @param dropout 0.7 in the paper
     */
    public record AuxiliaryHead(Layer conv, Linear fc1, Dropout dropout, Linear fc2) implements Layer {
        private static AuxiliaryHead of(int in, int classes, double dropout, RandomGenerator random) {
            return new AuxiliaryHead(
                    convolution(in, 128, 1, random),
                    linear(128 * 4 * 4, 1024, random),
                    new Dropout(dropout),
                    linear(1024, classes, random));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = conv.forward("conv", x.adaptiveAvgPool(4, 4));
            y = fc1.forward("fc1", y.flatten()).relu();
            return fc2.forward("fc2", dropout.forward("dropout", y));
        }
    }

    /**
     * What all heads say.
     *
     * @param aux1 what the first auxiliary head says in training, else null
     * @param aux2 what the second says, or null
     */
    public record Answers(
            Tensor logits, @Nullable Tensor aux1, @Nullable Tensor aux2) {}

    /**
     * A fresh one without auxiliary heads.
     *
     * @param dropout the probability before the linear layer; 0.4 in the paper, 0.2 in torchvision
     */
    public static GoogLeNet of(int classes, double dropout, RandomGenerator random) {
        SequencedMap<String, Layer> to4a = new LinkedHashMap<>();
        Window stem = Window.of(7, 7).withStride(2).withPadding(3);
        to4a.put("conv1", ConvNorm.of(3, 64, stem, DEVIATION, random));
        to4a.put("maxpool1", pooling(Window.of(3, 3).withStride(2)));
        to4a.put("conv2", convolution(64, 64, 1, random));
        to4a.put("conv3", convolution(64, 192, 3, random));
        to4a.put("maxpool2", pooling(Window.of(3, 3).withStride(2)));
        to4a.put("inception3a", Inception.of(192, 64, 96, 128, 16, 32, 32, random));
        to4a.put("inception3b", Inception.of(256, 128, 128, 192, 32, 96, 64, random));
        to4a.put("maxpool3", pooling(Window.of(3, 3).withStride(2)));
        to4a.put("inception4a", Inception.of(480, 192, 96, 208, 16, 48, 64, random));
        SequencedMap<String, Layer> to4d = new LinkedHashMap<>();
        to4d.put("inception4b", Inception.of(512, 160, 112, 224, 24, 64, 64, random));
        to4d.put("inception4c", Inception.of(512, 128, 128, 256, 24, 64, 64, random));
        to4d.put("inception4d", Inception.of(512, 112, 144, 288, 32, 64, 64, random));
        SequencedMap<String, Layer> to5b = new LinkedHashMap<>();
        to5b.put("inception4e", Inception.of(528, 256, 160, 320, 32, 128, 128, random));
        to5b.put("maxpool4", pooling(Window.of(2, 2).withStride(2)));
        to5b.put("inception5a", Inception.of(832, 256, 160, 320, 32, 128, 128, random));
        to5b.put("inception5b", Inception.of(832, 384, 192, 384, 48, 128, 128, random));
        return new GoogLeNet(
                new Sequential(to4a),
                new Sequential(to4d),
                new Sequential(to5b),
                null,
                null,
                new Dropout(dropout),
                linear(1024, classes, random));
    }

    /**
     * This with fresh auxiliary heads, sharing all else.
     *
     * @param auxiliaryDropout the probability within the heads; 0.7 in the paper
     */
    public GoogLeNet withAuxiliaryHeads(double auxiliaryDropout, RandomGenerator random) {
        int classes = fc.weight().shape().size(0);
        return new GoogLeNet(
                to4a,
                to4d,
                to5b,
                AuxiliaryHead.of(512, classes, auxiliaryDropout, random),
                AuxiliaryHead.of(528, classes, auxiliaryDropout, random),
                dropout,
                fc);
    }

    private static ConvNorm convolution(int in, int out, int size, RandomGenerator random) {
        return ConvNorm.of(in, out, Window.of(size, size).withPadding(size / 2), DEVIATION, random);
    }

    private static Layer pooling(Window window) {
        return x -> x.maxPool(window.roundedUp(x.shape()));
    }

    private static Linear linear(int in, int out, RandomGenerator random) {
        Tensor weight = Initial.truncatedNormal(Shape.of(out, in), 0, DEVIATION, -2, 2, random);
        return new Linear(new Parameter(weight), Linear.of(in, out, random).bias());
    }

    @Override
    public SequencedMap<String, ?> parts() {
        SequencedMap<String, @Nullable Object> parts = new LinkedHashMap<>(to4a.parts());
        parts.putAll(to4d.parts());
        parts.putAll(to5b.parts());
        parts.put("aux1", aux1);
        parts.put("aux2", aux2);
        parts.put("fc", fc);
        return parts;
    }

    @Override
    public Tensor forward(Tensor x) {
        return answer(to5b.forward(to4d.forward(to4a.forward(x))));
    }

    /** What all heads say, the auxiliary ones in training only; the paper's loss counts these three tenths as much. */
    public Answers answers(Tensor x) {
        Tensor a = to4a.forward(x);
        Tensor d = to4d.forward(a);
        return new Answers(answer(to5b.forward(d)), heard("aux1", aux1, a), heard("aux2", aux2, d));
    }

    private Tensor answer(Tensor maps) {
        return fc.forward("fc", dropout.forward("dropout", maps.mean(2, 3)));
    }

    private static @Nullable Tensor heard(String name, @Nullable AuxiliaryHead head, Tensor x) {
        return head == null || !Pass.isTraining() ? null : head.forward(name, x);
    }
}
