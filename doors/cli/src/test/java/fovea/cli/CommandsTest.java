package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.format.CsvTable;
import fovea.format.Safetensors;
import fovea.nn.Layer;
import fovea.train.Checkpoint;
import fovea.train.Position;
import fovea.zoo.Architectures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands, as a person types them. */
class CommandsTest {

    @TempDir
    private Path folder;

    private Path pictures;
    private Path run;

    @BeforeEach
    void paint() throws IOException {
        pictures = Pictures.twoClasses(folder.resolve("pictures"), 20);
        run = folder.resolve("run");
    }

    private Said train(Object... more) {
        Object[] words = {
            "train",
            "--data",
            "folder:" + pictures,
            "--model",
            "linear",
            "--epochs",
            3,
            "--image-size",
            16,
            "--batch-size",
            8,
            "--out",
            run,
            "--device",
            "reference"
        };
        Object[] all = new Object[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Said.fovea(all);
    }

    @Test
    void trainingLeavesAFolderWithEverything() throws IOException {
        Said said = train();
        assertThat(said.err()).contains("epoch 1/3", "epoch 3/3", "held out: ");
        assertThat(said.out()).contains("100.00 % of 8 held-out pictures right", "fovea predict " + run);
        assertThat(said.code()).isZero();
        for (String file : List.of(
                "config.json",
                "metrics.csv",
                "metrics.jsonl",
                "curves.png",
                "confusion.png",
                "mistakes.png",
                "checkpoints/last.safetensors",
                "checkpoints/best.safetensors")) {
            assertThat(run.resolve(file)).isNotEmptyFile();
        }
        CsvTable metrics = CsvTable.read(run.resolve("metrics.csv"));
        assertThat(metrics.column("epoch")).containsExactly("1", "2", "3");
        assertThat(metrics.column("step")).containsExactly("4", "8", "12");
        List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
        assertThat(lines).hasSize(3);
        assertThat(lines.getLast())
                .startsWith("{\"epoch\":3,\"step\":12,\"loss\":"
                        + metrics.column("loss").getLast() + ",\"accuracy\":")
                .endsWith("\"seconds\":" + metrics.column("seconds").getLast() + "}");
    }

    @Test
    void theConfigurationSaysWhatWasInUse() throws IOException {
        train("--seed", 9);
        assertThat(Files.readString(run.resolve("config.json")))
                .contains(
                        "\"seed\" : 9",
                        "\"model\" : \"linear\"",
                        "\"classes\" : [ \"above\", \"below\" ]",
                        "\"mean\"",
                        "\"fovea\" : \"" + Main.VERSION,
                        "\"java\"",
                        "\"device\" : \"reference");
    }

    @Test
    void aTrainedModelIsMeasuredAgainAndUsed() {
        train();
        Said eval = Said.fovea("eval", run, "--json");
        assertThat(eval.code()).isZero();
        assertThat(eval.lastLine())
                .startsWith("{\"accuracy\":1.0,\"loss\":")
                .contains("\"seconds\":", "\"images_per_second\":", "\"run\":\"")
                .endsWith("}");
        Said predict = Said.fovea(
                "predict", run, pictures.resolve("above/picture03.png"), pictures.resolve("below/picture04.png"));
        assertThat(predict.code()).isZero();
        assertThat(predict.out())
                .containsPattern("picture03.png: above \\d+\\.\\d %, below")
                .containsPattern("picture04.png: below \\d+\\.\\d %, above");
        Said json = Said.fovea("predict", run, pictures.resolve("above/picture03.png"), "--json", "--best");
        assertThat(json.out()).hasLineCount(1).contains("\"top\":[{\"class\":\"above\",\"probability\":");
    }

    @Test
    void withJsonThereIsOneObjectOnStandardOutput() {
        Said said = train("--json");
        assertThat(said.out()).hasLineCount(1);
        assertThat(said.lastLine())
                .startsWith("{\"accuracy\":1.0,\"loss\":")
                .contains("\"seconds\":", "\"images_per_second\":", "\"run\":\"" + run);
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        train();
        Path first = run;
        run = folder.resolve("again");
        train();
        try (Safetensors a = Safetensors.open(first.resolve("checkpoints/best.safetensors"));
                Safetensors b = Safetensors.open(run.resolve("checkpoints/best.safetensors"))) {
            assertThat(a.arrays()).isNotEmpty().isEqualTo(b.arrays());
        }
    }

    @Test
    void devicesAreListedWithTheOneInUse() {
        Said said = Said.fovea("devices");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("reference ", "(used)");
    }

    @Test
    void helpAndVersionAreNoFailures() {
        assertThat(Said.fovea("--version").out()).contains("Fovea " + Main.VERSION);
        assertThat(Said.fovea("train", "--help").out()).contains("--batch-size", "--resume");
        assertThat(Said.fovea("--help").code()).isZero();
    }

    @Test
    void aSlowDeviceIsMentionedOnce() {
        assertThat(train().err()).containsOnlyOnce("many times slower than a fast device (as asked for)");
    }

    /** Small pictures, then full ones, measured in six views: brightness tells ten classes apart almost at once. */
    @Test
    void theFastRecipeLearns() throws IOException {
        Pictures.cifar(folder, 10);
        Said said = Said.fovea(
                "train",
                "--recipe",
                "cifar10-fast",
                "--data-dir",
                folder,
                "--epochs",
                10,
                "--batch-size",
                10,
                "--out",
                run,
                "--json");
        assertThat(said.code()).as(said.err()).isZero();
        Matcher accuracy = Pattern.compile("\"accuracy\":([0-9.]+)").matcher(said.out());
        assertThat(accuracy.find()).as(said.out()).isTrue();
        assertThat(Double.parseDouble(accuracy.group(1))).as(said.out()).isGreaterThan(0.5);
    }

    @Test
    void recipesAreListedAndRunByName() throws IOException {
        Said list = Said.fovea("train", "--recipe");
        assertThat(list.code()).isZero();
        assertThat(list.out()).contains("mnist-lenet5   lenet5 on mnist, 20 epochs", "mnist-best");
        Pictures.mnist(folder, 20);
        Said said = Said.fovea(
                "train",
                "--recipe",
                "mnist-lenet5",
                "--average",
                0.9,
                "--precision",
                "bf16",
                "--data-dir",
                folder,
                "--epochs",
                1,
                "--batch-size",
                10,
                "--out",
                run,
                "--device",
                "reference");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(Files.readString(run.resolve("config.json")))
                .contains("\"recipe\" : \"mnist-lenet5\"", "\"precision\" : \"BF16\"", "\"averaging\" : 0.9,");
        assertThat(run.resolve("checkpoints/averaged.safetensors")).isNotEmptyFile();
        assertThat(Said.fovea("train", "--recipe", "mnist-worst").err())
                .contains("no recipe called mnist-worst", "mnist-lenet5, mnist-best, cifar10-fast");
    }

    /** A rate of next to nothing: no epoch is better than the first. */
    @Test
    void trainingEndsWhenItIsOutOfPatience() {
        Said said = train("--lr", 1e-30, "--patience", 1, "--accumulate", 2);
        assertThat(said.code()).isZero();
        assertThat(said.err()).contains("no epoch since 1 was better: ended after 2", "epoch 2/3");
        CsvTable metrics = CsvTable.read(run.resolve("metrics.csv"));
        assertThat(metrics.column("step")).containsExactly("2", "4");
    }

    private Path weightsOfSeven() {
        Layer seven = Architectures.of("resnet20", 7, 0, new SplittableRandom(3));
        Path weights = folder.resolve("seven.safetensors");
        Checkpoint.save(weights, seven, Position.START);
        return weights;
    }

    private Said from(Path weights, int epochs, Object... more) {
        Object[] words = {
            "train",
            "--from",
            "resnet20",
            "--weights",
            weights,
            "--data",
            "folder:" + pictures,
            "--epochs",
            epochs,
            "--batch-size",
            8,
            "--out",
            run
        };
        return Said.fovea(Stream.of(words, more).flatMap(Stream::of).toArray());
    }

    /** A network for seven classes is made one for two, of which the new last layer alone learns. */
    @Test
    void aTrainedNetworkLearnsOtherClasses() throws IOException {
        Path weights = weightsOfSeven();
        Said said = from(weights, 1, "--freeze-all-but", 1);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(Files.readString(run.resolve("config.json"))).contains("\"learned\" : 1", "0.485");
        try (Safetensors before = Safetensors.open(weights);
                Safetensors after = Safetensors.open(run.resolve("checkpoints/last.safetensors"))) {
            assertThat(after.arrays().get("conv1.weight"))
                    .isEqualTo(before.arrays().get("conv1.weight"));
            assertThat(after.arrays().get("linear.weight").shape()).containsExactly(2, 64);
        }
        Said together = Said.fovea("eval", run, run, "--json");
        Said alone = Said.fovea("eval", run, "--json");
        assertThat(together.code()).isZero();
        assertThat(loss(together)).isCloseTo(loss(alone), org.assertj.core.api.Assertions.within(1e-5));
    }

    /** What the frozen layers make of pictures is computed once; the run holds the whole network all the same, and goes on. */
    @Test
    void aProbeLearnsFromFeaturesThatAreComputedOnce() throws IOException {
        Path weights = weightsOfSeven();
        Said said = from(weights, 20, "--probe", "--lr", 0.1, "--json");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains("features of 40 pictures in ");
        assertThat(Files.readString(run.resolve("config.json"))).contains("\"learned\" : 1", "\"probe\" : true");
        assertThat(said.out()).contains("\"accuracy\":1.0");
        try (Safetensors before = Safetensors.open(weights);
                Safetensors after = Safetensors.open(run.resolve("checkpoints/last.safetensors"))) {
            for (String name : List.of("conv1.weight", "bn1.running_mean")) {
                assertThat(after.arrays().get(name)).isEqualTo(before.arrays().get(name));
            }
        }
        assertThat(loss(Said.fovea("eval", run, "--json")))
                .as("of the whole network")
                .isCloseTo(loss(said), org.assertj.core.api.Assertions.within(1e-4));
        assertThat(Said.fovea("predict", run, pictures.resolve("above/picture03.png"))
                        .out())
                .contains("picture03.png: above");
        Said resumed = Said.fovea("train", "--resume", run, "--json");
        assertThat(loss(resumed)).isEqualTo(loss(said));
    }

    @Test
    void aProbeOfANetworkThatEndsInAConvolutionIsRefused() {
        Layer squeeze = Architectures.of("squeezenet1_1", 7, 0, new SplittableRandom(3));
        Path weights = folder.resolve("squeeze.safetensors");
        Checkpoint.save(weights, squeeze, Position.START);
        Said said = Said.fovea(
                "train",
                "--from",
                "squeezenet1_1",
                "--weights",
                weights,
                "--probe",
                "--data",
                "folder:" + pictures,
                "--out",
                run);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .contains("probe: the last layer is classifier.1 with [[2, 512, 1, 1], [2]]", "ends in a linear layer")
                .doesNotContain("fault");
        assertThat(run).doesNotExist();
    }

    @Test
    void earlyLayersLearnSlowly() throws IOException {
        Path weights = weightsOfSeven();
        Said said = from(weights, 1, "--layer-rate", 1e-9, "--weight-decay", 0.01);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(Files.readString(run.resolve("config.json")))
                .contains("\"layer_rate\" : 1.0E-9", "\"weight_decay\" : 0.01");
        try (Safetensors before = Safetensors.open(weights);
                Safetensors after = Safetensors.open(run.resolve("checkpoints/last.safetensors"))) {
            assertThat(after.arrays().get("conv1.weight"))
                    .isEqualTo(before.arrays().get("conv1.weight"));
            assertThat(after.arrays().get("bn1.running_mean"))
                    .isNotEqualTo(before.arrays().get("bn1.running_mean"));
        }
    }

    @Test
    void snapshotsOfARunAreMeasuredTogether() throws IOException {
        Said said = train("--snapshots", 3, "--lr", 0.01);
        assertThat(said.code()).as(said.err()).isZero();
        for (int cycle = 1; cycle <= 3; cycle++) {
            assertThat(run.resolve("checkpoints/snapshot-" + cycle + ".safetensors"))
                    .isNotEmptyFile();
        }
        List<String> rates = CsvTable.read(run.resolve("metrics.csv")).column("lr");
        assertThat(rates)
                .as("each epoch a cycle: the next step's rate is the highest")
                .startsWith("0.01", "0.01");
        Said eval = Said.fovea("eval", run);
        assertThat(eval.out()).hasLineCount(2).containsPattern("3 snapshots together: [0-9.]+ % of 8 held-out");
        Said json = Said.fovea("eval", run, "--json");
        assertThat(json.lastLine()).contains("\"snapshots\":3,\"snapshots_accuracy\":");
        assertThat(Said.fovea("eval", run, run).out()).hasLineCount(1);
    }

    /** Everything that TensorBoard shows of a run beside its numbers; how events are written is their own test. */
    @Test
    void tensorBoardIsShownPicturesTheGraphAndACloud() throws IOException {
        train();
        Path events;
        try (Stream<Path> files = Files.list(run)) {
            events = files.filter(file -> file.getFileName().toString().startsWith("events.out"))
                    .findFirst()
                    .orElseThrow();
        }
        String bytes = Files.readString(events, StandardCharsets.ISO_8859_1);
        assertThat(bytes.split("pictures/learned from", -1)).hasSize(2);
        assertThat(bytes.split("pictures/surest mistakes", -1)).hasSize(4);
        assertThat(bytes.split("\u0089PNG", -1)).hasSize(5);
        assertThat(bytes).contains("_output_shapes", "linear/matMul", "linear/weight");
        assertThat(run.resolve("projector_config.pbtxt")).content().contains("single_image_dim: 16");
        List<String> points = Files.readAllLines(run.resolve("projector/features.tsv"));
        assertThat(points).hasSize(8);
        assertThat(points.getFirst().split("\t"))
                .as("a linear model sees pixels")
                .hasSize(3 * 16 * 16);
        assertThat(Files.readAllLines(run.resolve("projector/metadata.tsv")))
                .hasSize(9)
                .startsWith("class\tpicture");
        BufferedImage sprite = ImageIO.read(run.resolve("projector/sprite.png").toFile());
        assertThat(List.of(sprite.getWidth(), sprite.getHeight())).containsExactly(48, 48);
    }

    private static double loss(Said said) {
        return Double.parseDouble(said.lastLine().replaceFirst(".*\"loss\":([^,]+),.*", "$1"));
    }

    @Test
    void adviceIsPrintedForAFolder() {
        Said said = Said.fovea("train", "--advise", "similar", "--data", "folder:" + pictures, "--image-size", 16);
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("16 pictures a class, similar: train the last layer alone: --probe, or");
    }
}
