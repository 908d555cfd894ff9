package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong ends in one clear message, the right exit code, and nothing half-written. */
class BadInputTest {

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void choose() {
        run = folder.resolve("run");
    }

    private Said train(String data, Object... more) {
        Object[] words = {
            "train",
            "--data",
            data,
            "--data-dir",
            folder,
            "--epochs",
            1,
            "--image-size",
            16,
            "--out",
            run,
            "--device",
            "reference"
        };
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Said.fovea(all);
    }

    private static void fails(Said said, String... parts) {
        assertThat(said.err()).contains(parts).doesNotContain("\tat ", "fault of Fovea");
        assertThat(said.err().lines().filter(line -> line.startsWith("fovea: ")))
                .hasSize(1);
        assertThat(said.err()).containsPattern("fovea: .+\\R  .+");
        assertThat(said.out()).isEmpty();
        assertThat(said.code()).isEqualTo(1);
    }

    private void failsWithoutTrace(Said said, String... parts) {
        fails(said, parts);
        assertThat(run).doesNotExist();
    }

    @Test
    void aTruncatedIdxFile() throws IOException {
        Path file = Pictures.mnist(folder, 20).resolve("train-images-idx3-ubyte");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));
        failsWithoutTrace(train("mnist"), file.toString());
    }

    @Test
    void aWrongMagicNumber() throws IOException {
        Path file = Pictures.mnist(folder, 20).resolve("t10k-images-idx3-ubyte");
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] = 'P';
        Files.write(file, bytes);
        failsWithoutTrace(train("mnist"), file.toString());
    }

    @Test
    void aLabelOutOfRange() throws IOException {
        Path file = Pictures.mnist(folder, 20).resolve("train-labels-idx1-ubyte");
        byte[] bytes = Files.readAllBytes(file);
        bytes[12] = 17;
        Files.write(file, bytes);
        failsWithoutTrace(train("mnist"), file + ": label 4 is 17");
    }

    @Test
    void anEmptyClassFolder() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        Files.createDirectory(pictures.resolve("neither"));
        failsWithoutTrace(train("folder:" + pictures), "neither", "is empty");
    }

    @Test
    void aFolderThatIsNotThere() {
        failsWithoutTrace(train("folder:" + folder.resolve("nowhere")), "nowhere");
    }

    @Test
    void aCorruptPictureIsNamedAndSkipped() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 20);
        Files.writeString(pictures.resolve("above/picture07.png"), "this is no picture");
        Said said = train("folder:" + pictures, "--model", "linear", "--batch-size", 8);
        assertThat(said.err()).contains("1 picture was left out", "picture07.png: ");
        assertThat(said.code()).isZero();
    }

    @Test
    void aLossThatDiverges() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 20);
        Said said = train("folder:" + pictures, "--model", "mlp", "--lr", "1e30", "--batch-size", 8);
        fails(said, "loss is ", "at step ", "learning rate", "lower the learning rate");
        assertThat(leftovers(run)).isEmpty();
    }

    @Test
    void imagesTooSmallForTheModel() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        Said said = Said.fovea(
                "train", "--data", "folder:" + pictures, "--model", "lenet5", "--image-size", 8, "--out", run);
        failsWithoutTrace(said, "images are [3, 8, 8]", "use mlp or linear");
    }

    @Test
    void aBatchLargerThanTheSet() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        failsWithoutTrace(train("folder:" + pictures, "--batch-size", 500), "16 samples do not fill a batch of 500");
    }

    @Test
    void aFolderThatHoldsARunAlready() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        assertThat(train("folder:" + pictures, "--model", "linear").code()).isZero();
        byte[] before = Files.readAllBytes(run.resolve("config.json"));
        fails(train("folder:" + pictures, "--model", "mlp"), "is there already", "fovea train --resume " + run);
        assertThat(run.resolve("config.json")).hasBinaryContent(before);
    }

    @Test
    void aCheckpointOfAnotherModel() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        assertThat(train("folder:" + pictures, "--model", "linear").code()).isZero();
        Path config = run.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"linear\"", "\"mlp\""));
        fails(Said.fovea("eval", run), "last.safetensors: fc1.weight", "is missing", "another model's");
        fails(Said.fovea("train", "--resume", run), "last.safetensors", "is missing");
    }

    @Test
    void damagedCheckpointsAndSettings() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        assertThat(train("folder:" + pictures, "--model", "linear").code()).isZero();
        Path last = run.resolve("checkpoints/last.safetensors");
        Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 300));
        fails(Said.fovea("eval", run), "last.safetensors");
        Path config = run.resolve("config.json");
        String settings = Files.readString(config);
        Files.writeString(config, settings.replace("\"height\" : 16", "\"height\" : 60000"));
        fails(Said.fovea("eval", run), "config.json: height is 60000");
        Files.writeString(config, settings.replace("\"epochs\" : 1", "\"epochs\" : -1"));
        fails(Said.fovea("eval", run), "config.json: epochs is -1");
        Files.writeString(config, "{\"data\" : [");
        fails(Said.fovea("eval", run), "config.json: cannot be read as settings");
        Files.writeString(config, "[".repeat(100_000));
        fails(Said.fovea("eval", run), "config.json: cannot be read as settings");
    }

    @Test
    void aCheckpointWithOneBitTurned() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        assertThat(train("folder:" + pictures, "--model", "linear").code()).isZero();
        Path last = run.resolve("checkpoints/last.safetensors");
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length - 1] ^= 1; // of the optimizer, which a prediction does not use
        Files.write(last, bytes);
        fails(Said.fovea("eval", run), last + ": is damaged", "not those that were saved");
        fails(Said.fovea("train", "--resume", run), last + ": is damaged");
    }

    @Test
    void aRunKilledBeforeItsFirstCheckpoint() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        assertThat(train("folder:" + pictures, "--model", "linear").code()).isZero();
        String metrics = Files.readString(run.resolve("metrics.csv"));
        Files.delete(run.resolve("checkpoints/last.safetensors"));
        fails(Said.fovea("train", "--resume", run), "last.safetensors: is missing");
        Files.delete(run.resolve("checkpoints/best.safetensors"));
        fails(Said.fovea("eval", run), "last.safetensors is missing", "fovea train --resume " + run);

        Said resumed = Said.fovea("train", "--resume", run, "--device", "reference");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err()).contains("nothing of " + run + " was saved yet");
        assertThat(learned(Files.readString(run.resolve("metrics.csv")))).isEqualTo(learned(metrics));
    }

    @Test
    void twoRunsThatWriteOneFolder() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        assertThat(train("folder:" + pictures, "--model", "linear").code()).isZero();
        Path halfWritten = Files.writeString(run.resolve("checkpoints/.last.safetensors.1-1.fovea-part"), "half");
        try (RunLock _ = RunLock.of(run)) {
            fails(Said.fovea("train", "--resume", run), "another run is writing " + run, "wait until it ends");
            assertThat(halfWritten)
                    .as("what the other run is writing is left alone")
                    .exists();
        }
        assertThat(Said.fovea("train", "--resume", run, "--device", "reference").code())
                .as("what a run left behind does not keep the next one out")
                .isZero();
        assertThat(halfWritten).doesNotExist();
    }

    @Test
    void aCheckpointOfAnotherOptimizer() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        assertThat(train("folder:" + pictures, "--model", "linear").code()).isZero();
        Path config = run.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"averaging\" : 0.0", "\"averaging\" : 0.9"));
        fails(Said.fovea("train", "--resume", run), "last.safetensors: ", "is missing", "another model's");
    }

    /** The numbers that no clock has a part in. */
    private static String learned(String metrics) {
        return metrics.replaceAll("(?m),[^,]*,[^,]*$", "");
    }

    @Test
    void aRunThatIsNone() {
        fails(Said.fovea("predict", folder.resolve("none"), "x.png"), "config.json", "is missing", "fovea train");
    }

    @Test
    void onePictureOfTwoThatDoesNotDecode() throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        assertThat(train("folder:" + pictures, "--model", "linear").code()).isZero();
        Path good = pictures.resolve("above/picture01.png");
        Path bad = Files.writeString(folder.resolve("bad.png"), "no picture at all");
        Said said = Said.fovea("predict", run, bad, folder.resolve("absent.png"), good);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("bad.png", "absent.png: is not there").doesNotContain("\tat ");
        assertThat(said.out()).contains("picture01.png: above");
    }

    @Test
    void wrongUsage() {
        isWrongUsage("no model called vgg; there are linear, mlp", "train", "--model", "vgg");
        isWrongUsage("no data set called imagenet; there are scenes", "train", "--data", "imagenet");
        isWrongUsage("no device called tpu; there are", "train", "--device", "tpu");
        isWrongUsage("--epochs is 0", "train", "--epochs", "0");
        isWrongUsage("--lr is -1.0", "train", "--lr", "-1");
        isWrongUsage("--lr is NaN", "train", "--lr", "NaN");
        isWrongUsage("--precision is f8", "train", "--precision", "f8");
        isWrongUsage("--average is 1.0", "train", "--average", "1");
        isWrongUsage("belong together", "train", "--from", "squeezenet1_1");
        isWrongUsage("leave --weights out", "train", "--from", "net.onnx", "--weights", "x");
        isWrongUsage("no network called lenet9", "train", "--from", "lenet9", "--weights", "x");
        isWrongUsage("leave --data, --model", "train", "--recipe", "mnist-best", "--model", "mlp");
        isWrongUsage("'many' is not an int", "train", "--epochs", "many");
        isWrongUsage("Unknown option: '--fast'", "train", "--fast");
        isWrongUsage("with the run's own settings", "train", "--resume", run.toString(), "--lr", "1");
        isWrongUsage("--layer-rate is 1.5; it must be above 0 and at most 1", "train", "--layer-rate", "1.5");
        isWrongUsage("--weight-decay is -1.0", "train", "--weight-decay", "-1");
        isWrongUsage("--snapshots is 4, of 3 epochs", "train", "--snapshots", "4", "--epochs", "3");
        isWrongUsage("leave --patience and --average out", "train", "--snapshots", "2", "--patience", "1");
        isWrongUsage("has its own rates", "train", "--recipe", "mnist-best", "--snapshots", "2");
        isWrongUsage("belong together", "train", "--probe");
        isWrongUsage(
                "leave --freeze-all-but out",
                "train",
                "--from",
                "resnet18",
                "--weights",
                "w.pth",
                "--probe",
                "--freeze-all-but",
                "1");
        isWrongUsage("Missing required parameter", "predict", run.toString());
        isWrongUsage("Missing required subcommand");
    }

    private static void isWrongUsage(String part, Object... words) {
        Said said = Said.fovea(words);
        assertThat(said.err()).contains(part, "--help").doesNotContain("\tat ");
        assertThat(said.code()).isEqualTo(2);
    }

    @Test
    void stackTracesAreForThoseWhoAsk() {
        assertThat(Said.fovea("eval", folder, "--debug").err()).contains("\tat ");
    }

    private static java.util.List<Path> leftovers(Path run) throws IOException {
        try (Stream<Path> all = Files.walk(run)) {
            return all.filter(path -> path.toString().endsWith("-part")).toList();
        }
    }
}
