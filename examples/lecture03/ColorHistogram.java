import module fovea.classic;

/**
 * Counts the hues of pictures: what colors there are, wherever they are.
 *
 * <p>Lecture 3, part 10. About 1 s.
 */
void main() {
    var scenes = new Scenes(0, 6, 32, 1);
    var histogram = new HueHistogram(10);
    IO.println("share of hues in percent: red, orange, yellow-green, green, sea, cyan, blue, violet, purple, pink");
    for (int i = 0; i < 6; i++) {
        var sample = scenes.get(i);
        var line = new StringBuilder();
        for (float share : histogram.of(sample.image())) {
            line.append("%4.0f".formatted(100 * share));
        }
        IO.println(line + "   " + sample.truth().sentence());
    }

    // The same picture upside down has the same hues, pixel for pixel another picture.
    var image = scenes.get(0).image();
    var turned = new byte[image.pixels().length];
    for (int i = 0; i < 32 * 32; i++) {
        System.arraycopy(image.pixels(), 3 * i, turned, 3 * (1023 - i), 3);
    }
    IO.println("turned by 180°, same histogram: "
            + Arrays.equals(histogram.of(image), histogram.of(Image.of(32, 32, 3, turned))));
}
