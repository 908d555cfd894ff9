package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Matrix product, {@code y[…, i, j] = Σₖ a[…, i, k] · b[…, k, j]}, over equal leading axes.
 *
 * <p>Gradient: {@code da = dy bᵀ}, {@code db = aᵀ dy}.
 *
 * <p>Shapes: {@code a [..., M, K]}, {@code b [..., K, N]} → {@code y [..., M, N]}, of one type of numbers.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MatMul.html">ONNX MatMul</a>
 */
public record MatMul() implements Op {
    @Override
    public Spec[] infer(Spec... x) {
        Shape a = x[0].shape();
        Shape b = x[1].shape();
        String found = "a is " + a + " and b is " + b;
        if (a.rank() < 2 || b.rank() != a.rank()) {
            throw new ShapeException("matmul", found, "both need the same number of axes, 2 or more");
        }
        if (x[0].dtype() != x[1].dtype() || x[0].dtype() == DType.BOOL) {
            throw new ShapeException("matmul", "a is " + x[0] + " and b is " + x[1], "both need one type, of numbers");
        }
        if (a.size(-1) != b.size(-2)) {
            throw new ShapeException(
                    "matmul",
                    found,
                    "a's columns (%d) must equal b's rows (%d)%s"
                            .formatted(
                                    a.size(-1),
                                    b.size(-2),
                                    a.size(-1) == b.size(-1) ? "; b.transpose() would fit" : ""));
        }
        for (int i = 0; i < a.rank() - 2; i++) {
            if (a.size(i) != b.size(i)) {
                throw new ShapeException("matmul", found, "the sizes along axis " + i + " must be equal");
            }
        }
        return new Spec[] {x[0].with(a.with(-1, b.size(-1)))};
    }

    @Override
    public Keep keep() {
        return Keep.inputs(0, 1);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return r.gradients(
                () -> Op.only(dy).matmul(r.input(1).transpose()),
                () -> r.input(0).transpose().matmul(Op.only(dy)));
    }
}
