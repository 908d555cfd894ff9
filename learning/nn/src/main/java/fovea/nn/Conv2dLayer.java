package fovea.nn;

import fovea.tensor.Conv;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over images, with a bias for each output channel or none; see {@link Conv}.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code y [N, O, H', W']}, sizes as {@link Window} says.
 *
 * @param weight {@code [O, C/groups, KH, KW]}
 * @param bias {@code [O]}, or null for none
 * @param window its size is that of {@code weight}
 */
public record Conv2dLayer(Parameter weight, @Nullable Parameter bias, Window window, int groups) implements Layer {

    /** With a bias; all uniform in {@code ±1/√(C·KH·KW)}, as PyTorch's {@code nn.Conv} begins. */
    public static Conv2dLayer of(int in, int out, Window window, RandomGenerator random) {
        Shape weight = Shape.of(out, in, window.size(0), window.size(1));
        double bound = Initial.bound(weight);
        return new Conv2dLayer(
                new Parameter(Initial.uniform(weight, bound, random)),
                new Parameter(Initial.uniform(Shape.of(out), bound, random)),
                window,
                1);
    }

    /** Without a bias, for a batch normalization to follow; weights as {@link Initial#he}. */
    public static Conv2dLayer unbiased(int in, int out, Window window, RandomGenerator random) {
        return unbiased(in, out, window, 1, random);
    }

    /** As {@link #unbiased(int, int, Window, RandomGenerator)}, in groups that do not see each other; in as many as channels: depthwise. */
    public static Conv2dLayer unbiased(int in, int out, Window window, int groups, RandomGenerator random) {
        Shape weight = Shape.of(out, in / groups, window.size(0), window.size(1));
        return new Conv2dLayer(new Parameter(Initial.he(weight, random)), null, window, groups);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y = new Conv(window, groups).apply(x, weight.get());
        return bias == null
                ? y
                : y.add(bias.get().reshape(Shape.of(1, bias.shape().size(0), 1, 1)));
    }
}
