package fovea.autograd;

import fovea.tensor.Fill;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What holds for gradients: they are like what they are gradients by; and what is asked for has one. */
final class Gradients {
    private Gradients() {}

    /** Says so where a rule that somebody wrote gives anything but one gradient for each input, each like its input. */
    static void check(String operation, List<? extends @Nullable Tensor> dx, int inputs, IntFunction<Spec> x) {
        if (dx.size() != inputs) {
            throw new ShapeException(
                    operation,
                    "the gradients are " + dx.size() + " and the inputs " + inputs,
                    "give one for each input, null for none");
        }
        for (int i = 0; i < inputs; i++) {
            Tensor d = dx.get(i);
            if (d != null && !d.spec().equals(x.apply(i))) {
                throw new ShapeException(
                        operation,
                        "the gradient by input " + i + " is " + d.spec() + " and the input " + x.apply(i),
                        "a gradient has the shape and type of what it is the gradient by");
            }
        }
    }

    /** Where a walk back begins: 1 for a scalar. */
    static Tensor seed(String operation, Tensor y) {
        if (y.shape().elements() != 1) {
            throw new ShapeException(
                    operation,
                    "the loss is " + y.shape(),
                    "only a scalar has a gradient; loss.mean() or loss.sum() would fit");
        }
        requireFloating(operation, "the loss", y.spec());
        return new Fill(y.spec(), 1).apply();
    }

    static void requireFloating(String operation, String what, Spec x) {
        if (!x.dtype().isFloating()) {
            throw new ShapeException(
                    operation,
                    what + " is " + x,
                    "only floating-point numbers have gradients; cast(DType.F32) would fit");
        }
    }

    /** A vector for a product with a Jacobian or Hessian must be like the side it is multiplied from. */
    static void requireLike(String operation, String vector, Spec found, String side, Spec wanted) {
        if (!found.equals(wanted)) {
            throw new ShapeException(
                    operation,
                    vector + " is " + found + " and " + side + " is " + wanted,
                    vector + " must be like " + side);
        }
    }

    /** Zeros for what is missing. */
    static List<Tensor> filled(List<? extends @Nullable Tensor> gradients, List<Tensor> like) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < like.size(); i++) {
            Tensor gradient = gradients.get(i);
            all.add(gradient == null ? new Fill(like.get(i).spec(), 0).apply() : gradient);
        }
        return all;
    }
}
