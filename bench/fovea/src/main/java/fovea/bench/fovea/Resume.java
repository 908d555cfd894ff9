package fovea.bench.fovea;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.scenes.Scenes;
import fovea.format.NdArray;
import fovea.format.Safetensors;
import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.Checkpoint;
import fovea.train.Checkpoints;
import fovea.train.Position;
import fovea.train.RunFolder;
import fovea.train.Trainer;
import fovea.train.Training;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import fovea.train.optim.WeightAverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills a run at 20 random points, lets each go on, and compares what it ends with, bit for bit, with a run that nobody touched. The net has
 * batch normalization and dropout, its pictures are shifted and mirrored, two batches make a step, and weights are averaged.
 */
public final class Resume {
    private static final int KILLS = 20;
    private static final int EPOCHS = 6;
    private static final double SECONDS_BETWEEN_CHECKPOINTS = 0.05;

    private Resume() {}

    /** Without arguments all of it; with a folder, the run in it, from where it is. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 1) {
            train(new RunFolder(Path.of(arguments[0])).create());
            return;
        }
        Path home = Files.createTempDirectory("fovea-resume");
        RunFolder whole = new RunFolder(home.resolve("whole"));
        long start = System.nanoTime();
        start(whole).waitFor();
        long millis = (System.nanoTime() - start) / 1_000_000;
        SplittableRandom random = new SplittableRandom(42);
        System.out.printf("%4s %10s %22s  %s%n", "run", "killed at", "epoch, batch by then", "after it went on");
        int different = 0;
        for (int i = 1; i <= KILLS; i++) {
            RunFolder run = new RunFolder(home.resolve("run" + i));
            long after = random.nextLong(millis / 5, millis);
            Process process = start(run);
            boolean ended = process.waitFor(after, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            String by = ended ? "complete" : Files.exists(run.last()) ? position(run) : "nothing saved";
            start(run).waitFor();
            boolean same = bits(run.last()).equals(bits(whole.last()))
                    && bits(run.averaged()).equals(bits(whole.averaged()));
            different += same ? 0 : 1;
            System.out.printf(
                    Locale.ROOT, "%4d %8.2f s %22s  %s%n", i, after / 1e3, by, same ? "the same bits" : "OTHER BITS");
        }
        System.out.printf("%d of %d ended in other bits than the run that nobody touched%n", different, KILLS);
        System.exit(different == 0 ? 0 : 1);
    }

    private static Process start(RunFolder run) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Resume.class.getName(),
                        run.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void train(RunFolder run) {
        SplittableRandom random = new SplittableRandom(7);
        Layer model = Sequential.of(
                Conv2dLayer.unbiased(3, 8, Window.of(3, 3).withStride(2).withPadding(1), random),
                BatchNormLayer.of(8),
                Tensor::relu,
                new Flatten(),
                new Dropout(0.3),
                Linear.of(8 * 64, 10, random));
        Training training = Training.of(
                        model, Sgd.of(model, 0.9, 5e-4).withNesterov(), Schedule.oneCycle(0.05), Loss::crossEntropy)
                .withRandom(RandomStream.of(3))
                .withAccumulation(2)
                .withAverage(WeightAverage.exponential(model, 0.99));
        Position from =
                Files.exists(run.last()) ? Checkpoint.load(run.last(), model, training.carried()) : Position.START;
        DataSet set = DataSet.of("scenes", new Scenes(0, 1500, 16, 1).inMemory(), new Scenes(1, 200, 16, 1).inMemory());
        LoaderOptions loading = LoaderOptions.training(20, 5)
                .withAugmentation(Augmentation.padAndCrop(2).then(Augmentation.flip()));
        new Trainer(training, List.of(new Checkpoints(run, training, SECONDS_BETWEEN_CHECKPOINTS)))
                .fit(
                        new Loader(set.train(), set.normalization(), loading),
                        new Loader(set.test(), set.normalization(), LoaderOptions.evaluation(100)),
                        EPOCHS,
                        from);
    }

    private static String position(RunFolder run) {
        try (Safetensors open = Safetensors.open(run.last())) {
            return open.metadata().get("epoch") + ", " + open.metadata().get("batch");
        }
    }

    private static Map<String, List<Byte>> bits(Path file) {
        Map<String, List<Byte>> bits = new TreeMap<>();
        try (Safetensors open = Safetensors.open(file)) {
            open.arrays().forEach((name, array) -> bits.put(name, bytes(array)));
        }
        return bits;
    }

    private static List<Byte> bytes(NdArray array) {
        List<Byte> bytes = new ArrayList<>();
        for (byte each : array.data().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)) {
            bytes.add(each);
        }
        return bytes;
    }
}
