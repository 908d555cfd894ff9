package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.tensor.DType;
import fovea.tensor.OneHot;
import fovea.tensor.Op;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TapeTest {

    @Test
    void parametersTheLossDoesNotDependOnAreMissing() {
        Parameter used = new Parameter(Tensor.of(1, 2));
        Parameter unused = new Parameter(Tensor.of(3));
        ValueAndGradients found = Autograd.valueAndGradients(
                List.of(unused, used), () -> used.get().mul(used.get()).sum());
        assertThat(found.gradients()).containsOnlyKeys(used);
        assertThat(found.gradients().get(used).toArray()).containsExactly(2, 4);
        assertThat(found.value().item()).isEqualTo(5);
    }

    @Test
    void aParameterReadTwiceGetsBothGradients() {
        Parameter w = new Parameter(Tensor.of(2, 3));
        ValueAndGradients found = Autograd.valueAndGradients(
                List.of(w), () -> w.get().mul(w.get()).add(w.get()).sum());
        assertThat(found.gradients().get(w).toArray()).containsExactly(5, 7);
    }

    @Test
    void otherResultsComeBackWithTheirValues() {
        Parameter w = new Parameter(Tensor.of(2, 3));
        ValueAndGradients found = Autograd.firstAndGradients(
                List.of(w), () -> List.of(w.get().sum(), w.get().mul(10)));
        assertThat(found.others()).hasSize(1);
        assertThat(found.others().getFirst().toArray()).containsExactly(20, 30);
        assertThat(found.gradients().get(w).toArray()).containsExactly(1, 1);
    }

    @Test
    void whatTheLossDoesNotDependOnHasZeroGradient() {
        List<Tensor> found = Autograd.gradients(
                List.of(Tensor.of(1, 2), Tensor.of(3, 4)), x -> x.get(1).sum());
        assertThat(found.get(0).toArray()).containsExactly(0, 0);
        assertThat(found.get(1).toArray()).containsExactly(1, 1);
    }

    @Test
    void gradientsStopWhereTheyAreNotWanted() {
        Tensor fixed = Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f);
        List<Op> ops = new ArrayList<>();
        new Listening(ops)
                .interpret(() -> Autograd.gradient(fixed, x -> x.matmul(fixed).sum()));
        long products = ops.stream().filter(op -> op.label().equals("matMul")).count();
        assertThat(products).as("one forward, one backward").isEqualTo(2);
    }

    @Test
    void integersStopGradients() {
        Tensor x = Tensor.of(0.2f, 1.7f);
        Tensor gradient = Autograd.gradient(
                x, t -> new OneHot(3, DType.F32).apply(t.cast(DType.I32)).sum().add(t.sum()));
        assertThat(gradient.toArray()).containsExactly(1, 1);
    }

    @Test
    void tapesNest() {
        Tensor x = Tensor.of(Shape.SCALAR, 0.3);
        Tensor third = Autograd.gradient(x, a -> Autograd.gradient(a, b -> Autograd.gradient(b, Tensor::tanh)));
        double t = Math.tanh(0.3);
        double s = 1 - t * t;
        assertThat(third.item()).isCloseTo(s * (6 * t * t - 2), within(1e-14));
    }

    @Test
    void anInnerTapeSeesTheOuterOnesTensorAsAConstant() {
        Tensor x = Tensor.of(Shape.SCALAR, 2.0);
        Tensor mixed = Autograd.gradient(x, a -> {
            Tensor inner = Autograd.gradient(
                    Tensor.of(Shape.SCALAR, 5.0), b -> b.mul(b).mul(a));
            return inner.mul(a);
        });
        assertThat(mixed.item()).as("d/da 10 a²").isEqualTo(40);
    }

    @Test
    void elementsCanBeReadWhileTheTapeRuns() {
        double[] seen = {0};
        Autograd.gradient(Tensor.of(1, 2), x -> {
            seen[0] = x.mul(3).sum().item();
            return x.sum();
        });
        assertThat(seen[0]).isEqualTo(9);
    }

    @Test
    void writesInsideReachTheVariable() {
        State count = new State(Tensor.of(0));
        Parameter w = new Parameter(Tensor.of(1, 2));
        Autograd.valueAndGradients(List.of(w), () -> {
            count.set(count.get().add(w.get().sum()));
            return w.get().sum();
        });
        assertThat(count.get().item()).isEqualTo(3);
    }

    @Test
    void aTensorThatEscapedIsNamed() {
        Tensor[] kept = new Tensor[1];
        Autograd.gradient(Tensor.of(1, 2), x -> {
            kept[0] = x.mul(2);
            return x.sum();
        });
        assertThatThrownBy(() -> kept[0].add(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(("a f32[2] tensor escaped the Tape that made it and has no elements here%n"
                                + "  return it from the function that was traced or differentiated")
                        .formatted());
    }

    @Test
    void onlyAScalarHasAGradient() {
        assertThatThrownBy(() -> Autograd.gradient(Tensor.of(1, 2), x -> x.mul(2)))
                .hasMessage(("gradient: the loss is [2]%n"
                                + "  only a scalar has a gradient; loss.mean() or loss.sum() would fit")
                        .formatted());
    }
}
