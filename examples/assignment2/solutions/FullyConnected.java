import module fovea.lessons;

/*
 * Assignment 2, exercise 1: fully connected layers and update rules, solved.
 */

/** y = x Wᵀ + b for pictures x [N, …], each laid out as a row; W [M, D], b [M], y [N, M]. */
Tensor affine(Tensor x, Tensor w, Tensor b) {
    return x.flatten().matmul(w.transpose()).add(b);
}

/** The gradient by x, in the shape of x; dy [N, M]. */
Tensor affineDx(Tensor dy, Tensor x, Tensor w) {
    return dy.matmul(w).reshape(x.shape());
}

/** The gradient by W, [M, D]. */
Tensor affineDw(Tensor dy, Tensor x) {
    return dy.transpose().matmul(x.flatten());
}

/** The gradient through max(0, x). */
Tensor reluDx(Tensor dy, Tensor x) {
    return dy.mul(x.gt(0).cast(DType.F64));
}

/** Weights and what an update rule remembers of earlier steps. */
record Updated(Tensor w, Tensor... memory) {}

/** Momentum: v ← 0.9 v − rate · g, w ← w + v. */
Updated momentum(Tensor w, Tensor g, Tensor v, double rate) {
    Tensor next = v.mul(0.9).sub(g.mul(rate));
    return new Updated(w.add(next), next);
}

/** RMSProp: c ← 0.99 c + 0.01 g², w ← w − rate · g / (√c + 1e-8). */
Updated rmsProp(Tensor w, Tensor g, Tensor c, double rate) {
    Tensor next = c.mul(0.99).add(g.square().mul(0.01));
    return new Updated(w.sub(g.mul(rate).div(next.sqrt().add(1e-8))), next);
}

/** Adam, step t from 1 on: m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g², both corrected for their start at 0. */
Updated adam(Tensor w, Tensor g, Tensor m, Tensor v, int t, double rate) {
    Tensor m2 = m.mul(0.9).add(g.mul(0.1)), v2 = v.mul(0.999).add(g.square().mul(0.001));
    Tensor mean = m2.div(1 - Math.pow(0.9, t)), spread = v2.div(1 - Math.pow(0.999, t)).sqrt();
    return new Updated(w.sub(mean.mul(rate).div(spread.add(1e-8))), m2, v2);
}

void main() {
    var sheet = new Assignment("Assignment 2, fully connected layers");
    var random = new SplittableRandom(8);
    Tensor x = Tensor.of(Shape.of(2, 3, 2), random.doubles(12, -1, 1).toArray());
    Tensor w = Tensor.of(Shape.of(4, 6), random.doubles(24, -1, 1).toArray());
    Tensor b = Tensor.of(Shape.of(4), random.doubles(4, -1, 1).toArray());
    Tensor dy = Tensor.of(Shape.of(2, 4), random.doubles(8, -1, 1).toArray());
    UnaryOperator<Tensor> rows = t -> t.reshape(2, 6);
    Tensor y = Affine.forward(rows.apply(x), w, b);
    sheet.answer("affine forward", () -> affine(x, w, b), y, Mistake.gives(y.sub(b), "where is b?"));
    sheet.gradient("affine dx", () -> affineDx(dy, x, w), t -> Affine.forward(rows.apply(t), w, b).mul(dy).sum(), x);
    sheet.gradient("affine dW", () -> affineDw(dy, x), t -> Affine.forward(rows.apply(x), t, b).mul(dy).sum(), w);
    Tensor z = Tensor.of(Shape.of(2, 3), -1.0, 2, -3, 4, -5, 6), dz = Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
    var all = Mistake.gives(dz, "where x ≤ 0 nothing goes back");
    sheet.gradient("relu dx", () -> reluDx(dz, z), t -> t.relu().mul(dz).sum(), z, all);

    // One step of each rule, calculated on paper.
    Tensor at = Tensor.of(Shape.of(2), 1.0, -2), g = Tensor.of(Shape.of(2), 0.5, -0.25);
    Tensor v = Tensor.of(Shape.of(2), 0.1, 0.2), c = Tensor.of(Shape.of(2), 0.01, 0.04);
    sheet.answer(
            "momentum",
            () -> momentum(at, g, v, 0.1).w(),
            Tensor.of(Shape.of(2), 1.04, -1.795),
            Mistake.gives(Tensor.of(Shape.of(2), 0.86, -2.155), "in this form the velocity is added: w + v"));
    sheet.answer("RMSProp", () -> rmsProp(at, g, c, 0.1).w(), Tensor.of(Shape.of(2), 0.550986785256, -1.875350092479));
    Tensor zero = Tensor.of(Shape.of(2), 0.0, 0);
    sheet.answer(
            "Adam, first step",
            () -> adam(at, g, zero, zero, 1, 0.1).w(),
            Tensor.of(Shape.of(2), 0.900000002, -1.900000004),
            Mistake.gives(Tensor.of(Shape.of(2), 0.683772433983, -1.683772633983), "both averages begin at 0: divide by 1 − βᵗ"));
    sheet.answer("Adam, a third step", () -> adam(at, g, v, c, 3, 0.1).w(),
            Tensor.of(Shape.of(2), 0.972051905178, -2.015651419916));
    IO.println(sheet);
}
