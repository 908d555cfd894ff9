import module fovea.lessons;

/**
 * Trains a two-layer net in twenty lines with every gradient written out, and beside it one that needs none of them.
 *
 * <p>Lecture 4, part 7. About 3 s.
 */
void main() {
    // 60 points in the plane; class 1 is inside a ring, class 0 outside.
    var random = new SplittableRandom(1);
    Tensor x = Tensor.of(Shape.of(60, 2), random.doubles(120, -1, 1).toArray());
    Tensor labels = x.square().sum(1).reshape(60).lt(0.4).cast(DType.I32);
    var start = TwoLayerNet.of(2, 16, 2, 0.5, random);

    Tensor w1 = start.w1(), b1 = start.b1(), w2 = start.w2(), b2 = start.b2();
    var machine = start;
    for (int i = 0; i <= 300; i++) {
        // forward
        Tensor hidden = x.matmul(w1.transpose()).add(b1).relu();
        Tensor scores = hidden.matmul(w2.transpose()).add(b2);
        Tensor p = scores.softmax();
        // backward, the last line first
        Tensor dScores = p.mul(1.0 / 60).sub(new OneHot(2, DType.F64).apply(labels).mul(1.0 / 60));
        Tensor dw2 = dScores.transpose().matmul(hidden);
        Tensor db2 = dScores.sum(0).reshape(2);
        Tensor dHidden = dScores.matmul(w2).mul(hidden.gt(0).cast(DType.F64));
        Tensor dw1 = dHidden.transpose().matmul(x);
        Tensor db1 = dHidden.sum(0).reshape(16);
        // downhill
        w1 = w1.sub(dw1);
        b1 = b1.sub(db1);
        w2 = w2.sub(dw2);
        b2 = b2.sub(db2);

        var step = machine.automatic(x, labels, 0); // the same, with only the forward pass written
        machine = machine.minus(step.gradients(), 1);
        if (i % 100 == 0) {
            Tensor difference = w1.sub(machine.w1()).abs().max();
            IO.println("step %3d  loss %.6f  hand and machine differ by %s".formatted(i, step.loss().item(), difference.item()));
        }
    }
    double right = machine.predict(x).eq(labels).cast(DType.F64).mean().item();
    IO.println("learned %.0f %% of the points".formatted(100 * right));
}
