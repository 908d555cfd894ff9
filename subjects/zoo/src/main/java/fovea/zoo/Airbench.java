package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.MaxPoolLayer;
import fovea.nn.Sequential;
import fovea.tensor.Conv;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The net that learns CIFAR-10 fastest (Jordan 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU", <a
 * href="https://arxiv.org/abs/2404.00498">arXiv:2404.00498</a>, section 2; from Page 2018 and tysam-code's hlb-CIFAR10): a first convolution
 * that whitens patches of 2 × 2 and is not trained, three stages of two convolutions of 3 × 3, the maximum over what is left, a linear layer.
 *
 * <p>Convolutions begin as the identity where they can ({@link Initial#dirac}); normalizations have a shift and no scale, and forget fast.
 * Logits are divided by the number of features.
 *
 * <p>Shapes: {@code x [N, 3, S, S]} → logits {@code [N, classes]}, images of 16 pixels or more. With widths 64, 256 and 256 (airbench94) it has 2 million parameters and 118 million
 * multiply-adds for 32 × 32 pixels.
 *
 * @param whitening {@code [24, 3, 2, 2]}, see {@link #whiten}
 * @param whiteningBias {@code [24]}
 * @param head {@code [classes, features]}
 */
public record Airbench(State whitening, Parameter whiteningBias, Sequential stages, Parameter head) implements Layer {
    private static final Window PATCH = Window.of(2, 2);
    private static final Window THREE = Window.of(3, 3).withPadding(1);
    private static final int COLORS = 3;
    private static final int PATCH_VALUES = COLORS * 2 * 2;
    private static final double WHITENING_FLOOR = 5e-4;

    /**
     * A fresh one, not whitening yet.
     *
     * @param widths channels of the three stages; 64, 256, 256 in the paper
     */
    public static Airbench of(List<Integer> widths, int classes, RandomGenerator random) {
        int first = 2 * PATCH_VALUES;
        int features = widths.getLast();
        Stage[] stages = new Stage[widths.size()];
        for (int i = 0; i < stages.length; i++) {
            stages[i] = Stage.of(i == 0 ? first : widths.get(i - 1), widths.get(i), random);
        }
        Tensor head = Initial.uniform(Shape.of(classes, features), Math.sqrt(3), random); // deviation 1
        return new Airbench(
                new State(Tensor.zeros(Shape.of(first, COLORS, 2, 2))),
                new Parameter(Initial.uniform(Shape.of(first), 1 / Math.sqrt(PATCH_VALUES), random)),
                Sequential.of(stages),
                new Parameter(head));
    }

    /**
     * Makes the first convolution whiten patches of such pictures: its filters are the eigenvectors of their covariance, each divided by the
     * root of its variance and 5e-4, and the same with the other sign.
     *
     * @param x {@code [N, 3, H, W]}, normalized as the net will see them; the paper takes the first 5,000 of the training set
     */
    public void whiten(Tensor x) {
        Shape all = x.shape();
        int rows = all.size(2) - 1;
        int columns = all.size(3) - 1;
        Tensor[] shifted = new Tensor[4];
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = x.slice(2, i / 2, i / 2 + rows).slice(3, i % 2, i % 2 + columns);
        }
        Tensor patches = Tensor.stack(2, shifted) // [N, 3, 4, H − 1, W − 1]
                .permute(1, 2, 0, 3, 4)
                .reshape(Shape.of(PATCH_VALUES, all.size(0) * rows * columns));
        Tensor covariance =
                patches.matmul(patches.transpose()).div(patches.shape().size(1));
        var axes = covariance.eigh();
        Tensor filters =
                axes.v().transpose().div(axes.w().add(WHITENING_FLOOR).sqrt().unsqueeze(1));
        whitening.set(Tensor.concat(0, filters, filters.neg()).reshape(whitening.shape()));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = new Conv(PATCH, 1).apply(x, whitening.get());
        y = y.add(whiteningBias.get().reshape(Shape.of(1, y.shape().size(1), 1, 1)))
                .gelu();
        y = stages.forward("stages", y);
        y = MaxPoolLayer.of(y.shape().size(2)).forward(y).flatten(1, -1);
        return y.matmul(head.get().transpose()).div(head.shape().size(1));
    }

    /** Two convolutions, the first one's answers halved by maxima before they are normalized. */
    public record Stage(Conv2dLayer conv1, BatchNormLayer norm1, Conv2dLayer conv2, BatchNormLayer norm2)
            implements Layer {
        private static final double MOMENTUM = 0.4;
        private static final double EPSILON = 1e-12;

        static Stage of(int in, int out, RandomGenerator random) {
            return new Stage(conv(in, out, random), norm(out), conv(out, out, random), norm(out));
        }

        private static Conv2dLayer conv(int in, int out, RandomGenerator random) {
            Shape shape = Shape.of(out, in, 3, 3);
            Tensor drawn = Initial.uniform(shape, Initial.bound(shape), random);
            Tensor identity = Initial.dirac(Shape.of(in, in, 3, 3), 1);
            Tensor weight = out == in ? identity : Tensor.concat(0, identity, drawn.slice(0, in, out));
            return new Conv2dLayer(new Parameter(weight), null, THREE, 1);
        }

        private static BatchNormLayer norm(int channels) {
            BatchNormLayer usual = BatchNormLayer.of(channels).with(MOMENTUM, EPSILON);
            return new BatchNormLayer(null, usual.bias(), usual.runningMean(), usual.runningVar(), MOMENTUM, EPSILON);
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = MaxPoolLayer.of(2).forward(conv1.forward("conv1", x));
            y = norm1.forward("norm1", y).gelu();
            return norm2.forward("norm2", conv2.forward("conv2", y)).gelu();
        }
    }
}
