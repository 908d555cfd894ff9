package fovea.cli;

import fovea.plot.Curves;
import fovea.plot.Picture;
import fovea.plot.Surface;
import fovea.plot.Trials;
import fovea.train.tune.Dimension;
import fovea.train.tune.Importance;
import fovea.train.tune.Landscape;
import fovea.train.tune.Space;
import fovea.train.tune.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A study as pictures: how it went, what each dimension did, and the error over the two that mattered most. All but the first show the
 * trials that were allowed as many epochs as the first and did not fail.
 *
 * @param trials at least one that did not fail
 */
record TunePictures(String title, List<Trial> trials) {
    private static final int LEAST_GROUP = 4;
    private static final int MOST_GROUPS = 8;

    /** Draws all of them into a folder. */
    void draw(Path folder) {
        progress().png(folder.resolve("progress.png"));
        Space space = trials.getFirst().configuration().space();
        List<Importance> mattered = Importance.of(trials);
        for (Dimension dimension : space.dimensions()) {
            alone(dimension).picture().png(folder.resolve(dimension.name() + ".png"));
        }
        List<Dimension> numbers = mattered.stream()
                .map(each -> dimension(space, each.name()))
                .filter(dimension -> !(dimension instanceof Dimension.Choice))
                .limit(2)
                .toList();
        if (numbers.size() == 2) {
            landscape(numbers.get(0), numbers.get(1)).picture().png(folder.resolve("landscape.png"));
        }
    }

    private static Dimension dimension(Space space, String name) {
        return space.dimensions().stream()
                .filter(dimension -> dimension.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Picture progress() {
        double[] number =
                IntStream.rangeClosed(1, trials.size()).asDoubleStream().toArray();
        double[] each = trials.stream().mapToDouble(TunePictures::accuracy).toArray();
        double[] best = each.clone();
        for (int i = 1; i < best.length; i++) {
            best[i] = best[i] >= best[i - 1] ? best[i] : best[i - 1];
        }
        return Curves.of(
                        title,
                        "trial",
                        Curves.Panel.shares(
                                "held-out accuracy",
                                new Curves.Line("each trial", number, each),
                                new Curves.Line("the best so far", number, best)))
                .picture();
    }

    /** One that failed knows nothing: as good as no answer right. */
    private static double accuracy(Trial trial) {
        return trial.ending() == Trial.Ending.FAILED ? 0 : 1 - trial.loss();
    }

    private List<Trial> alike() {
        return trials.stream()
                .filter(trial -> trial.epochs() == trials.getFirst().epochs())
                .filter(trial -> trial.ending() != Trial.Ending.FAILED)
                .toList();
    }

    /** Accuracies in groups of neighboring values, or for each option. */
    private Trials alone(Dimension dimension) {
        List<Trial> sorted = alike().stream()
                .sorted(Comparator.comparingDouble(
                        trial -> trial.configuration().number(dimension.name())))
                .toList();
        int groups = Math.clamp(sorted.size() / LEAST_GROUP, 1, MOST_GROUPS);
        List<List<Trial>> parts = new ArrayList<>();
        if (dimension instanceof Dimension.Choice choice) {
            for (String option : choice.options()) {
                parts.add(sorted.stream()
                        .filter(trial ->
                                trial.configuration().text(dimension.name()).equals(option))
                        .toList());
            }
            parts.removeIf(List::isEmpty);
        } else {
            for (int i = 0; i < groups; i++) {
                parts.add(sorted.subList(i * sorted.size() / groups, (i + 1) * sorted.size() / groups));
            }
        }
        double[] places = parts.stream()
                .mapToDouble(part -> part.stream()
                        .mapToDouble(
                                trial -> axis(dimension, trial.configuration().number(dimension.name())))
                        .average()
                        .orElseThrow())
                .toArray();
        double[][] values = parts.stream()
                .map(part -> part.stream().mapToDouble(TunePictures::accuracy).toArray())
                .toArray(double[][]::new);
        String shown = dimension instanceof Dimension.Choice ? "" : "; each dot at the mean of its group of neighbors";
        return Trials.shares(title, name(dimension) + shown, "held-out accuracy", places, values);
    }

    private Surface landscape(Dimension across, Dimension upward) {
        Landscape seen = Landscape.of(trials, across.name(), upward.name());
        return Surface.of(
                title + ": held-out error",
                name(across),
                name(upward),
                Arrays.stream(seen.across()).map(value -> axis(across, value)).toArray(),
                Arrays.stream(seen.upward()).map(value -> axis(upward, value)).toArray(),
                seen.losses());
    }

    private static String name(Dimension dimension) {
        return switch (dimension) {
            case Dimension.LogUniform log -> log.name() + ", as a power of ten";
            case Dimension.Choice choice ->
                choice.name() + ": " + String.join(", ", choice.options()) + ", counted from 0";
            default -> dimension.name();
        };
    }

    private static double axis(Dimension dimension, double value) {
        return dimension instanceof Dimension.LogUniform ? Math.log10(value) : value;
    }
}
