import module fovea.autograd;

/**
 * Halves a picture by the largest of every four pixels, and sends a gradient back to where they came from.
 *
 * <p>Lecture 5, part 6. About 1 s.
 */
void main() {
    var x = Tensor.of(Shape.of(1, 1, 4, 4), 1f, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4);
    print("a map", x);
    print("the largest of each 2 x 2, stride 2", x.maxPool2d(2, 2));
    print("their means", x.avgPool(Window.of(2, 2).withStride(2)));
    print("windows that overlap: 3 x 3, stride 1", x.maxPool2d(3, 1));

    // A gradient flows back to the largest only; a mean shares it.
    print("gradient of the sum of the largest", Autograd.gradient(x, v -> v.maxPool2d(2, 2).sum()));
    print("gradient of the sum of the means", Autograd.gradient(x, v -> v.avgPool(Window.of(2, 2).withStride(2)).sum()));

    // A point that moves within its window makes no difference: pooling forgives small shifts.
    var point = Tensor.zeros(Shape.of(1, 1, 4, 4)).with(1, Index.at(0), Index.at(0), Index.at(2), Index.at(0));
    print("a point, pooled", point.maxPool2d(2, 2));
    print("moved by a pixel, pooled", point.roll(1, 3).maxPool2d(2, 2));
}

void print(String what, Tensor map) {
    IO.println(what);
    var values = map.toArray();
    int width = map.shape().size(3);
    for (int i = 0; i < values.length; i += width) {
        var line = new StringBuilder();
        for (int j = 0; j < width; j++) {
            line.append("%6.2f".formatted(values[i + j]));
        }
        IO.println(line);
    }
}
