package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Split;
import fovea.device.Device;
import fovea.format.WholeFile;
import fovea.plot.PictureException;
import fovea.train.tune.CoarseToFine;
import fovea.train.tune.Dimension;
import fovea.train.tune.Grid;
import fovea.train.tune.RandomTrials;
import fovea.train.tune.Search;
import fovea.train.tune.Space;
import fovea.train.tune.Stopping;
import fovea.train.tune.Study;
import fovea.train.tune.SuccessiveHalving;
import fovea.train.tune.Tpe;
import fovea.train.tune.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
    private static final int STAGES = 3;

    @Mixin
    private SubjectOptions subject = new SubjectOptions();

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

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Trials at once (default ${DEFAULT-VALUE}): pays off where one leaves cores idle.")
    private int parallel = 1;

    @Option(
            names = "--keep-going",
            description = "Train each trial to its end, also one that is behind half of the others.")
    private boolean keepGoing;

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() throws IOException {
        String name = subject.model(shared);
        String data = subject.data();
        long seed = subject.seed();
        if (!METHODS.contains(method)) {
            throw shared.wrong(
                    "there is no method called %s; there are %s".formatted(method, String.join(", ", METHODS)));
        }
        if (trials < 1 || parallel < 1 || (epochs != null && epochs < 1)) {
            throw shared.wrong("--trials, --epochs and --parallel must be 1 or more");
        }
        Space space = space(Recipe.of(data, name));
        Recipe usual = usual(Recipe.of(data, name));
        Device device = shared.device();
        DataSet set = shared.open(data, 32, seed);
        Split parts = Split.stratified(set.train(), 0.1, seed);
        return tune(new TuneSubject(usual, set, parts, device, seed), space);
    }

    /** What `fovea train` would take, with the single numbers that were given in place of ranges. */
    private Recipe usual(Recipe recipe) {
        return recipe.with(
                epochs == null ? recipe.epochs() : epochs,
                batchSizes.size() == 1 ? batchSizes.getFirst() : recipe.batchSize(),
                lr == null ? recipe.lr() : one(lr, recipe.lr()),
                one(weightDecay, 0));
    }

    /** The number that was given, or another if it was a range. */
    private static double one(String text, double other) {
        return text.contains("..") ? other : Double.parseDouble(text);
    }

    private Space space(Recipe usual) {
        List<Dimension> dimensions = new ArrayList<>();
        addRange(TuneSubject.RATE, lr == null ? usual.lr() / 100 + ".." + usual.lr() * 10 : lr, dimensions);
        addRange(TuneSubject.DECAY, weightDecay, dimensions);
        if (batchSizes.stream().anyMatch(size -> size < 1)) {
            throw shared.wrong("--batch-size is %s; each must be 1 or more".formatted(batchSizes));
        }
        if (batchSizes.stream().distinct().count() < batchSizes.size()) {
            throw shared.wrong("--batch-size is %s; give each once".formatted(batchSizes));
        }
        if (batchSizes.size() > 1) {
            dimensions.add(new Dimension.Choice(
                    TuneSubject.BATCH, batchSizes.stream().map(String::valueOf).toList()));
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
            } else if (!(one(text, 0) >= 0 && one(text, 0) < Double.POSITIVE_INFINITY)) {
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
            case "coarse" -> new CoarseToFine(subject.seed(), Math.max(4, (trials + STAGES - 1) / STAGES));
            case "tpe" -> new Tpe(subject.seed());
            case "halving" -> new SuccessiveHalving(subject.seed(), trials);
            default -> new RandomTrials(subject.seed());
        };
    }

    private int tune(TuneSubject tuned, Space space) throws IOException {
        TuneReport report = new TuneReport(shared);
        Search search = search(space);
        int whole = tuned.recipe().epochs();
        int most = search instanceof SuccessiveHalving halving ? halving.trials(whole) : trials;
        Study study = Study.of(space, search, most, whole)
                .withStopping(keepGoing || search instanceof SuccessiveHalving ? Stopping.never() : Stopping.median())
                .withParallel(parallel)
                .withListener(event -> report.tell(event, most));
        Path folder = folder(tuned, space);
        try (RunLock _ = RunLock.of(folder)) {
            List<Trial> made = study.run(tuned, folder.resolve("trials.csv"));
            Trial best = Trial.best(made); // before anything is drawn: there may be none
            draw(tuned, made, folder);
            report.finish(best, made, folder);
        }
        return 0;
    }

    /** The folder of the study, new or to go on in. */
    private Path folder(TuneSubject tuned, Space space) throws IOException {
        String name = tuned.recipe().model();
        Path folder = subject.folder("tune", name);
        String settings = new Json()
                .with("data", subject.data())
                .with("model", name)
                .with("method", method)
                .with("space", space.dimensions().stream().map(Object::toString).toList())
                .with("lr", lr == null ? "" : lr)
                .with("weight_decay", weightDecay)
                .with("batch_sizes", batchSizes)
                .with("seed", subject.seed())
                .with("parallel", parallel)
                .with("keep_going", keepGoing)
                .with("images", tuned.set().train().size())
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

    /** A machine that cannot draw has searched all the same. */
    private void draw(TuneSubject tuned, List<Trial> made, Path folder) {
        try {
            new TunePictures(tuned.recipe().model() + " on " + subject.data(), made).draw(folder);
        } catch (PictureException e) {
            shared.terminal().err().println("the search is complete but for its pictures: " + e.getMessage());
        }
    }
}
