import module fovea.classic;
import module fovea.plot;

/**
 * Lets five centers find five clouds of points by k-means, and chooses the colors that sum a picture up.
 *
 * <p>Lecture 2, part 11. About 2 s.
 */
void main() throws IOException {
    var random = new SplittableRandom(5);
    var places = new float[2 * 500];
    for (int i = 0; i < 500; i++) {
        double angle = 2 * Math.PI * (i % 5) / 5;
        places[2 * i] = (float) (10 * Math.cos(angle) + random.nextGaussian());
        places[2 * i + 1] = (float) (10 * Math.sin(angle) + random.nextGaussian());
    }
    var points = Points.of(Tensor.of(Shape.of(500, 2), places));
    var found = KMeans.of(points, 5, 50, new SplittableRandom(1));
    IO.println("five clouds on a circle of radius 10; rounds until the centers rest: %d".formatted(found.rounds()));
    for (int c = 0; c < 5; c++) {
        float x = found.centers().values()[2 * c], y = found.centers().values()[2 * c + 1];
        IO.println("  at radius %.2f, %3d degrees".formatted(Math.hypot(x, y), Math.round(Math.toDegrees(Math.atan2(y, x)) + 360) % 360));
    }

    // The same on the pixels of a picture: points of red, green and blue.
    var image = new Scenes(0, 3, 64, 7).get(2).image();
    var pixels = new Points.Bytes(64 * 64, 3, image.pixels());
    var tiles = new ArrayList<Sheet.Tile>();
    tiles.add(new Sheet.Tile(new Pixels(64, 64, 3, image.pixels()), "as it is", ""));
    for (int colors : List.of(2, 4, 8, 16)) {
        var palette = KMeans.of(pixels, colors, 30, new SplittableRandom(1));
        var nearest = palette.assign(pixels);
        var painted = new byte[3 * nearest.length];
        for (int i = 0; i < painted.length; i++) {
            painted[i] = (byte) Math.round(palette.centers().values()[3 * nearest[i / 3] + i % 3]);
        }
        tiles.add(new Sheet.Tile(new Pixels(64, 64, 3, painted), colors + " colors", ""));
        IO.println("%2d colors leave a mean squared error of %.1f a pixel".formatted(colors, palette.spread()));
    }
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("A picture in few colors", tiles).withColumns(5).picture().png(Path.of("runs/lessons/Clusters.png"));
}
