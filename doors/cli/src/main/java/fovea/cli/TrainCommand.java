package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Normalization;
import fovea.data.Views;
import fovea.device.Device;
import fovea.format.FormatException;
import fovea.plot.PictureException;
import fovea.tensor.Shape;
import fovea.train.Checkpoint;
import fovea.train.Checkpoints;
import fovea.train.MetricsLog;
import fovea.train.Position;
import fovea.train.Precision;
import fovea.train.RunFolder;
import fovea.train.Score;
import fovea.train.Snapshots;
import fovea.train.TensorBoard;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.Training;
import fovea.zoo.Architectures;
import fovea.zoo.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model and leaves a run folder. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a model on pictures and leaves a folder with its weights, numbers and pictures.")
final class TrainCommand implements Callable<Integer> {
    static final int EVALUATION_BATCH = 250;
    private static final double SECONDS_BETWEEN_CHECKPOINTS = 60;

    @Option(
            names = "--data",
            paramLabel = "SET",
            description = "scenes (default), mnist, fashion-mnist, cifar10, cifar100, or folder:PATH with a folder of"
                    + " pictures per class.")
    private @Nullable String data;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "A network for small pictures, such as linear, lenet5, resnet20 or wrn_16_4, of those that"
                    + " `fovea models` lists; the default depends on the data.")
    private @Nullable String model;

    @Option(names = "--epochs", paramLabel = "N", description = "Times every picture is seen.")
    private @Nullable Integer epochs;

    @Option(names = "--batch-size", paramLabel = "N", description = "Pictures a step learns from.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "The highest learning rate; it rises to it and falls again.")
    private @Nullable Double lr;

    @Option(
            names = "--weight-decay",
            paramLabel = "LAMBDA",
            description = "How strongly weights are drawn to 0; the default depends on the model.")
    private @Nullable Double weightDecay;

    @Option(
            names = "--layer-rate",
            paramLabel = "DECAY",
            description = "Each layer learns at so many times the rate of the one behind it, such as 0.9.")
    private @Nullable Double layerRate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of everything random (default 42): same seed, same numbers.")
    private @Nullable Long seed;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "f32 (default); bf16: faster where the processor knows it; or f16.")
    private @Nullable String precision;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            description = "Batches that a step learns from together (default 1).")
    private @Nullable Integer accumulation;

    @Option(
            names = "--average",
            paramLabel = "BETA",
            description = "Measure and keep an average of the weights, of which so much stays in a step, such as 0.99.")
    private @Nullable Double averaging;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "End after so many epochs that were no better than the best.")
    private @Nullable Integer patience;

    @Option(
            names = "--snapshots",
            paramLabel = "N",
            description = "Lets the rate fall from the highest to 0 so many times, and keeps a"
                    + " model each time; `fovea eval` measures them together.")
    private @Nullable Integer snapshots;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = "",
            description = "A set, a model and all settings by one name; without a name they are listed.")
    private @Nullable String recipe;

    @Mixin
    private TransferOptions transfer = new TransferOptions();

    @Option(
            names = "--image-size",
            paramLabel = "PIXELS",
            description = "Height and width that a folder's pictures get (default 32).")
    private @Nullable Integer imageSize;

    @Option(names = "--out", paramLabel = "FOLDER", description = "The run's folder (default runs/DATA-MODEL-TIME).")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Goes on with an interrupted run, with its own settings.")
    private @Nullable Path resume;

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        if (recipe != null && recipe.isEmpty()) {
            return list();
        }
        check();
        Device device = shared.device();
        return device.use(() -> resume == null ? begin(device) : goOn(new RunFolder(resume)));
    }

    private void check() {
        boolean own = transfer.given()
                || Stream.of(
                                data,
                                model,
                                epochs,
                                batchSize,
                                lr,
                                weightDecay,
                                layerRate,
                                seed,
                                imageSize,
                                out,
                                precision,
                                accumulation,
                                averaging,
                                patience,
                                snapshots,
                                recipe)
                        .anyMatch(option -> option != null);
        if (resume != null && own) {
            throw shared.wrong("--resume goes on with the run's own settings; leave the others out");
        }
        if (model != null) {
            Models.check(model, shared);
        }
        transfer.check(shared);
        if (transfer.isTransfer() && (model != null || recipe != null || imageSize != null)) {
            throw shared.wrong(
                    "--from names the network and with it the image size; leave --model, --recipe and --image-size"
                            + " out");
        }
        if (recipe != null && (data != null || model != null || imageSize != null)) {
            throw shared.wrong(
                    "--recipe " + recipe + " names its own set and model; leave --data, --model and --image-size out");
        }
        if (precision != null && !List.of("f32", "bf16", "f16").contains(precision)) {
            throw shared.wrong("--precision is %s; it must be f32, bf16 or f16".formatted(precision));
        }
        if (averaging != null && !(averaging > 0 && averaging < 1)) {
            throw shared.wrong("--average is %s; it must be above 0 and below 1".formatted(averaging));
        }
        shared.atLeastOne("--accumulate", accumulation);
        shared.atLeastOne("--patience", patience);
        shared.atLeastOne("--snapshots", snapshots);
        shared.atLeastOne("--epochs", epochs);
        shared.atLeastOne("--batch-size", batchSize);
        if (imageSize != null && (imageSize < 1 || imageSize > RunConfig.MOST_PIXELS)) {
            throw shared.wrong("--image-size is %d; it must be 1 to %d".formatted(imageSize, RunConfig.MOST_PIXELS));
        }
        if (lr != null && !(lr > 0 && lr < Double.POSITIVE_INFINITY)) {
            throw shared.wrong("--lr is %s; it must be above 0 and finite".formatted(lr));
        }
        if (weightDecay != null && !(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw shared.wrong("--weight-decay is %s; it must be 0 or above and finite".formatted(weightDecay));
        }
        if (layerRate != null && !(layerRate > 0 && layerRate <= 1)) {
            throw shared.wrong("--layer-rate is %s; it must be above 0 and at most 1".formatted(layerRate));
        }
        if (recipe != null && (layerRate != null || snapshots != null)) {
            throw shared.wrong("--recipe " + recipe + " has its own rates; leave --layer-rate and --snapshots out");
        }
        if (snapshots != null && (averaging != null || patience != null)) {
            throw shared.wrong("--snapshots needs all its cycles, and the weights themselves; leave --patience and"
                    + " --average out");
        }
    }

    private int list() {
        for (Recipes.Named each : Recipes.all()) {
            Recipe of = each.recipe();
            shared.terminal()
                    .out()
                    .printf(
                            Locale.ROOT,
                            "%-14s %s on %s, %d epochs: %s%n",
                            each.name(),
                            of.model(),
                            each.data(),
                            of.epochs(),
                            each.purpose());
        }
        return 0;
    }

    private int begin(Device device) {
        Recipes.Named named = recipe == null ? null : Recipes.named(recipe);
        String name = named != null ? named.data() : data == null ? "scenes" : data;
        if (transfer.isQuestion()) {
            DataSet asked = shared.open(name, imageSize == null ? 32 : imageSize, seed == null ? 42 : seed);
            shared.terminal().out().println(transfer.advice(asked));
            return 0;
        }
        long seedUsed = seed == null ? 42 : seed;
        DataSet set = transfer.isTransfer()
                ? expected(name, seedUsed)
                : shared.open(name, imageSize == null ? 32 : imageSize, seedUsed);
        RunConfig config = RunConfig.of(changed(usual(named, name), set), name, seedUsed, set);
        RunFolder folder = free(config);
        Run run = Run.of(folder, config, set);
        config.recipe().prepare(run.model(), set);
        try (RunLock _ = RunLock.of(folder.path())) {
            folder.create();
            if (config.recipe().isImported()) {
                Imported.keep(folder, config.recipe());
            }
            config.write(folder, device);
            return train(run, Position.START);
        }
    }

    private Recipe usual(Recipes.@Nullable Named named, String name) {
        if (transfer.isTransfer()) {
            return transfer.recipe();
        }
        return named != null ? named.recipe() : Recipe.of(name, model == null ? Recipe.modelFor(name) : model);
    }

    /** A set in the size and the numbers that a network's weights expect. */
    private DataSet expected(String name, long seedUsed) {
        if (transfer.isImported()) {
            Recognizer known = Recognizer.of(transfer.weights());
            Imported.check(transfer.weights(), known.image());
            DataSet set = expected(name, seedUsed, known.image(), known.normalization());
            if (Models.image(set).equals(known.image())) {
                return set;
            }
            throw new CommandException(
                    "%s has pictures %s, and %s expects %s"
                            .formatted(name, Models.image(set), transfer.network(), known.image()),
                    "give a folder of pictures, which are brought to any size that is as high as wide");
        }
        Preprocessing usual = Architectures.preprocessing(transfer.network());
        try (fovea.zoo.Weights open = fovea.zoo.Weights.of(transfer.weights())) {
            Preprocessing expected = open.preprocessing(usual).orElse(usual);
            Shape image = Shape.of(expected.normalization().channels(), expected.crop(), expected.crop());
            return expected(name, seedUsed, image, expected.normalization());
        }
    }

    private DataSet expected(String name, long seedUsed, Shape image, Normalization normalization) {
        DataSet set = shared.open(name, image.size(1), seedUsed);
        if (set.train().channels() != image.size(0)) {
            throw new CommandException(
                    "%s has pictures of %d channels, and %s expects %d"
                            .formatted(name, set.train().channels(), transfer.network(), image.size(0)),
                    "give pictures of the kind it learned from");
        }
        return new DataSet(set.name(), set.train(), set.test(), normalization, set.skipped());
    }

    private Recipe changed(Recipe usual, DataSet set) {
        Recipe.Extras extras = usual.extras();
        Recipe changed = usual.with(
                        epochs == null ? usual.epochs() : epochs,
                        batchSize == null
                                ? Math.min(usual.batchSize(), set.train().size())
                                : batchSize,
                        lr == null ? usual.lr() : lr,
                        weightDecay == null ? usual.weightDecay() : weightDecay)
                .with(new Recipe.Extras(
                        precision == null ? extras.precision() : Precision.valueOf(precision.toUpperCase(Locale.ROOT)),
                        accumulation == null ? extras.accumulation() : accumulation,
                        averaging == null ? extras.averaging() : averaging,
                        patience == null ? extras.patience() : patience,
                        snapshots == null ? extras.snapshots() : snapshots,
                        layerRate == null ? extras.layerRate() : layerRate));
        if (changed.extras().snapshots() > changed.epochs()) {
            throw shared.wrong("--snapshots is %d, of %d epochs; each takes one or more"
                    .formatted(changed.extras().snapshots(), changed.epochs()));
        }
        return changed;
    }

    /** The folder asked for, or a new one; never one that holds something. */
    private RunFolder free(RunConfig config) {
        if (out == null) {
            String time =
                    LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
            String name = SubjectOptions.kind(config.data());
            Path wanted = Path.of("runs", name + "-" + config.recipe().model() + "-" + time);
            Path path = wanted;
            for (int i = 2; Files.exists(path); i++) {
                path = wanted.resolveSibling(wanted.getFileName() + "-" + i);
            }
            return new RunFolder(path);
        }
        if (Files.exists(out) && !isEmptyFolder(out)) {
            throw new CommandException(
                    out + " is there already and not an empty folder",
                    "choose another --out, or go on with the run in it: fovea train --resume " + out);
        }
        return new RunFolder(out);
    }

    private static boolean isEmptyFolder(Path path) {
        try (Stream<Path> inside = Files.list(path)) {
            return inside.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private int goOn(RunFolder folder) {
        RunConfig config = RunConfig.read(folder);
        try (RunLock _ = RunLock.of(folder.path())) {
            folder.create();
            DataSet set =
                    config.prepared(shared.open(config.data(), config.image().size(1), config.seed()));
            config.check(set, folder);
            Run run = Run.of(folder, config, set);
            return train(run, position(run));
        }
    }

    /** A run that was killed before its first checkpoint, or whose disk was full then, goes on from its very beginning. */
    private Position position(Run run) {
        RunFolder folder = run.folder();
        Training training = run.training();
        if (Files.exists(folder.last()) || Files.exists(folder.best())) {
            return Checkpoint.load(folder.last(), training.model(), training.carried());
        }
        shared.terminal().err().println("nothing of " + folder + " was saved yet; it begins again");
        run.config().recipe().prepare(run.model(), run.set());
        return Position.START;
    }

    private int train(Run run, Position from) {
        Run.Halves halves = run.halves(shared.terminal());
        Recipe recipe = run.config().recipe();
        Training training = run.training();
        Score[] latest = new Score[1];
        TrainEvent.Ending[] ending = new TrainEvent.Ending[1];
        try (MetricsLog log = MetricsLog.of(run.folder(), from);
                TensorBoard board = TensorBoard.of(
                        run.folder(), training.model(), run.config().settings(), from)) {
            Trainer trainer = new Trainer(
                    training,
                    List.of(
                            log,
                            board,
                            new RunBoard(board, run, shared.terminal()),
                            snapshots(run),
                            new Checkpoints(run.folder(), training, SECONDS_BETWEEN_CHECKPOINTS),
                            new ProgressBar(shared.terminal()),
                            event -> {
                                switch (event) {
                                    case TrainEvent.EpochDone done -> latest[0] = done.held();
                                    case TrainEvent.Ended end -> ending[0] = end.ending();
                                    default -> {}
                                }
                            }));
            try (Interruption _ = new Interruption(trainer)) {
                Position end = trainer.fit(halves.train(), halves.held(), recipe.epochs(), from);
                if (ending[0] == TrainEvent.Ending.STOPPED) {
                    return stopped(run, end, halves.train().batches());
                }
                if (ending[0] == TrainEvent.Ending.NO_BETTER) {
                    shared.terminal()
                            .err()
                            .printf("no epoch since %d was better: ended after %d%n", end.bestEpoch(), end.epoch());
                }
                Views views = recipe.views();
                Score score = views != null
                        ? trainer.measure(halves.held(), views)
                        : latest[0] != null ? latest[0] : trainer.measure(halves.held());
                return finish(run, end, score, halves.train().batches());
            }
        }
    }

    private static Consumer<TrainEvent> snapshots(Run run) {
        int cycles = run.config().recipe().extras().snapshots();
        return cycles == 0
                ? _ -> {}
                : new Snapshots(run.folder(), run.training().model(), cycles);
    }

    private int stopped(Run run, Position end, int batches) {
        shared.terminal()
                .err()
                .printf(
                        Locale.ROOT,
                        "stopped in epoch %d after %d of %d batches; everything is saved%n  go on with: ./fovea train"
                                + " --resume %s%n",
                        end.epoch() + 1,
                        end.batch(),
                        batches,
                        run.folder());
        return 1;
    }

    /** A machine that cannot draw (no fonts, a full disk) has trained all the same: it is told what is missing and goes on. */
    private void draw(Run run, Score score) {
        try {
            RunPictures pictures = new RunPictures(run.folder(), run.config().title());
            pictures.curves();
            pictures.answers(run.set(), score);
            RunCloud.of(run).write(run.folder().path());
        } catch (PictureException | FormatException e) {
            shared.terminal().err().println("the run is complete but for its pictures: " + e.getMessage());
        }
    }

    private int finish(Run run, Position end, Score score, int batches) {
        draw(run, score);
        double speed = end.epoch() * (double) batches * run.config().recipe().batchSize() / end.seconds();
        if (shared.json()) {
            shared.print(new Json()
                    .with("accuracy", score.accuracy())
                    .with("loss", score.loss())
                    .with("seconds", end.seconds())
                    .with("images_per_second", speed)
                    .with("run", run.folder().toString()));
        } else {
            shared.terminal()
                    .out()
                    .printf(
                            Locale.ROOT,
                            "%.2f %% of %,d held-out pictures right, loss %.4f, after %.1f s at %,.0f images/s%n%s%n "
                                    + " try it: ./fovea predict %s PICTURE...%n",
                            100 * score.accuracy(),
                            score.images(),
                            score.loss(),
                            end.seconds(),
                            speed,
                            run.folder(),
                            run.folder());
        }
        return 0;
    }
}
