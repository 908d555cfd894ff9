package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A fully connected layer, {@code y = x Wᵀ + b}.
 *
 * <p>Shapes: {@code x [N, in]} → {@code y [N, out]}.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}
 */
public record Linear(Parameter weight, Parameter bias) implements Layer {

    /** Weights and bias uniform in {@code ±1/√in}, as PyTorch's {@code nn.Linear} begins. */
    public static Linear of(int in, int out, RandomGenerator random) {
        Shape weight = Shape.of(out, in);
        double bound = Initial.bound(weight);
        return new Linear(
                new Parameter(Initial.uniform(weight, bound, random)),
                new Parameter(Initial.uniform(Shape.of(out), bound, random)));
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.matmul(weight.get().transpose()).add(bias.get());
    }
}
