package fovea.nn;

import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.Finding;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;

/** What a model of sequences says next, chosen from the logits of all that it may say. */
public final class NextChoice {
    private NextChoice() {}

    /**
     * One of the classes with the probabilities {@code softmax(logits / temperature)}: the largest of {@code logits / temperature + g}, with
     * {@code g = −log(−log u)} and u uniform (Gumbel 1954), so that a compiled function can choose too.
     *
     * <p>Shapes: logits {@code [N, C]} → {@code i32 [N]}, or {@code [C]} → {@code i32 []}. No gradient.
     *
     * @param temperature 1 for the model's own probabilities; less makes likely ones likelier, and 0 takes the likeliest
     */
    public static Tensor sample(Tensor logits, double temperature, RandomStream random) {
        if (!(temperature >= 0)) {
            throw new ShapeException(
                    "sample",
                    "the temperature is " + temperature,
                    "it is 0 or more; 1 leaves probabilities as they are");
        }
        if (temperature == 0) {
            return likeliest(logits);
        }
        Spec each = new Spec(logits.shape(), DType.F64);
        Tensor uniform = random.draw(each, Draw.Distribution.UNIFORM);
        Tensor gumbel = uniform.log().neg().log().neg();
        return likeliest(logits.cast(DType.F64).div(temperature).add(gumbel));
    }

    /** The class of the largest logit. Shapes: logits {@code [N, C]} → {@code i32 [N]}, or {@code [C]} → {@code i32 []}. */
    public static Tensor likeliest(Tensor logits) {
        Shape shape = logits.shape();
        if (shape.rank() != 1 && shape.rank() != 2) {
            throw new ShapeException("sample", "the logits are " + shape, "they must be [N, C] or [C]");
        }
        Tensor place = new Finding.ArgMax(shape.rank() - 1).apply(logits);
        return place.reshape(shape.rank() == 1 ? Shape.SCALAR : Shape.of(shape.size(0)));
    }
}
