package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalization over the last axes, the same in training and inference; see {@link Tensor#layerNorm}.
 *
 * <p>Shapes: {@code x [..., D…]} → {@code y} alike.
 *
 * @param weight the scale γ, {@code [D…]}, 1 at first; or null for none
 * @param bias the shift β, {@code [D…]}, 0 at first; or null for none
 * @param normalized {@code [D…]}
 * @param epsilon added to the variance; 1e-5 as PyTorch's
 */
public record LayerNormLayer(
        @Nullable Parameter weight, @Nullable Parameter bias, Shape normalized, double epsilon) implements Layer {

    /** A fresh one over axes of these sizes, with scale and shift. */
    public static LayerNormLayer of(int... sizes) {
        Shape shape = Shape.of(sizes);
        return new LayerNormLayer(Initial.scale(shape), Initial.shift(shape), shape, 1e-5);
    }

    /** One without scale and shift. */
    public static LayerNormLayer plain(int... sizes) {
        return new LayerNormLayer(null, null, Shape.of(sizes), 1e-5);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.layerNorm(normalized, Initial.value(weight), Initial.value(bias), epsilon);
    }
}
