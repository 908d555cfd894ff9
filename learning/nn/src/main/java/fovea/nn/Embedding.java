package fovea.nn;

import fovea.tensor.OneHot;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A table of vectors to be learned, one for each word or class; its input are their numbers.
 *
 * <p>Shapes: ids {@code [I…]} of {@code i32} or {@code i64} → {@code [I…, D]}.
 *
 * @param weight {@code [V, D]}
 */
public record Embedding(Parameter weight, Lookup lookup) implements Layer {

    /** For {@code size} words, standard normal, as PyTorch's {@code nn.Embedding} begins. */
    public static Embedding of(int size, int features, RandomGenerator random) {
        return new Embedding(new Parameter(Initial.normal(Shape.of(size, features), 1, random)), Lookup.PLAIN);
    }

    /** This with a row that stays zero, for padding; {@code row} may count from the end. */
    public Embedding withPadding(int row) {
        int size = weight.shape().size(0);
        int from0 = row < 0 ? row + size : row;
        Tensor one = new OneHot(size, weight.spec().dtype()).apply(Tensor.of(Shape.of(1), from0));
        Tensor zeroed = one.reshape(Shape.of(size, 1)).gt(0).where(0, weight.get());
        return new Embedding(new Parameter(zeroed), lookup.withPadding(from0));
    }

    @Override
    public Tensor forward(Tensor ids) {
        Tensor table = weight.get();
        if (lookup.limits()) {
            weight.set(lookup.limited(table, ids));
        }
        return lookup.rows(table, ids);
    }
}
