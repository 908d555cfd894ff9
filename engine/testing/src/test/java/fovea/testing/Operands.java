package fovea.testing;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/** How the operands of the table are made. */
final class Operands {
    /** oneDNN's exponential and logarithm inside a softmax are good to about 1e-6 of the largest. */
    static final int ROUGH = 60;

    private Operands() {}

    static Case line(String name, Function<List<Tensor>, Tensor> f, Case.Operand... x) {
        return Case.program(name, in -> List.of(f.apply(in)), x);
    }

    static Case.Operand x(int... sizes) {
        return s -> s.smooth(Shape.of(sizes));
    }

    static Case.Operand positive(int... sizes) {
        return s -> s.positive(Shape.of(sizes));
    }

    static Case.Operand alternating(int... sizes) {
        return s -> s.alternating(Shape.of(sizes));
    }

    static Case.Operand distinct(int... sizes) {
        return s -> s.distinct(Shape.of(sizes));
    }

    static Case.Operand grid(double shift, int... sizes) {
        return s -> s.grid(Shape.of(sizes), shift);
    }

    /** Between {@code −edge} and {@code edge}. */
    static Case.Operand within(double edge, int... sizes) {
        return s -> s.uniform(Shape.of(sizes), -edge, edge);
    }

    static Case.Operand condition(int... sizes) {
        return s -> s.labels(Shape.of(sizes), 2).cast(DType.BOOL);
    }

    /** {@code i32} from {@code from} up to {@code to}, not included. */
    static Case.Operand integers(int from, int to, int... sizes) {
        return s -> s.labels(Shape.of(sizes), to - from).add(from);
    }

    static Case.Operand labels(int below, int... sizes) {
        return s -> s.labels(Shape.of(sizes), below);
    }

    static Case.Operand winners(int area, int... sizes) {
        return s -> s.labels(Shape.of(sizes), area).cast(DType.U8);
    }

    /** All numbers of an 8-bit type. */
    static Case.Operand bytes(DType dtype, int... sizes) {
        return s -> s.labels(Shape.of(sizes), 256).cast(dtype);
    }
}
