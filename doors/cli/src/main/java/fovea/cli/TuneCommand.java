package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Source;
import fovea.device.Device;
import fovea.format.WholeFile;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.plot.PictureException;
import fovea.tensor.Shape;
import fovea.train.Position;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Sgd;
import fovea.train.tune.CoarseToFine;
import fovea.train.tune.Configuration;
import fovea.train.tune.Dimension;
import fovea.train.tune.Grid;
import fovea.train.tune.Importance;
import fovea.train.tune.Objective;
import fovea.train.tune.RandomSearch;
import fovea.train.tune.Search;
import fovea.train.tune.Space;
import fovea.train.tune.Stopping;
import fovea.train.tune.Study;
import fovea.train.tune.SuccessiveHalving;
import fovea.train.tune.Tpe;
import fovea.train.tune.Trial;
import fovea.train.tune.TuneEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches for the settings to train a model with. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = "Searches for the settings to train a model with. Trials learn from nine tenths of the training"
                + " pictures and are measured on the others; test pictures are not looked at.",
        footer = "The same command goes on with a search that was cut off.")
final class TuneCommand implements Callable<Integer> {
    private static final List<String> METHODS = List.of("random", "grid", "coarse", "tpe", "halving");
    private static final double MOMENTUM = 0.9;
    private static final int STAGES = 3;

