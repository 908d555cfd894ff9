package fovea.train.optim;

import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1, <a href="https://arxiv.org/abs/1412.6980">arXiv:1412.6980</a>):
 *
 * <pre>  m ← β₁ m + (1 − β₁) g   v ← β₂ v + (1 − β₂) g²   θ ← θ − lr · m̂ / (√v̂ + ε)</pre>
 *
 * where {@code m̂ = m / (1 − β₁ᵗ)} and {@code v̂ = v / (1 − β₂ᵗ)} undo the zeros they began with.
 *
 * @param count t, the steps made so far, a scalar
 */
public record Adam(
        State learningRate, State count, Moments first, Moments second, double beta1, double beta2, double epsilon)
        implements Optimizer {

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, as PyTorch's and the paper's. */
    public static Adam of(Object model) {
        return new Adam(scalar(), scalar(), Moments.of(model), Moments.of(model), 0.9, 0.999, 1e-8);
    }

    private static State scalar() {
        return new State(Tensor.zeros(Shape.SCALAR));
    }

    @Override
    public void step(Map<Parameter, Tensor> gradients) {
        Tensor t = count.get().add(1);
        count.set(t);
        Tensor rate = learningRate.get().div(correction(beta1, t));
        Tensor spread = correction(beta2, t).sqrt().reciprocal();
        gradients.forEach((parameter, g) -> {
            Tensor m = move(first.of(parameter), beta1, g);
            Tensor v = move(second.of(parameter), beta2, g.square());
            Tensor deviation = v.sqrt().mul(spread).add(epsilon);
            parameter.set(parameter.get().sub(m.div(deviation).mul(rate)));
        });
    }

    private static Tensor move(State moment, double beta, Tensor g) {
        Tensor moved = moment.get().mul(beta).add(g.mul(1 - beta));
        moment.set(moved);
        return moved;
    }

    /** {@code 1 − βᵗ}, in double precision: of β₂ in the first steps little else would be left. */
    private static Tensor correction(double beta, Tensor t) {
        return t.cast(DType.F64).mul(Math.log(beta)).exp().neg().add(1).cast(DType.F32);
    }
}
