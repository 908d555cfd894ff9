package fovea.testing;

import fovea.autograd.Autograd;
import fovea.tensor.DType;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * A line of the table: an op, or a small program, and operands it takes.
 *
 * @param terms how long its sums are, forward and backward
 * @param differentiable whether differences can say anything of its gradient
 * @param total whether devices agree on infinities and not-a-numbers too
 */
record Case(
        String name,
        Function<List<Tensor>, List<Tensor>> program,
        List<Operand> operands,
        int terms,
        boolean differentiable,
        boolean total) {

    /** Makes an operand. */
    interface Operand {
        Tensor make(Samples samples);
    }

    static Case of(String name, Op op, Operand... operands) {
        return program(name, x -> List.of(op.outputs(x.toArray(Tensor[]::new))), operands);
    }

    static Case program(String name, Function<List<Tensor>, List<Tensor>> program, Operand... operands) {
        return new Case(name, program, List.of(operands), 1, true, true);
    }

    /** Its sums have so many terms. */
    Case sums(int terms) {
        return new Case(name, program, operands, terms, differentiable, total);
    }

    /** Its gradient is none, or lost in rounding. */
    Case withoutGradient() {
        return new Case(name, program, operands, terms, false, total);
    }

    /** oneDNN's kernel says something else of infinities or not-a-numbers than the reference. */
    Case forFiniteNumbers() {
        return new Case(name, program, operands, terms, differentiable, false);
    }

    /** Operands of this type; the same on every call. */
    List<Tensor> make(DType dtype) {
        Samples samples = new Samples(new SplittableRandom(name.hashCode()), dtype);
        return operands.stream().map(o -> o.make(samples)).toList();
    }

    List<Tensor> run(List<Tensor> x) {
        return program.apply(x);
    }

    /** The outputs, then the gradients of a projection of those that have them by the operands that have them. */
    List<Tensor> withGradients(List<Tensor> x) {
        List<Tensor> all = new ArrayList<>(run(x));
        List<Tensor> leaves = x.stream().filter(t -> t.dtype().isFloating()).toList();
        all.addAll(Autograd.gradients(leaves, given -> {
            List<Tensor> mixed = new ArrayList<>();
            int next = 0;
            for (Tensor t : x) {
                mixed.add(t.dtype().isFloating() ? given.get(next++) : t);
            }
            return projected(run(mixed), x);
        }));
        return all;
    }

    private static Tensor projected(List<Tensor> outputs, List<Tensor> x) {
        DType dtype = x.stream()
                .map(Tensor::dtype)
                .filter(DType::isFloating)
                .findFirst()
                .orElse(DType.F32);
        Samples samples = new Samples(new SplittableRandom(3), dtype);
        return outputs.stream()
                .filter(y -> y.dtype() == dtype)
                .map(y -> y.mul(samples.positive(y.shape())).sum())
                .reduce(samples.make(Shape.SCALAR, i -> 0), Tensor::add);
    }

    static Tensor[] array(List<Tensor> tensors) {
        return tensors.toArray(Tensor[]::new);
    }
}
