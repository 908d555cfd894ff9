import module fovea.classic;
import module fovea.data;
import module fovea.plot;

/**
 * Looks at a picture as a cat's visual cortex does, by cells that each answer to edges of one direction.
 *
 * <p>Lecture 1, part 1. About 2 s.
 */
void main() throws IOException {
    // Hubel and Wiesel (1962) found cells that fire for a bar of one orientation at one place, and for no other.
    var image = Scenes.dataSet(1, 10, 1, 64).train().get(3).image().toChannels(1);
    var pixels = new float[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (image.pixels()[i] & 0xff) / 255f;
    }
    var picture = Tensor.of(Shape.of(1, 1, 64, 64), pixels);

    // Eight kinds of cells, one every 45 degrees; each kind looks at every place.
    var answers = Filtering.correlate(picture, EdgeFilters.all()).relu();
    var directions = List.of("up", "left", "down", "right", "up left", "down left", "down right", "up right");
    var tiles = new ArrayList<>(List.of(new Sheet.Tile(Pixels.gray(64, 64, pixels), "the picture", "")));
    for (int cell = 0; cell < 8; cell++) {
        var map = answers.select(1, cell);
        tiles.add(new Sheet.Tile(Pixels.gray(64, 64, map.toArray()), directions.get(cell), ""));
        IO.println("%-10s  strongest %.2f, mean %.3f".formatted(
                directions.get(cell), map.max().item(), map.mean().item()));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("What eight kinds of cells answer", tiles)
            .withColumns(3)
            .picture()
            .png(Path.of("runs/lessons/OrientedEdges.png"));
}
