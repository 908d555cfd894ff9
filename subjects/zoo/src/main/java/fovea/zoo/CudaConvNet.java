package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.LocalResponseNormLayer;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * AlexNet's forerunner for CIFAR-10, Krizhevsky's cuda-convnet ({@code example-layers/layers-conv-local-13pct.cfg}): two convolutions of
 * 5 × 5 with maxima over overlapping windows and responses normalized across maps, two layers of 3 × 3 windows each of which has weights of
 * its own, a linear layer.
 *
 * <p>For 32 × 32 pixels 3,672,906 parameters, most of them in the windows with weights of their own, and 34.7 million multiply-adds. Weights
 * begin as {@link Initial#he} makes them and not as small as Krizhevsky's, so that inputs may have deviation 1.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}; {@code [N, 3, 32, 32]} in cuda-convnet.
 */
public record CudaConvNet(Conv2dLayer conv1, Conv2dLayer conv2, Local local3, Local local4, Linear fc10)
        implements Layer {
    private static final Window FIVE = Window.of(5, 5).withPadding(2);
    private static final Window HALF = Window.of(3, 3).withStride(2);
    private static final LocalResponseNormLayer NORMALIZATION = new LocalResponseNormLayer(9, 0.001, 0.75, 1);

    /**
     * A fresh one.
     *
     * @param image {@code [C, H, W]}, multiples of 4 pixels, 8 or more each way
     */
    public static CudaConvNet of(Shape image, int classes, RandomGenerator random) {
        int places = CifarQuick.halved("CudaConvNet", image, 2);
        return new CudaConvNet(
                convolution(image.size(0), random),
                convolution(64, random),
                Local.of(places, 64, 64, random),
                Local.of(places, 64, 32, random),
                linear(32 * places, classes, random));
    }

    private static Conv2dLayer convolution(int in, RandomGenerator random) {
        Parameter weight = new Parameter(Initial.he(Shape.of(64, in, 5, 5), random));
        return new Conv2dLayer(weight, new Parameter(Tensor.zeros(Shape.of(64))), FIVE, 1);
    }

    private static Linear linear(int in, int out, RandomGenerator random) {
        return new Linear(
                new Parameter(Initial.normal(Shape.of(out, in), Initial.Scale.LECUN, random)),
                new Parameter(Tensor.zeros(Shape.of(out))));
    }

    /**
     * A convolution of 3 × 3 that shares no weights: every place has windows of its own.
     *
     * <p>Formula: {@code y[n, o, p] = b[p, o] + Σ w[p, c·9 + k, o] · x[n, c, p + k]}, k over the 9 pixels around place p, zeros outside.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H, W]}.
     *
     * @param weight {@code [H·W, C·9, O]}
     * @param bias {@code [H·W, 1, O]}
     */
    public record Local(Parameter weight, Parameter bias) implements Layer {
        private static final int SIDE = 3;

        private static Local of(int places, int in, int out, RandomGenerator random) {
            int seen = in * SIDE * SIDE;
            return new Local(
                    new Parameter(Initial.normal(Shape.of(places, seen, out), Math.sqrt(2.0 / seen), random)),
                    new Parameter(Tensor.zeros(Shape.of(places, 1, out))));
        }

        @Override
        public Tensor forward(Tensor x) {
            Shape all = x.shape();
            int height = all.size(2);
            int width = all.size(3);
            Tensor framed = x.pad(2, 1, 1).pad(3, 1, 1);
            Tensor[] around = new Tensor[SIDE * SIDE];
            for (int k = 0; k < around.length; k++) {
                around[k] = framed.slice(2, k / SIDE, k / SIDE + height).slice(3, k % SIDE, k % SIDE + width);
            }
            Tensor seen = Tensor.stack(2, around) // [N, C, 9, H, W]
                    .permute(3, 4, 0, 1, 2)
                    .reshape(Shape.of(height * width, all.size(0), all.size(1) * around.length));
            return seen.matmul(weight.get())
                    .add(bias.get())
                    .permute(1, 2, 0)
                    .reshape(Shape.of(all.size(0), bias.shape().size(2), height, width));
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = NORMALIZATION.forward(largest(conv1.forward("conv1", x).relu()));
        y = largest(NORMALIZATION.forward(conv2.forward("conv2", y).relu()));
        y = local3.forward("local3", y).relu();
        y = local4.forward("local4", y).relu();
        return fc10.forward("fc10", y.flatten());
    }

    private static Tensor largest(Tensor x) {
        return x.maxPool(HALF.roundedUp(x.shape()));
    }
}
