package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.tensor.AvgPool;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * Caffe's quick net for CIFAR-10, after Krizhevsky's cuda-convnet ({@code cifar10_quick_train_test.prototxt}, <a
 * href="https://github.com/BVLC/caffe/tree/master/examples/cifar10">BVLC/caffe, examples/cifar10</a>): three convolutions of 5 × 5, each
 * halved by overlapping windows of 3 × 3, the first by maxima and before its ReLU, the others by means.
 *
 * <p>145,578 parameters, 12.4 million multiply-adds; Caffe reaches 75.33 %. Weights begin as {@link Initial#he} makes them and not as small
 * as Caffe's, so that inputs may have deviation 1.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}; {@code [N, 3, 32, 32]} in Caffe.
 */
public record CifarQuick(Conv2dLayer conv1, Conv2dLayer conv2, Conv2dLayer conv3, Linear ip1, Linear ip2)
        implements Layer {
    private static final Window HALF = Window.of(3, 3).withStride(2);

    /** A fresh one for CIFAR's images. */
    public static CifarQuick of(int classes, RandomGenerator random) {
        return of(Shape.of(3, 32, 32), classes, random);
    }

    /**
     * A fresh one for other images.
     *
     * @param image {@code [C, H, W]}, 16 pixels or more each way
     */
    public static CifarQuick of(Shape image, int classes, RandomGenerator random) {
        int pixels = halved("CifarQuick", image, 3);
        return new CifarQuick(
                convolution(image.size(0), 32, random),
                convolution(32, 32, random),
                convolution(32, 64, random),
                linear(64 * pixels, 64, random),
                linear(64, classes, random));
    }

    /** Pixels that are left of an image halved so many times, each time rounded down. */
    static int halved(String net, Shape image, int times) {
        int least = 2 << times;
        if (Math.min(image.size(1), image.size(2)) < least) {
            throw new ShapeException(
                    net, "images are " + image, "it needs %d pixels or more along each side".formatted(least));
        }
        return (image.size(1) >> times) * (image.size(2) >> times);
    }

    private static Conv2dLayer convolution(int in, int out, RandomGenerator random) {
        Window five = Window.of(5, 5).withPadding(2);
        Parameter weight = new Parameter(Initial.he(Shape.of(out, in, 5, 5), random));
        return new Conv2dLayer(weight, new Parameter(Tensor.zeros(Shape.of(out))), five, 1);
    }

    private static Linear linear(int in, int out, RandomGenerator random) {
        return new Linear(
                new Parameter(Initial.normal(Shape.of(out, in), Initial.Scale.LECUN, random)),
                new Parameter(Tensor.zeros(Shape.of(out))));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = conv1.forward("conv1", x);
        y = y.maxPool(HALF.roundedUp(y.shape())).relu();
        y = mean(conv2.forward("conv2", y).relu());
        y = mean(conv3.forward("conv3", y).relu());
        return ip2.forward("ip2", ip1.forward("ip1", y.flatten()));
    }

    /** Rounded up as Caffe does: the last windows hold fewer pixels. */
    private static Tensor mean(Tensor x) {
        return AvgPool.of(HALF).withCeilMode().apply(x);
    }
}
