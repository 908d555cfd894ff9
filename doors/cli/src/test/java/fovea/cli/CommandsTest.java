package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.format.CsvTable;
import fovea.format.Safetensors;
import fovea.nn.Layer;
import fovea.train.Checkpoint;
import fovea.train.Position;
import fovea.zoo.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
                5,
                "--batch-size",
                10,
                "--out",
                run,
                "--json");
        assertThat(said.code()).as(said.err()).isZero();
        Matcher accuracy = Pattern.compile("\"accuracy\":([0-9.]+)").matcher(said.out());
        assertThat(accuracy.find()).as(said.out()).isTrue();
        assertThat(Double.parseDouble(accuracy.group(1))).isGreaterThan(0.5);
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

    /** A network for seven classes is made one for two, of which the new last layer alone learns. */
    @Test
    void aTrainedNetworkLearnsOtherClasses() throws IOException {
        Layer seven = Architectures.of("resnet20", 7, 0, new SplittableRandom(3));
        Path weights = folder.resolve("seven.safetensors");
        Checkpoint.save(weights, seven, Position.START);
        Object[] words = {
            "train",
            "--from",
            "resnet20",
            "--weights",
            weights,
            "--data",
            "folder:" + pictures,
            "--epochs",
            1,
            "--batch-size",
            8,
            "--freeze-all-but",
            1,
            "--out",
            run
        };
        Said said = Said.fovea(words);
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

    private static double loss(Said said) {
        return Double.parseDouble(said.lastLine().replaceFirst(".*\"loss\":([^,]+),.*", "$1"));
    }

    @Test
    void adviceIsPrintedForAFolder() {
        Said said = Said.fovea("train", "--advise", "similar", "--data", "folder:" + pictures, "--image-size", 16);
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("16 pictures a class, similar: train the last layer alone: --freeze-all-but 1");
    }
}
