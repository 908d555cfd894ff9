import module fovea.lessons;

/*
 * Assignment 1, exercise 5: features, solved.
 */

/** The hue of a color, 0 for red, 1/3 for green, 2/3 for blue, all around below 1; 0 for gray. Red, green, blue from 0 to 1. */
double hue(double r, double g, double b) {
    double most = Math.max(r, Math.max(g, b)), least = Math.min(r, Math.min(g, b)), range = most - least;
    if (range == 0) {
        return 0;
    }
    double sixths = most == r ? (g - b) / range : most == g ? 2 + (b - r) / range : 4 + (r - g) / range;
    return (sixths / 6 + 1) % 1;
}

/** How large a share of hues, each 0 … 1, falls into each of so many equal bins. */
double[] histogram(double[] hues, int bins) {
    double[] shares = new double[bins];
    for (double hue : hues) {
        int bin = Math.min((int) (hue * bins), bins - 1);
        shares[bin] += 1.0 / hues.length;
    }
    return shares;
}

/** Each column of x [N, D] less its mean, divided by its deviation over the N rows, and a column of ones behind: [N, D + 1]. */
Tensor standardized(Tensor x) {
    Tensor centered = x.sub(x.mean(0));
    Tensor normal = centered.div(centered.square().mean(0).sqrt());
    return Tensor.concat(1, normal, x.mul(0).sum(1).reshape(x.shape().size(0), 1).add(1));
}

/** The direction of the slope at each inner pixel of a gray image [H, W], in degrees 0 … 180: what HOG counts. */
Tensor orientations(Tensor image) {
    int h = image.shape().size(0), w = image.shape().size(1);
    Tensor across = image.slice(1, 2, w).sub(image.slice(1, 0, w - 2)).slice(0, 1, h - 1);
    Tensor down = image.slice(0, 2, h).sub(image.slice(0, 0, h - 2)).slice(1, 1, w - 1);
    return down.atan2(across).mul(180 / Math.PI).add(360).remainder(180);
}

void main() {
    var sheet = new Assignment("Assignment 1, features");
    double[][] colors = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 0}, {1, 0, 0.5}, {0.2, 0.6, 0.4}};
    Tensor hues = Tensor.of(Shape.of(6), 0.0, 1 / 3.0, 2 / 3.0, 1 / 6.0, 11 / 12.0, 5 / 12.0);
    sheet.answer(
            "hues of six colors",
            () -> Tensor.of(Shape.of(6), Stream.of(colors).mapToDouble(c -> hue(c[0], c[1], c[2])).toArray()),
            hues);
    sheet.answer(
            "a histogram of four bins",
            () -> Tensor.of(Shape.of(4), histogram(new double[] {0, 0.1, 0.3, 0.99, 1}, 4)),
            Tensor.of(Shape.of(4), 0.4, 0.2, 0, 0.4));
    Tensor x = Tensor.of(Shape.of(3, 2), 1.0, 10, 2, 20, 3, 60);
    double a = Math.sqrt(1.5), s = Math.sqrt(1400 / 3.0);
    Tensor normal = Tensor.of(Shape.of(3, 3), -a, -20 / s, 1, 0, -10 / s, 1, a, 30 / s, 1);
    sheet.answer("standardized, with ones behind", () -> standardized(x), normal);

    // Brightness that rises by 1 to the right and by √3 downward has its slope at 60 degrees everywhere.
    double[] slope = IntStream.range(0, 25).mapToDouble(i -> i % 5 + Math.sqrt(3) * (i / 5)).toArray();
    Tensor sixty = Tensor.of(Shape.of(3, 3), DoubleStream.generate(() -> 60).limit(9).toArray());
    sheet.answer("orientation of a slope", () -> orientations(Tensor.of(Shape.of(5, 5), slope)), sixty);
    IO.println(sheet);
}
