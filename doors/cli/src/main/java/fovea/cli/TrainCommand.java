package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.device.Device;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.plot.PictureException;
import fovea.train.Checkpoint;
import fovea.train.Checkpoints;
import fovea.train.Evaluator;
import fovea.train.MetricsLog;
import fovea.train.Position;
import fovea.train.RunFolder;
import fovea.train.Score;
import fovea.train.TensorBoard;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.Training;
import fovea.train.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
            description = "linear, mlp, lenet5 or resnet20; the default depends on the data.")
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
            names = "--seed",
            paramLabel = "N",
            description = "Of everything random (default 42): same seed, same numbers.")
    private @Nullable Long seed;

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
        check();
        Device device = shared.device();
        return device.use(() -> resume == null ? begin(device) : goOn(new RunFolder(resume)));
    }

    private void check() {
        boolean own = Stream.of(data, model, epochs, batchSize, lr, seed, imageSize, out)
                .anyMatch(option -> option != null);
        if (resume != null && own) {
            throw shared.wrong("--resume goes on with the run's own settings; leave the others out");
        }
        if (model != null && !Models.NAMES.contains(model)) {
            throw shared.wrong(
                    "there is no model called %s; there are %s".formatted(model, String.join(", ", Models.NAMES)));
        }
        atLeastOne("--epochs", epochs);
        atLeastOne("--batch-size", batchSize);
        if (imageSize != null && (imageSize < 1 || imageSize > RunConfig.MOST_PIXELS)) {
            throw shared.wrong("--image-size is %d; it must be 1 to %d".formatted(imageSize, RunConfig.MOST_PIXELS));
        }
        if (lr != null && !(lr > 0 && lr < Double.POSITIVE_INFINITY)) {
            throw shared.wrong("--lr is %s; it must be above 0 and finite".formatted(lr));
        }
    }

    private void atLeastOne(String name, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw shared.wrong("%s is %d; it must be 1 or more".formatted(name, value));
        }
    }

    private int begin(Device device) {
        String name = data == null ? "scenes" : data;
        long seedUsed = seed == null ? 42 : seed;
        DataSet set = shared.open(name, imageSize == null ? 32 : imageSize, seedUsed);
        RunConfig config = RunConfig.of(recipe(name, set), name, seedUsed, set);
        Layer fresh = config.model();
        Optimizer optimizer = config.recipe().optimizer(fresh);
        Loader train = loader(config, set);
        RunFolder folder = free(config).create();
        config.write(folder, device);
        return train(new Run(folder, config, set, fresh, optimizer, train), Position.START);
    }

    private Recipe recipe(String name, DataSet set) {
        Recipe usual = Recipe.of(name, model == null ? Recipe.modelFor(name) : model);
        return usual.with(
                epochs == null ? usual.epochs() : epochs,
                batchSize == null ? Math.min(usual.batchSize(), set.train().size()) : batchSize,
                lr == null ? usual.lr() : lr);
    }

    private static Loader loader(RunConfig config, DataSet set) {
        return new Loader(set.train(), set.normalization(), config.recipe().loading(config.seed()));
    }

    /** The folder asked for, or a new one; never one that holds something. */
    private RunFolder free(RunConfig config) {
        if (out == null) {
            String time =
                    LocalDateTime.now(ZoneId.systemDefault()).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
            String name = config.data().startsWith("folder:") ? "folder" : config.data();
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
        Layer fresh = config.model();
        Optimizer optimizer = config.recipe().optimizer(fresh);
        Position from = position(folder, fresh, optimizer);
        DataSet set = shared.open(config.data(), config.image().size(1), config.seed());
        config.check(set, folder);
        return train(new Run(folder.create(), config, set, fresh, optimizer, loader(config, set)), from);
    }

    /** A run that was killed before its first checkpoint, or whose disk was full then, goes on from its very beginning. */
    private Position position(RunFolder folder, Layer fresh, Optimizer optimizer) {
        if (Files.exists(folder.last()) || Files.exists(folder.best())) {
            return Checkpoint.load(folder.last(), fresh, optimizer);
        }
        shared.terminal().err().println("nothing of " + folder + " was saved yet; it begins again");
        return Position.START;
    }

    /** Everything a run consists of. */
    private record Run(
            RunFolder folder, RunConfig config, DataSet set, Layer model, Optimizer optimizer, Loader train) {}

    private int train(Run run, Position from) {
        Loader held = new Loader(run.set.test(), run.set.normalization(), LoaderOptions.evaluation(EVALUATION_BATCH));
        Score[] latest = new Score[1];
        try (MetricsLog log = MetricsLog.of(run.folder, from);
                TensorBoard board = TensorBoard.of(run.folder, run.model, run.config.settings(), from)) {
            Training training =
                    Training.of(run.model, run.optimizer, run.config.recipe().schedule(), Loss::crossEntropy);
            Trainer trainer = new Trainer(
                    training,
                    List.of(
                            log,
                            board,
                            new Checkpoints(run.folder, training, SECONDS_BETWEEN_CHECKPOINTS),
                            new ProgressBar(shared.terminal()),
                            event -> {
                                if (event instanceof TrainEvent.EpochDone done) {
                                    latest[0] = done.held();
                                }
                            }));
            try (Interruption _ = new Interruption(trainer)) {
                Position end = trainer.fit(run.train, held, run.config.recipe().epochs(), from);
                if (end.epoch() < run.config.recipe().epochs()) {
                    return stopped(run, end);
                }
                Score score = latest[0] != null ? latest[0] : new Evaluator(run.model, Loss::crossEntropy).run(held);
                return finish(run, end, score);
            }
        }
    }

    private int stopped(Run run, Position end) {
        shared.terminal()
                .err()
                .printf(
                        Locale.ROOT,
                        "stopped in epoch %d after %d of %d batches; everything is saved%n  go on with: ./fovea train"
                                + " --resume %s%n",
                        end.epoch() + 1,
                        end.batch(),
                        run.train.batches(),
                        run.folder);
        return 1;
    }

    /** A machine that cannot draw (no fonts, a full disk) has trained all the same: it is told what is missing and goes on. */
    private void draw(Run run, Score score) {
        try {
            RunPictures pictures =
                    new RunPictures(run.folder, run.config.recipe().model() + " on " + run.config.data());
            pictures.curves();
            pictures.answers(run.set, score);
        } catch (PictureException e) {
            shared.terminal().err().println("the run is complete but for its pictures: " + e.getMessage());
        }
    }

    private int finish(Run run, Position end, Score score) {
        draw(run, score);
        double speed =
                end.epoch() * (double) run.train.batches() * run.config.recipe().batchSize() / end.seconds();
        if (shared.json()) {
            shared.print(new Json()
                    .with("accuracy", score.accuracy())
                    .with("loss", score.loss())
                    .with("seconds", end.seconds())
                    .with("images_per_second", speed)
                    .with("run", run.folder.toString()));
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
                            run.folder,
                            run.folder);
        }
        return 0;
    }
}
