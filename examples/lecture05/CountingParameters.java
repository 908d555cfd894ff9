import module fovea.zoo;

/**
 * Counts parameters, multiply-adds and memory of layers and of whole nets, down to VGG's 138 million.
 *
 * <p>Lecture 5, part 5. About 2 s.
 */
void main() {
    var random = new SplittableRandom(1);

    // Ten filters of 5 x 5 x 3, each with a bias: 10 · (75 + 1).
    var ten = Conv2dLayer.of(3, 10, Window.of(5, 5).withPadding(2), random);
    tell("ten filters of 5 x 5", Summary.of(ten, Shape.of(1, 3, 32, 32)));

    // AlexNet's first layer: 96 · (11 · 11 · 3 + 1), and 55 x 55 places.
    var first = Conv2dLayer.of(3, 96, Window.of(11, 11).withStride(4), random);
    tell("AlexNet's first layer", Summary.of(first, Shape.of(1, 3, 227, 227)));

    // Its fully connected twin would join every pixel to every output.
    IO.println("fully connected it would have %,d parameters".formatted(227L * 227 * 3 * 55 * 55 * 96));

    // Where a whole net has its numbers: memory early, parameters late.
    var vgg = Summary.of(Vgg.of(16, false, 1000, 0.5, random), Shape.of(1, 3, 224, 224));
    tell("VGG-16", vgg);
    for (var row : vgg.rows()) {
        if (row.parameters() > 0) {
            IO.println("%-14s %-20s %,11d parameters %,13d multiply-adds".formatted(
                    row.name(), row.output(), row.parameters(), row.multiplyAdds()));
        }
    }
}

void tell(String what, Summary summary) {
    IO.println("%s: %,d parameters, %,d multiply-adds, %,d numbers held".formatted(
            what, summary.parameters(), summary.multiplyAdds(), summary.activations()));
}
