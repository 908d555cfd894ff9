package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normalization by the root of the mean square over the last axes; see {@link Tensor#rmsNorm}.
 *
 * <p>Shapes: {@code x [..., D…]} → {@code y} alike.
 *
 * @param weight the scale γ, {@code [D…]}, 1 at first; or null for none
 * @param normalized {@code [D…]}
 * @param epsilon added to the mean square; 1e-6, as language models have it
 */
public record RmsNormLayer(@Nullable Parameter weight, Shape normalized, double epsilon) implements Layer {

    /** A fresh one over axes of these sizes, with a scale. */
    public static RmsNormLayer of(int... sizes) {
        return new RmsNormLayer(Initial.scale(Shape.of(sizes)), Shape.of(sizes), 1e-6);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.rmsNorm(normalized, Initial.value(weight), epsilon);
    }
}
