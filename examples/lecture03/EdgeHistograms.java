import module fovea.classic;
import module fovea.plot;

/**
 * Describes pictures by which way their edges run (HOG), and lets a linear classifier find shapes that pixels hide from it.
 *
 * <p>Lecture 3, part 11. About 3 s.
 */
void main() throws IOException {
    var seen = new Scenes(0, 1500, 32, 1);
    var fresh = new Scenes(1, 500, 32, 1);
    Feature pixels = new Feature() {
        @Override
        public int size(int height, int width) {
            return height * width * 3;
        }

        @Override
        public float[] of(Image image) {
            float[] all = new float[image.pixels().length];
            for (int i = 0; i < all.length; i++) {
                all[i] = image.pixels()[i] & 255;
            }
            return all;
        }
    };
    tell("pixels", pixels, seen, fresh);
    tell("hues", new HueHistogram(10), seen, fresh);
    tell("HOG", Hog.compact(), seen, fresh);
    tell("HOG and hues", Feature.all(Hog.compact(), new HueHistogram(10)), seen, fresh);

    var tiles = IntStream.range(0, 6)
            .mapToObj(i -> new Sheet.Tile(strokes(seen.get(i).image()), seen.classes().get(seen.get(i).label()), ""))
            .toList();
    Files.createDirectories(Path.of("runs/lessons"));
    Sheet.of("Which way edges run, by cells of 8 × 8", tiles).withColumns(3).picture().png(Path.of("runs/lessons/EdgeHistograms.png"));
}

void tell(String name, Feature feature, Source seen, Source fresh) {
    var raw = feature.of(seen);
    var scaling = Scaling.standardizing(raw.x());
    var classifier = LinearClassifier.zeros(raw.features(), raw.classes());
    var objective = new Objective(raw.scaled(scaling), new MulticlassSvm().withSquared(true), 0.1);
    QuasiNewton.of(30).run(classifier, objective, new SplittableRandom(1));
    IO.println("%-13s %4d numbers   right of seen %5.1f %%, of fresh %5.1f %%".formatted(
            name,
            raw.features(),
            100 * classifier.accuracy(objective.examples()),
            100 * classifier.accuracy(feature.of(fresh).scaled(scaling))));
}

/** The picture in gray, enlarged four times, with a stroke along the edges of every cell's orientations. */
Pixels strokes(Image image) {
    float[] votes = Hog.compact().of(image);
    var drawn = new byte[128 * 128];
    for (int i = 0; i < drawn.length; i++) {
        drawn[i] = (byte) (image.toChannels(1).at(i / 128 / 4, i % 128 / 4, 0) / 3);
    }
    for (int cell = 0; cell < 16; cell++) {
        for (int k = 0; k < 9; k++) {
            double edge = (k + 0.5) * Math.PI / 9 + Math.PI / 2; // across the slope
            for (double t = -14; t <= 14; t += 0.5) {
                int x = (int) (cell % 4 * 32 + 16 + t * Math.cos(edge));
                int y = (int) (cell / 4 * 32 + 16 + t * Math.sin(edge));
                int light = (int) Math.max(drawn[y * 128 + x] & 255, Math.min(255, 700 * votes[9 * cell + k]));
                drawn[y * 128 + x] = (byte) light;
            }
        }
    }
    return new Pixels(128, 128, 1, drawn);
}
