package fovea.cli;

import fovea.classic.Points;
import fovea.data.Image;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.format.ProjectorFiles;
import fovea.plot.Pixels;
import fovea.tensor.Shape;
import java.util.List;
import java.util.SplittableRandom;

/** Held-out pictures as a cloud of points for TensorBoard's projector: what the trained network makes of each just before it decides. */
final class RunCloud {
    private static final int MOST_POINTS = 1000;

    /** So that a file has a few megabytes, whatever the network. */
    private static final int MOST_NUMBERS = 500_000;

    private static final int SIDE = 48;

    private RunCloud() {}

    /** Of pictures drawn from those held out: sets have an order of their own, and every n-th may be of few classes. */
    static ProjectorFiles of(Run run) {
        Source held = run.set().test();
        Seen seen = new Seen(run.config().image(), run.model(), run.set().normalization());
        int width = points(seen, List.of(held.get(0)), run).size();
        int count = Math.clamp(MOST_NUMBERS / width, 1, Math.min(MOST_POINTS, held.size()));
        List<Sample> samples = new SplittableRandom(run.config().seed())
                .ints(0, held.size())
                .distinct()
                .limit(count)
                .sorted()
                .mapToObj(held::get)
                .toList();
        List<List<String>> known = samples.stream()
                .map(sample -> List.of(run.set().classes().get(sample.label()), sample.name()))
                .toList();
        return new ProjectorFiles(
                width,
                points(seen, samples, run).floats(0, count),
                List.of("class", "picture"),
                known,
                sprite(samples, run.config().image()));
    }

    private static Points points(Seen seen, List<Sample> samples, Run run) {
        List<Image> images = samples.stream()
                .map(sample -> fitted(sample, run.config().image()))
                .toList();
        return run.training()
                .withAnsweringWeights(() -> seen.points(images, run.set().normalization()));
    }

    private static Image fitted(Sample sample, Shape image) {
        return PictureFolder.fitted(sample.image(), image.size(1), image.size(2), image.size(0));
    }

    private static ProjectorFiles.Sprite sprite(List<Sample> samples, Shape image) {
        List<Pixels> small = samples.stream()
                .map(sample -> RunPictures.pixels(fitted(sample, image)).within(SIDE))
                .toList();
        int columns = (int) Math.ceil(Math.sqrt(small.size()));
        Pixels first = small.getFirst();
        return new ProjectorFiles.Sprite(Pixels.grid(small, columns).png(), first.width(), first.height());
    }
}
