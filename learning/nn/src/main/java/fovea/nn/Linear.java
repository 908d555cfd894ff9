package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer, {@code y = x Wᵀ + b}.
 *
 * <p>Shapes: {@code x [..., in]} → {@code y [..., out]}.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or null for none
 */
public record Linear(Parameter weight, @Nullable Parameter bias) implements Layer {

    /** Weights and bias uniform in {@code ±1/√in}, as PyTorch's {@code nn.Linear} begins. */
    public static Linear of(int in, int out, RandomGenerator random) {
        Shape weight = Shape.of(out, in);
        double bound = Initial.bound(weight);
        return new Linear(
                new Parameter(Initial.uniform(weight, bound, random)),
                new Parameter(Initial.uniform(Shape.of(out), bound, random)));
    }

    /** Without a bias; weights as {@link #of}. */
    public static Linear unbiased(int in, int out, RandomGenerator random) {
        Shape weight = Shape.of(out, in);
        return new Linear(new Parameter(Initial.uniform(weight, Initial.bound(weight), random)), null);
    }

    @Override
    public Tensor forward(Tensor x) {
        return of(x, weight.get(), Initial.value(bias));
    }

    static Tensor of(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Shape shape = x.shape();
        int in = weight.shape().size(1);
        if (shape.rank() == 2 || shape.rank() == 0 || shape.size(-1) != in) {
            Tensor y = x.matmul(weight.transpose());
            return bias == null ? y : y.add(bias);
        }
        int rows = in == 0 ? 0 : Math.toIntExact(shape.elements() / in);
        return of(x.reshape(Shape.of(rows, in)), weight, bias)
                .reshape(shape.with(-1, weight.shape().size(0)));
    }
}
