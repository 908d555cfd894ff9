import module fovea.nn;

/**
 * Reckons how often a filter fits into a picture, and hears why two and a third times is no number of times.
 *
 * <p>Lecture 5, part 4. About 1 s.
 */
void main() {
    // (W - F + 2P) / S + 1
    var seven = OutputSize.of(7, 3);
    for (int stride = 1; stride <= 3; stride++) {
        try {
            IO.println("7 wide, filter 3, stride %d: %d positions".formatted(stride, seven.withStride(stride).positions()));
        } catch (ShapeException e) {
            IO.println(e.getMessage());
        }
    }

    // Padding by (F - 1) / 2 keeps the size.
    for (int filter : new int[] {3, 5, 7}) {
        var same = OutputSize.of(32, filter).withSamePadding();
        IO.println("32 wide, filter %d, padding %d: %d positions".formatted(filter, same.padding(), same.positions()));
    }

    // AlexNet's paper says 224. It cannot have been.
    for (int width : new int[] {224, 227}) {
        var size = OutputSize.of(width, 11).withStride(4);
        IO.println(size.isWhole() ? size + ", as it should be" : size + ", not whole");
    }

    // The library leaves out the pixels that are left over, as all libraries do.
    var x = Tensor.ones(Shape.of(1, 1, 7, 7));
    IO.println("in a net, 7 wide becomes " + x.conv2d(Tensor.ones(Shape.of(1, 1, 3, 3)), 3, 0).shape().size(3));
}
