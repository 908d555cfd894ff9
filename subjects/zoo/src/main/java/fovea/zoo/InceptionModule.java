package fovea.zoo;

import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Sequential;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * The Inception module as drawn (Szegedy et al. 2014, figure 2, <a href="https://arxiv.org/abs/1409.4842">arXiv:1409.4842</a>): 1 × 1, 3 × 3
 * and 5 × 5 convolutions and a maximum over the same pixels, side by side. {@link #naive} is figure 2a, whose pooled branch keeps all
 * channels, so that the output only grows; {@link #of} is figure 2b, where 1 × 1 convolutions make the channels fewer before the dear
 * windows and after the maximum. {@link GoogLeNet} has torchvision's.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H, W]}.
 */
public record InceptionModule(Layer one, Layer three, Layer five, Layer pool) implements Layer {

    /** Figure 2a; O = one + three + five + in. */
    public static InceptionModule naive(int in, int one, int three, int five, RandomGenerator random) {
        return new InceptionModule(
                convolution(in, one, 1, random),
                convolution(in, three, 3, random),
                convolution(in, five, 5, random),
                InceptionModule::largest);
    }

    /** Figure 2b, channels in the order of the paper's table 1; O = one + three + five + pool. */
    public static InceptionModule of(
            int in, int one, int reduce3, int three, int reduce5, int five, int pool, RandomGenerator random) {
        return new InceptionModule(
                convolution(in, one, 1, random),
                Sequential.of(convolution(in, reduce3, 1, random), convolution(reduce3, three, 3, random)),
                Sequential.of(convolution(in, reduce5, 1, random), convolution(reduce5, five, 5, random)),
                Sequential.of(InceptionModule::largest, convolution(in, pool, 1, random)));
    }

    private static Layer convolution(int in, int out, int size, RandomGenerator random) {
        Window window = Window.of(size, size).withPadding(size / 2);
        return Sequential.of(Conv2dLayer.of(in, out, window, random), Tensor::relu);
    }

    private static Tensor largest(Tensor x) {
        return x.maxPool(Window.of(3, 3).withPadding(1));
    }

    @Override
    public Tensor forward(Tensor x) {
        return Tensor.concat(
                1, one.forward("one", x), three.forward("three", x), five.forward("five", x), pool.forward("pool", x));
    }
}
