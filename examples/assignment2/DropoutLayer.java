import module fovea.lessons;

/*
 * Assignment 2, exercise 3: dropout. Fill the holes, run the file, and read what the checks say.
 */

/** The mask of inverted dropout, from numbers drawn evenly from 0 to 1: 0 below p, elsewhere what makes up for it. */
Tensor mask(Tensor drawn, double p) {
    return Hole.fill("0 where drawn < p, else 1 / (1 − p)");
}

/** In training x times the mask. When answering, mask is null. */
Tensor forward(Tensor x, Tensor mask) {
    return Hole.fill("what goes on: in training, and when answering");
}

/** The gradient by x in training. */
Tensor backward(Tensor dy, Tensor mask) {
    return Hole.fill("what comes back");
}

void main() {
    var sheet = new Assignment("Assignment 2, dropout");
    Tensor drawn = Tensor.of(Shape.of(2, 3), 0.1, 0.9, 0.3, 0.2, 0.7, 0.25);
    Tensor right = Tensor.of(Shape.of(2, 3), 0.0, 4 / 3.0, 4 / 3.0, 0, 4 / 3.0, 4 / 3.0);
    sheet.answer(
            "mask",
            () -> mask(drawn, 0.25),
            right,
            Mistake.times(0.75, "what stays must be scaled by 1 / (1 − p)"),
            Mistake.gives(right.eq(0).cast(DType.F64).mul(4), "those below p are dropped, not kept"));
    var random = new SplittableRandom(3);
    Tensor many = Tensor.of(Shape.of(100, 100), random.doubles(10_000).toArray());
    sheet.atLeast(
            "the mean is kept within 3 %",
            () -> 0.03 - Math.abs(mask(many, 0.4).mean().item() - 1),
            0,
            "scale what stays, so that sums have the same expectation with and without dropout");
    Tensor x = Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6), dy = Tensor.of(Shape.of(2, 3), 6.0, 5, 4, 3, 2, 1);
    sheet.answer("forward in training", () -> forward(x, right), x.mul(right));
    var scaled = Mistake.times(0.75, "inverted dropout has nothing to do then");
    sheet.answer("forward when answering", () -> forward(x, null), x, scaled);
    var all = Mistake.gives(dy, "where is the mask?");
    sheet.gradient("backward", () -> backward(dy, right), t -> t.mul(right).mul(dy).sum(), x, all);
    IO.println(sheet);
}
