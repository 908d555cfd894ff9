import module fovea.autograd;
import module fovea.nn;
import module fovea.plot;

/**
 * Asks a pixel of a deep map what it sees: three small filters see as much as a large one, and cost less.
 *
 * <p>Lecture 5, part 8. About 2 s.
 */
void main() throws IOException {
    var random = new SplittableRandom(1);
    int channels = 16;
    var small = new ArrayList<Layer>();
    for (int i = 0; i < 3; i++) {
        small.add(Conv2dLayer.of(channels, channels, Window.of(3, 3).withPadding(1), random));
        small.add(Tensor::relu);
    }
    var three = new Sequential(small);
    var seven = Conv2dLayer.of(channels, channels, Window.of(7, 7).withPadding(3), random);

    var shape = Shape.of(1, channels, 31, 31);
    tell("one of 7 x 7", Summary.of(seven, shape));
    tell("three of 3 x 3", Summary.of(three, shape));

    // What a place really sees: the gradient of its answer by every pixel.
    var x = RandomStream.of(1).normal(shape);
    var tiles = new ArrayList<Sheet.Tile>();
    for (var net : List.of(seven, three)) {
        var seen = Autograd.gradient(x, v -> net.forward(v).slice(2, 15, 16).slice(3, 15, 16).sum()).abs().sum(1);
        long pixels = IntStream.range(0, 961).filter(i -> seen.toArray()[i] > 0).count();
        IO.println("pixels with a gradient: %d = 7 x 7".formatted(pixels));
        tiles.add(new Sheet.Tile(Pixels.gray(31, 31, seen.toArray()), net == seven ? "one of 7 x 7" : "three of 3 x 3", ""));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("What the middle sees", tiles).picture().png(Path.of("runs/lessons/ReceptiveFields.png"));
}

void tell(String what, Summary summary) {
    var last = summary.rows().getLast();
    IO.println("%-14s sees %d x %d, %,d parameters, %,d multiply-adds".formatted(
            what, last.rows().size(), last.columns().size(), summary.parameters(), summary.multiplyAdds()));
}
