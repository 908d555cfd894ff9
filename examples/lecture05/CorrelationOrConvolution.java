import module fovea.classic;

/**
 * Shows a filter a single point: correlation answers with the filter turned around, convolution with the filter itself.
 *
 * <p>Lecture 5, part 2. About 1 s.
 */
void main() {
    var point = Tensor.zeros(Shape.of(1, 1, 5, 5)).with(1, Index.at(0), Index.at(0), Index.at(2), Index.at(2));
    var filter = Tensor.of(Shape.of(1, 1, 3, 3), 1f, 2, 3, 4, 5, 6, 7, 8, 9);

    IO.println("correlation, which deep learning calls convolution:");
    print(Filtering.correlate(point, filter));
    IO.println("convolution, as mathematics has it:");
    print(Filtering.convolve(point, filter));

    // The one is the other with the filter turned by 180 degrees.
    var turned = filter.flip(2, 3);
    var same = Arrays.equals(
            Filtering.convolve(point, filter).toArray(), Filtering.correlate(point, turned).toArray());
    IO.println("turn the filter by 180 degrees, and they are equal: " + same);

    // A filter that looks the same turned around cannot tell the difference.
    var blur = Tensor.of(Shape.of(1, 1, 3, 3), 1f, 2, 1, 2, 4, 2, 1, 2, 1);
    IO.println("for a blur there is none: " + Arrays.equals(
            Filtering.convolve(point, blur).toArray(), Filtering.correlate(point, blur).toArray()));
}

void print(Tensor picture) {
    var values = picture.toArray();
    for (int i = 0; i < 5; i++) {
        var line = new StringBuilder();
        for (int j = 0; j < 5; j++) {
            line.append("%4.0f".formatted(values[5 * i + j]));
        }
        IO.println(line);
    }
}
