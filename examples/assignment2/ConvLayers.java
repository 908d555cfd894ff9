import module fovea.lessons;

/*
 * Assignment 2, exercise 4: convolution and pooling in plain loops. Fill the holes, run the file, and read what the checks say.
 */

/** How many places a window has along an axis. */
int places(int size, int kernel, int stride, int padding) {
    return Hole.fill("the number of places of a window of `kernel` pixels on `size` pixels with `padding` on both sides");
}

/** y [OH, OW] of one picture x [H, W] and one filter w [K, K], zeros around: y[i, j] = Σ x[s i + k − p, s j + l − p] w[k, l]. */
double[][] forward(double[][] x, double[][] w, int stride, int padding) {
    int oh = (x.length + 2 * padding - w.length) / stride + 1, ow = (x[0].length + 2 * padding - w.length) / stride + 1;
    double[][] y = new double[oh][ow];
    for (int i = 0; i < oh; i++) {
        for (int j = 0; j < ow; j++) {
            for (int k = 0; k < w.length; k++) {
                for (int l = 0; l < w.length; l++) {
                    int row = stride * i + k - padding, column = stride * j + l - padding;
                    if (row >= 0 && row < x.length && column >= 0 && column < x[0].length) {
                        double product = Hole.fill("what this pixel adds under this number of the filter");
                        y[i][j] += product;
                    }
                }
            }
        }
    }
    return y;
}

/** The gradients by x and by w: in the same loops, every product x w that a y got sends dy w to its x and dy x to its w. */
double[][][] backward(double[][] dy, double[][] x, double[][] w, int stride, int padding) {
    double[][] dx = new double[x.length][x[0].length], dw = new double[w.length][w.length];
    for (int i = 0; i < dy.length; i++) {
        for (int j = 0; j < dy[0].length; j++) {
            for (int k = 0; k < w.length; k++) {
                for (int l = 0; l < w.length; l++) {
                    int row = stride * i + k - padding, column = stride * j + l - padding;
                    if (row >= 0 && row < x.length && column >= 0 && column < x[0].length) {
                        double back = Hole.fill("what dy[i][j] sends back to this pixel");
                        dx[row][column] += back;
                        dw[k][l] += dy[i][j] * x[row][column];
                    }
                }
            }
        }
    }
    return new double[][][] {dx, dw};
}

/** The gradient by x [H, W] of the largest of each 2 × 2 pixels: all of dy [H/2, W/2] to where the largest is. */
double[][] poolBackward(double[][] dy, double[][] x) {
    double[][] dx = new double[x.length][x[0].length];
    for (int i = 0; i < dy.length; i++) {
        for (int j = 0; j < dy[0].length; j++) {
            int row = 2 * i, column = 2 * j;
            for (int k = 0; k < 4; k++) {
                if (x[2 * i + k / 2][2 * j + k % 2] > x[row][column]) {
                    row = 2 * i + k / 2;
                    column = 2 * j + k % 2;
                }
            }
            double back = Hole.fill("what goes to the largest");
            dx[row][column] += back;
        }
    }
    return dx;
}

void main() {
    var sheet = new Assignment("Assignment 2, convolution");
    var random = new SplittableRandom(6);
    double[][] x = draw(6, 7, random), w = draw(3, 3, random), dy = draw(3, 4, random), dp = draw(3, 3, random);
    Tensor image = picture(x), filter = picture(w);
    sheet.same(
            "places of a window",
            () -> new int[] {places(32, 5, 1, 2), places(227, 11, 4, 0), places(7, 3, 2, 1)},
            new int[] {32, 55, 4},
            "padding counts on both sides, and the first place counts too");
    sheet.answer("convolution forward", () -> picture(forward(x, w, 2, 1)), image.conv2d(filter, 2, 1));
    Function<Tensor, Tensor> ofX = t -> t.conv2d(filter, 2, 1).mul(picture(dy)).sum();
    Function<Tensor, Tensor> ofW = t -> image.conv2d(t, 2, 1).mul(picture(dy)).sum();
    sheet.gradient("convolution dx", () -> picture(backward(dy, x, w, 2, 1)[0]), ofX, image);
    sheet.gradient("convolution dw", () -> picture(backward(dy, x, w, 2, 1)[1]), ofW, filter);
    double[][] even = draw(6, 6, random);
    Function<Tensor, Tensor> pooled = t -> t.maxPool2d(2, 2).mul(picture(dp)).sum();
    sheet.gradient("pooling dx", () -> picture(poolBackward(dp, even)), pooled, picture(even));
    IO.println(sheet);
}

double[][] draw(int rows, int columns, SplittableRandom random) {
    return IntStream.range(0, rows).mapToObj(_ -> random.doubles(columns, -1, 1).toArray()).toArray(double[][]::new);
}

/** As the library takes it, [1, 1, H, W]. */
Tensor picture(double[][] pixels) {
    double[] flat = Stream.of(pixels).flatMapToDouble(DoubleStream::of).toArray();
    return Tensor.of(Shape.of(1, 1, pixels.length, pixels[0].length), flat);
}
