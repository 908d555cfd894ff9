package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Group normalization, the same in training and inference; see {@link Tensor#groupNorm}.
 *
 * <p>Shapes: {@code x [N, C, ...]} → {@code y} alike.
 *
 * @param weight the scale γ, {@code [C]}, 1 at first; or null for none
 * @param bias the shift β, {@code [C]}, 0 at first; or null for none
 * @param epsilon added to the variance; 1e-5 as PyTorch's
 */
public record GroupNormLayer(
        @Nullable Parameter weight, @Nullable Parameter bias, int groups, double epsilon) implements Layer {

    /** A fresh one for this many channels, with scale and shift. */
    public static GroupNormLayer of(int groups, int channels) {
        if (groups < 1 || channels % groups != 0) {
            throw new ShapeException(
                    "groupNorm",
                    channels + " channels in " + groups + " groups",
                    "the channels must be a multiple of the groups");
        }
        Shape shape = Shape.of(channels);
        return new GroupNormLayer(Initial.scale(shape), Initial.shift(shape), groups, 1e-5);
    }

    /** One without scale and shift, for any multiple of {@code groups} channels. */
    public static GroupNormLayer plain(int groups) {
        return new GroupNormLayer(null, null, groups, 1e-5);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.groupNorm(groups, Initial.value(weight), Initial.value(bias), epsilon);
    }
}
