import module fovea.lessons;

/*
 * Assignment 3, exercise 4: the losses of style transfer, solved.
 */

/** weight · Σ (features − target)²: that the picture shows the same things. */
Tensor contentLoss(Tensor features, Tensor target, double weight) {
    return features.sub(target).square().sum().mul(weight);
}

/** Which channels occur together: G[c, d] = Σ over all pixels of F[c] F[d], divided by C H W; features [C, H, W] → [C, C]. */
Tensor gram(Tensor features) {
    int c = features.shape().size(0);
    Tensor rows = features.reshape(c, Math.toIntExact(features.shape().elements() / c));
    return rows.matmul(rows.transpose()).div(features.shape().elements());
}

/** Σ over the layers of weight · Σ (G − A)², where A are the Gram matrices of the picture whose style is wanted. */
Tensor styleLoss(List<Tensor> features, List<Tensor> wanted, double[] weights) {
    Tensor loss = Tensor.of(Shape.SCALAR, 0.0);
    for (int i = 0; i < weights.length; i++) {
        loss = loss.add(gramOf(features.get(i)).sub(wanted.get(i)).square().sum().mul(weights[i]));
    }
    return loss;
}

/** weight · (Σ (x[i + 1, j] − x[i, j])² + Σ (x[i, j + 1] − x[i, j])²): that neighbors are alike; x [C, H, W]. */
Tensor smoothness(Tensor x, double weight) {
    int h = x.shape().size(1), w = x.shape().size(2);
    Tensor down = x.slice(1, 1, h).sub(x.slice(1, 0, h - 1));
    Tensor across = x.slice(2, 1, w).sub(x.slice(2, 0, w - 1));
    return down.square().sum().add(across.square().sum()).mul(weight);
}

void main() {
    var sheet = new Assignment("Assignment 3, style transfer");
    Tensor f = Tensor.of(Shape.of(2, 1, 2), 1.0, 2, 3, 4), p = Tensor.of(Shape.of(2, 1, 2), 0.0, 2, 5, 1);
    sheet.number("content loss", () -> contentLoss(f, p, 0.5).item(), 7); // ½ (1 + 0 + 4 + 9)
    Tensor g = Tensor.of(Shape.of(2, 2), 1.25, 2.75, 2.75, 6.25); // (1·1 + 2·2) / 4 …
    sheet.answer("Gram matrix", () -> gram(f), g, Mistake.times(4, "divide by C H W"));
    Tensor zero = Tensor.of(Shape.of(2, 2), 0.0, 0, 0, 0);
    double each = 1.25 * 1.25 + 2 * 2.75 * 2.75 + 6.25 * 6.25;
    sheet.number(
            "style loss of two layers",
            () -> styleLoss(List.of(f, f), List.of(zero, g), new double[] {2, 3}).item(),
            2 * each);
    Tensor x = Tensor.of(Shape.of(1, 2, 2), 1.0, 2, 4, 8);
    sheet.number("smoothness", () -> smoothness(x, 2).item(), 2 * (9 + 36 + 1 + 16));

    // And through all of it a gradient must come back to the picture.
    Tensor picture = Tensor.of(Shape.of(2, 2, 3), new SplittableRandom(3).doubles(12, -1, 1).toArray());
    sheet.gradient(
            "the gradient of content and smoothness",
            () -> Autograd.gradient(picture, t -> contentLoss(t, picture.mul(0.5), 2).add(smoothness(t, 0.1))),
            t -> t.sub(picture.mul(0.5)).square().sum().mul(2).add(reference(t).mul(0.1)),
            picture);
    IO.println(sheet);
}

/** The library's word for it, so that a hole in one function does not hide those of another. */
Tensor gramOf(Tensor features) {
    int c = features.shape().size(0), rest = Math.toIntExact(features.shape().elements() / c);
    return Tensor.of(Shape.of(c, c), products(features.reshape(c, rest).toDoubles(), c, rest));
}

double[] products(double[] rows, int c, int n) {
    double[] products = new double[c * c];
    for (int i = 0; i < c * c * n; i++) {
        products[i / n] += rows[i / n / c * n + i % n] * rows[i / n % c * n + i % n] / (c * n);
    }
    return products;
}

Tensor reference(Tensor x) {
    double[] v = x.toDoubles();
    double sum = 0;
    for (int i = 0; i < v.length; i++) {
        sum += i % 3 < 2 ? Math.pow(v[i + 1] - v[i], 2) : 0;
        sum += i / 3 % 2 < 1 ? Math.pow(v[i + 3] - v[i], 2) : 0;
    }
    return Tensor.of(Shape.SCALAR, sum);
}
