import module fovea.lessons;

/**
 * Finds the gradients of a matrix product from their shapes alone, and why nobody ever builds the Jacobian.
 *
 * <p>Lecture 4, part 5. About 2 s.
 */
void main() {
    // y = x Wᵀ for a batch of 4 with 3 features and 5 outputs.
    var random = new SplittableRandom(1);
    Tensor x = Tensor.of(Shape.of(4, 3), random.doubles(12, -1, 1).toArray());
    Tensor w = Tensor.of(Shape.of(5, 3), random.doubles(15, -1, 1).toArray());
    Tensor y = x.matmul(w.transpose());
    IO.println("x %s   W %s   y = x Wᵀ %s".formatted(x.shape(), w.shape(), y.shape()));

    // From behind comes dy, of the shape of y. dx must be like x and dw like W, and only one product of dy with the other fits:
    Tensor dy = Tensor.of(Shape.of(4, 5), random.doubles(20, -1, 1).toArray());
    Tensor dx = dy.matmul(w);
    Tensor dw = dy.transpose().matmul(x);
    IO.println("dx = dy W    %s · %s = %s".formatted(dy.shape(), w.shape(), dx.shape()));
    IO.println("dW = dyᵀ x   %s · %s = %s".formatted(dy.transpose().shape(), x.shape(), dw.shape()));
    IO.println("dx: " + GradientCheck.of(t -> t.matmul(w.transpose()).mul(dy).sum(), x, dx));
    IO.println("dW: " + GradientCheck.of(t -> x.matmul(t.transpose()).mul(dy).sum(), w, dw));

    // The Jacobian of max(0, x) on six numbers: 36 entries, of which at most the diagonal is not 0.
    Tensor v = Tensor.of(Shape.of(6), 1.5, -2.0, 0.3, -0.1, 4.0, -3.0);
    IO.println("\n" + Autograd.jacobian(Tensor::relu, v));
    IO.println("For a batch of 100 with 4096 features it would have 409,600 rows and as many columns; dy · (x > 0) needs none of it.");
}