    @Option(
            names = "--data",
            paramLabel = "SET",
            description = "What to learn from, as for `fovea train` (default ${DEFAULT-VALUE}).")
    private String data = "scenes";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "As for `fovea train`; the default depends on the data.")
    private @Nullable String model;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description =
                    "random, grid, coarse (random in three stages, ever finer), tpe (from what trials gave so far) or"
                            + " halving (many for a short time, few for long); default ${DEFAULT-VALUE}.")
    private String method = "tpe";

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "How many; of halving, those that begin (default ${DEFAULT-VALUE}).")
    private int trials = 20;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Of a whole trial; the default is what `fovea train` would make.")
    private @Nullable Integer epochs;

    @Option(
            names = "--lr",
            paramLabel = "A..B",
            description =
                    "Highest learning rates to try, or one; the default is a hundredth to ten times what `fovea train`"
                            + " would take.")
    private @Nullable String lr;

    @Option(
            names = "--weight-decay",
            paramLabel = "A..B",
            description = "Weight decays to try, or one (default ${DEFAULT-VALUE}).")
    private String weightDecay = "1e-6..1e-2";

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            split = ",",
            description = "Batch sizes to try, with commas between; the default is what `fovea train` would take.")
    private List<Integer> batchSizes = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Trials at once (default ${DEFAULT-VALUE}): pays off where one leaves cores idle.")
    private int parallel = 1;

    @Option(
            names = "--keep-going",
            description = "Train each trial to its end, also one that is behind half of the others.")
    private boolean keepGoing;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where trials and pictures go (default runs/tune-DATA-MODEL).")
    private @Nullable Path out;

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() throws IOException {
        String name = model == null ? Recipe.modelFor(data) : model;
        if (!Models.NAMES.contains(name)) {
            throw shared.wrong(
                    "there is no model called %s; there are %s".formatted(name, String.join(", ", Models.NAMES)));
        }
        if (!METHODS.contains(method)) {
            throw shared.wrong(
                    "there is no method called %s; there are %s".formatted(method, String.join(", ", METHODS)));
        }
        if (trials < 1 || parallel < 1 || (epochs != null && epochs < 1)) {
            throw shared.wrong("--trials, --epochs and --parallel must be 1 or more");
        }
        Space space = space(Recipe.of(data, name));
        Device device = shared.device();
        DataSet set = shared.open(data, 32, seed);
        if (set.train().size() < 2) {
            throw new CommandException(
                    data + " has one picture to learn from; it cannot be learned from and measured on",
                    "give a set with more pictures");
        }
        Drawn.Parts parts = Drawn.tenth(set.train(), new SplittableRandom(seed));
        return tune(new Subject(name, Recipe.of(data, name), set, parts, device), space);
    }

    private Space space(Recipe usual) {
        List<Dimension> dimensions = new ArrayList<>();
        addRange("lr", lr == null ? usual.lr() / 100 + ".." + usual.lr() * 10 : lr, dimensions);
        addRange("weight-decay", weightDecay, dimensions);
        if (batchSizes.stream().anyMatch(size -> size < 1)) {
            throw shared.wrong("--batch-size is %s; each must be 1 or more".formatted(batchSizes));
        }
        if (batchSizes.size() > 1) {
            dimensions.add(new Dimension.Choice(
                    "batch-size",
                    batchSizes.stream().distinct().map(String::valueOf).toList()));
        }
        if (dimensions.isEmpty()) {
            throw shared.wrong("nothing is left to search: give --lr or --weight-decay a range, such as 1e-4..1e-1");
        }
        return new Space(dimensions);
    }

    /** A range is a dimension, a single number is none. */
    private void addRange(String name, String text, List<Dimension> to) {
        try {
            int dots = text.indexOf("..");
            if (dots >= 0) {
                double low = Double.parseDouble(text.substring(0, dots));
                to.add(new Dimension.LogUniform(name, low, Double.parseDouble(text.substring(dots + 2))));
            } else if (!(Double.parseDouble(text) >= 0 && Double.parseDouble(text) < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("it is none");
            }
        } catch (IllegalArgumentException e) {
            throw shared.wrong(
                    "--%s is %s; give a range above 0, such as 1e-4..1e-1, or one number".formatted(name, text));
        }
    }

    private Search search(Space space) {
        return switch (method) {
            case "grid" -> Grid.within(space, trials);
            case "coarse" -> new CoarseToFine(seed, Math.max(4, (trials + STAGES - 1) / STAGES));
            case "tpe" -> new Tpe(seed);
            case "halving" -> new SuccessiveHalving(seed, trials);
            default -> new RandomSearch(seed);
        };
    }

    private int tune(Subject subject, Space space) throws IOException {
        Search search = search(space);
        int whole = epochs == null ? subject.recipe.epochs() : epochs;
        int most = search instanceof SuccessiveHalving halving ? halving.trials(whole) : trials;
        Study study = Study.of(space, search, most, whole)
                .withStopping(keepGoing || search instanceof SuccessiveHalving ? Stopping.never() : Stopping.median())
                .withParallel(parallel)
                .withListener(event -> tell(event, most));
        Path folder = folder(subject, space);
        List<Trial> made = study.run(objective(subject), folder.resolve("trials.csv"));
        Trial best = Trial.best(made);
        draw(subject, made, folder);
        finish(best, made, folder);
        return 0;
    }

    /** The folder of the study, new or to go on in. */
    private Path folder(Subject subject, Space space) throws IOException {
        String set = data.startsWith("folder:") ? "folder" : data;
        Path folder = out == null ? Path.of("runs", "tune-" + set + "-" + subject.name) : out;
        String settings = new Json()
                .with("data", data)
                .with("model", subject.name)
                .with("method", method)
                .with("space", space.dimensions().stream().map(Object::toString).toList())
                .with("lr", lr == null ? "" : lr)
                .with("weight_decay", weightDecay)
                .with("batch_sizes", batchSizes)
                .with("seed", seed)
                .with("parallel", parallel)
                .with("keep_going", keepGoing)
                .with("images", subject.set.train().size())
                .indented();
        Files.createDirectories(folder);
        Path file = folder.resolve("study.json");
        if (Files.exists(file) && !Files.readString(file).equals(settings)) {
            throw new CommandException(
                    folder + " holds a search with other settings, see " + file,
                    "choose another --out, or give the settings it was begun with to go on");
        }
        WholeFile.write(file, settings);
        return folder;
    }

    /** What is trained, and how where nothing is searched. */
    private record Subject(String name, Recipe recipe, DataSet set, Drawn.Parts parts, Device device) {}

    private Objective objective(Subject subject) {
        return (configuration, length, progress) -> subject.device.use(() -> {
            train(subject, configuration, length, progress);
            return 0;
        });
    }

    private void train(Subject subject, Configuration tried, int length, Objective.Progress progress) {
        DataSet set = subject.set;
        int batch =
                tried.space().dimensions().stream().anyMatch(each -> each.name().equals("batch-size"))
                        ? Integer.parseInt(tried.text("batch-size"))
                        : batchSizes.isEmpty() ? subject.recipe.batchSize() : batchSizes.getFirst();
        Source learned = subject.parts.learned();
        Recipe recipe = subject.recipe.with(length, Math.min(batch, learned.size()), value(tried, "lr", lr));
        Shape image = Shape.of(
                set.train().channels(), set.train().height(), set.train().width());
        Layer fresh = Models.of(subject.name, image, set.classes().size(), new SplittableRandom(seed).split());
        Optimizer optimizer = Sgd.of(fresh, MOMENTUM, value(tried, "weight-decay", weightDecay))
                .withNesterov();
        Trainer[] trainer = new Trainer[1];
        trainer[0] = new Trainer(fresh, optimizer, recipe.schedule(), Loss::crossEntropy, List.of(event -> {
            if (event instanceof TrainEvent.EpochDone done
                    && !progress.goesOn(1 - done.held().accuracy())) {
                trainer[0].stop();
            }
        }));
        trainer[0].fit(
                new Loader(learned, set.normalization(), recipe.loading(seed)),
                new Loader(
                        subject.parts.held(),
                        set.normalization(),
                        LoaderOptions.evaluation(TrainCommand.EVALUATION_BATCH)),
                length,
                Position.START);
    }

    /** What a dimension has, or the one number that was given in its place. */
    private static double value(Configuration tried, String name, @Nullable String given) {
        return given == null || given.contains("..") ? tried.number(name) : Double.parseDouble(given);
    }

    private void tell(TuneEvent event, int most) {
        if (event instanceof TuneEvent.Ended(Trial trial)) {
            shared.terminal()
                    .err()
                    .println("trial %d/%d  %s  %s"
                            .formatted(trial.number() + 1, most, shown(trial.configuration()), result(trial)));
        }
    }

    private static String result(Trial trial) {
        return switch (trial.ending()) {
            case COMPLETE -> String.format(Locale.ROOT, "%.2f %% (%.1f s)", 100 * (1 - trial.loss()), trial.seconds());
            case STOPPED ->
                String.format(
                        Locale.ROOT,
                        "%.2f %%, behind half of the others, stopped after %d of %d epochs",
                        100 * (1 - trial.loss()),
                        trial.losses().size(),
                        trial.epochs());
            case FAILED -> trial.reason();
        };
    }

    /** Three digits of each number are enough for people. */
    private static String shown(Configuration configuration) {
        return configuration.space().dimensions().stream()
                .map(each -> each.name() + " "
                        + (each instanceof Dimension.Choice
                                ? configuration.text(each.name())
                                : String.format(Locale.ROOT, "%.3g", configuration.number(each.name()))))
                .collect(Collectors.joining(", "));
    }

    /** A machine that cannot draw has searched all the same. */
    private void draw(Subject subject, List<Trial> made, Path folder) {
        try {
            new TunePictures(subject.name + " on " + data, made).draw(folder);
        } catch (PictureException e) {
            shared.terminal().err().println("the search is complete but for its pictures: " + e.getMessage());
        }
    }

    private void finish(Trial best, List<Trial> made, Path folder) {
        List<Importance> mattered = Importance.of(made);
        if (shared.json()) {
            Json values = new Json();
            best.configuration()
                    .space()
                    .dimensions()
                    .forEach(each ->
                            values.with(each.name(), best.configuration().text(each.name())));
            Json shares = new Json();
            mattered.forEach(each -> shares.with(each.name(), each.share()));
            shared.print(new Json()
                    .with("best", values)
                    .with("accuracy", 1 - best.loss())
                    .with("trials", made.size())
                    .with("explained", shares)
                    .with("folder", folder.toString()));
            return;
        }
        shared.terminal()
                .out()
                .printf(
                        Locale.ROOT,
                        "best: %s: %.2f %% of held-out training pictures right%nvariance between trials explained by"
                                + " each alone: %s%n%s%n",
                        shown(best.configuration()),
                        100 * (1 - best.loss()),
                        mattered.stream()
                                .map(each -> String.format(Locale.ROOT, "%s %.0f %%", each.name(), 100 * each.share()))
                                .collect(Collectors.joining(", ")),
                        folder);
    }
}
