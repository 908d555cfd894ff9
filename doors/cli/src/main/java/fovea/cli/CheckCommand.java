package fovea.cli;

import fovea.data.DataSet;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.plot.Curves;
import fovea.plot.PictureException;
import fovea.tensor.Shape;
import fovea.train.check.Activities;
import fovea.train.check.Checkup;
import fovea.train.check.Examination;
import fovea.train.check.Overfitting;
import fovea.train.check.RateRange;
import fovea.train.check.Subject;
import fovea.train.check.Updates;
import fovea.train.optim.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks after a network before it is trained for long. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Examines a network before it is trained for long: its first loss, signals, updates and learning rate.",
        footer = "Ends with 1 if something is not as it should be.")
final class CheckCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "SET",
            description = "What it is to learn from, as for `fovea train` (default ${DEFAULT-VALUE}).")
    private String data = "scenes";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "As for `fovea train`; the default depends on the data.")
    private @Nullable String model;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "The highest learning rate; the default is the recipe's.")
    private @Nullable Double lr;

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where the pictures go (default runs/check-DATA-MODEL).")
    private @Nullable Path out;

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        String name = model == null ? Recipe.modelFor(data) : model;
        Models.check(name, shared);
        if (lr != null && !(lr > 0 && lr < Double.POSITIVE_INFINITY)) {
            throw shared.wrong("--lr is %s; it must be above 0 and finite".formatted(lr));
        }
        return shared.device().use(() -> examine(name));
    }

    private int examine(String name) {
        DataSet set = shared.open(data, 32, seed);
        Recipe recipe = Recipe.of(data, name);
        Shape image = Shape.of(
                set.train().channels(), set.train().height(), set.train().width());
        Subject subject = new Subject(
                () -> fresh(name, image, set),
                layer -> Sgd.of(layer, 0.9, 0).withNesterov(),
                Loss::crossEntropy,
                set,
                recipe.batchSize(),
                lr == null ? recipe.lr() : lr,
                seed);
        Checkup checkup = Checkup.of(subject, this::tell);
        Path folder = draw(name, checkup);
        if (shared.json()) {
            shared.print(object(checkup, folder));
        } else {
            shared.terminal().out().println(folder);
        }
        return checkup.isSound() ? 0 : 1;
    }

    private Layer fresh(String name, Shape image, DataSet set) {
        return Models.of(name, image, set.classes().size(), new SplittableRandom(seed).split());
    }

    private void tell(Examination found) {
        if (!shared.json()) {
            shared.terminal().out().println((found.isSound() ? "ok    " : "LOOK  ") + found.verdict());
        }
    }

    private static Json object(Checkup checkup, Path folder) {
        return new Json()
                .with("sound", checkup.isSound())
                .with(
                        "findings",
                        checkup.findings().stream()
                                .map(each -> new Json()
                                        .with("what", each.getClass().getSimpleName())
                                        .with("sound", each.isSound())
                                        .with("verdict", each.verdict()))
                                .toList())
                .with("pictures", folder.toString());
    }

    private Path draw(String name, Checkup checkup) {
        String set = data.replaceFirst("(?s)^(folder|archive):.*", "$1");
        Path folder = out == null ? Path.of("runs", "check-" + set + "-" + name) : out;
        try {
            Files.createDirectories(folder);
            for (Examination each : checkup.findings()) {
                draw(each, folder);
            }
        } catch (PictureException | IOException e) {
            shared.terminal().err().println("everything is examined but not drawn: " + e.getMessage());
        }
        return folder;
    }

    private static void draw(Examination each, Path folder) {
        switch (each) {
            case Overfitting found ->
                Curves.of(
                                "twenty pictures by heart",
                                "step",
                                Curves.Panel.of("loss, nats", Curves.Line.of("training", found.losses())))
                        .picture()
                        .png(folder.resolve("overfitting.png"));
            case RateRange found ->
                Curves.of(
                                "learning rates from low to high",
                                "learning rate, as a power of ten",
                                Curves.Panel.of(
                                        "loss, nats",
                                        new Curves.Line(
                                                "running mean",
                                                Arrays.stream(found.rates())
                                                        .map(Math::log10)
                                                        .toArray(),
                                                found.losses())))
                        .picture()
                        .png(folder.resolve("rates.png"));
            case Activities found ->
                Curves.of(
                                "what comes out of each layer, first to last",
                                "layer",
                                Curves.Panel.of(
                                        "standard deviation", line(found.layers(), Activities.Activity::deviation)),
                                Curves.Panel.shares("zeros", line(found.layers(), Activities.Activity::zeros)))
                        .picture()
                        .png(folder.resolve("signals.png"));
            case Updates found ->
                Curves.of(
                                "how far a step moves each weight, first to last",
                                "weight",
                                Curves.Panel.of(
                                        "share of its size, as a power of ten",
                                        line(found.weights(), update -> Math.log10(update.ratio()))))
                        .picture()
                        .png(folder.resolve("updates.png"));
            default -> {}
        }
    }

    private static <T> Curves.Line line(List<T> layers, ToDoubleFunction<T> value) {
        return Curves.Line.of(
                "",
                IntStream.range(0, layers.size())
                        .mapToDouble(i -> value.applyAsDouble(layers.get(i)))
                        .toArray());
    }
}
