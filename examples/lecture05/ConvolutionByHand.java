import module fovea.classic;

/**
 * Slides a filter over a picture with four loops, and finds that the library's convolution says the same.
 *
 * <p>Lecture 5, part 1. About 1 s.
 */
void main() {
    // A square of ones, four pixels wide; the filter looks for its upper edge.
    int side = 8;
    var x = new float[side][side];
    for (int i = 2; i < 6; i++) {
        Arrays.fill(x[i], 2, 6, 1);
    }
    float[][] w = {{-1, -1, -1}, {1, 1, 1}, {0, 0, 0}};

    // At each place: multiply what lies under the filter, and add. A 3 x 3 filter fits 8 - 3 + 1 = 6 times.
    int places = side - 3 + 1;
    var y = new float[places][places];
    for (int i = 0; i < places; i++) {
        for (int j = 0; j < places; j++) {
            for (int u = 0; u < 3; u++) {
                for (int v = 0; v < 3; v++) {
                    y[i][j] += x[i + u][j + v] * w[u][v];
                }
            }
        }
    }
    for (float[] row : y) {
        var line = new StringBuilder();
        for (float value : row) {
            line.append("%4.0f".formatted(value));
        }
        IO.println(line);
    }
    IO.println("3 where the square begins, -3 just below where it ends, 0 inside it");

    var library = Tensor.of(Shape.of(1, 1, side, side), flat(x)).conv2d(EdgeFilters.top().reshape(1, 1, 3, 3), 1, 0);
    IO.println("the library says the same: " + Arrays.equals(flat(y), library.toArray()));
}

float[] flat(float[][] rows) {
    var all = new float[rows.length * rows[0].length];
    for (int i = 0; i < all.length; i++) {
        all[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return all;
}
