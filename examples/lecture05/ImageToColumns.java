import module fovea.tensor;

/**
 * Turns a convolution into one matrix product, by laying every patch of the picture into a column.
 *
 * <p>Lecture 5, part 7. About 1 s.
 */
void main() {
    // One picture of 3 x 5 x 5, padded by 1; two filters of 3 x 3, every 2 pixels: 3 x 3 places.
    var random = RandomStream.of(1);
    var x = random.normal(Shape.of(1, 3, 5, 5));
    var w = random.normal(Shape.of(2, 3, 3, 3));
    var window = Window.of(3, 3).withStride(2).withPadding(1);

    // Each column is a patch, 3 · 3 · 3 numbers; there are as many columns as places.
    var columns = x.unfold(window).select(0, 0);
    IO.println("patches as columns: " + columns.shape());

    // Each row is a filter.
    var rows = w.reshape(2, 27);
    IO.println("filters as rows:    " + rows.shape());

    var product = rows.matmul(columns);
    IO.println("their product:      " + product.shape() + ", which is [2, 3, 3] laid flat");

    var convolution = x.conv(w, window, 1).reshape(2, 9);
    double apart = product.sub(convolution).abs().max().item();
    IO.println("the convolution gives the same: " + (apart < 1e-5));

    // The price is memory: pixels under several windows are stored several times.
    IO.println("numbers in the picture %d, in the columns %d".formatted(x.shape().elements(), columns.shape().elements()));

    // Backwards, every column is added to where it came from.
    var back = x.unfold(window).fold(window, 5, 5).div(x).select(0, 0).select(0, 0);
    IO.println("how many windows see each pixel:\n" + back.round());
}
