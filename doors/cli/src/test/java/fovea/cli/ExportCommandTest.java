package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.format.ProtobufWriter;
import fovea.nn.Layer;
import fovea.onnx.OnnxExport;
import fovea.onnx.OnnxFile;
import fovea.tensor.Shape;
import fovea.train.Checkpoint;
import fovea.train.Position;
import fovea.zoo.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is trained is saved as ONNX, and the file alone answers as the run does. */
class ExportCommandTest {
    private static final Pattern GUESS = Pattern.compile("\\{\"class\":\"([^\"]*)\",\"probability\":([^}]*)}");

    @TempDir
    private Path folder;

    private Path pictures;
    private Path run;
    private Path saved;
    private Path picture;

    @BeforeEach
    void paint() throws IOException {
        pictures = Pictures.twoClasses(folder.resolve("pictures"), 20);
        picture = pictures.resolve("above/picture03.png");
        run = folder.resolve("run");
        saved = folder.resolve("net.onnx");
    }

    private void train(String model) {
        Said said = Said.fovea(
                "train",
                "--data",
                "folder:" + pictures,
                "--model",
                model,
                "--epochs",
                1,
                "--batch-size",
                8,
                "--out",
                run);
        assertThat(said.code()).as(said.err()).isZero();
    }

    private static List<MatchResult> guesses(Object... words) {
        Said said = Said.fovea(words);
        assertThat(said.code()).as(said.err()).isZero();
        return GUESS.matcher(said.lastLine()).results().toList();
    }

    private static void areEqual(List<MatchResult> a, List<MatchResult> b) {
        assertThat(a).isNotEmpty().hasSameSizeAs(b);
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.get(i).group(1)).isEqualTo(b.get(i).group(1));
            assertThat(Double.parseDouble(a.get(i).group(2)))
                    .isCloseTo(Double.parseDouble(b.get(i).group(2)), within(1e-5));
        }
    }

    @Test
    void aSavedRunAnswersAsTheRunDoes() {
        for (String model : List.of("linear", "lenet5", "resnet20")) {
            run = folder.resolve(model);
            saved = folder.resolve(model + ".onnx");
            train(model);
            Said export = Said.fovea("export", run, saved);
            assertThat(export.code()).as(export.err()).isZero();
            assertThat(export.out())
                    .contains("net.onnx".replace("net", model), "to 2 classes", "./fovea predict " + saved);
            List<MatchResult> ofRun = guesses("predict", run, picture, "--json");
            assertThat(ofRun.stream().map(guess -> guess.group(1))).contains("above", "below");
            areEqual(guesses("predict", saved, picture, "--json"), ofRun);
            areEqual(guesses("predict", "--model", saved, picture, "--json"), ofRun);
        }
        assertThat(Said.fovea("graph", saved).out()).contains("Conv[window=[3, 3]", "f32[1, 2]");
    }

    @Test
    void aPublishedNetworkIsSavedWithWhatPicturesNeed() {
        Layer seven = Architectures.of("resnet20", 7, 0, new SplittableRandom(3));
        Path weights = folder.resolve("seven.safetensors");
        Checkpoint.save(weights, seven, Position.START);
        Said export = Said.fovea("export", "--model", "resnet20", "--weights", weights, saved, "--json");
        assertThat(export.code()).as(export.err()).isZero();
        assertThat(export.lastLine()).contains("\"input\":\"[N, 3, 32, 32]\"", "\"classes\":[\"class 0\",");
        areEqual(
                guesses("predict", saved, picture, "--json"),
                guesses("predict", "--model", "resnet20", "--weights", weights, picture, "--json"));
    }

    /** Probabilities are not made probabilities again, and what nobody says is as torchvision's networks have it. */
    @Test
    void anotherProgramsFileIsUsedToo() throws IOException {
        Files.write(saved, means(false));
        Files.write(folder.resolve("softmax.onnx"), means(true));
        areEqual(
                guesses("predict", folder.resolve("softmax.onnx"), picture, "--json"),
                guesses("predict", saved, picture, "--json"));
        assertThat(Said.fovea("predict", "--model", saved, picture, "--json").out())
                .contains("resize 9, crop 8 × 8, mean [0.485, ", "\"class 2\"");
        OnnxExport.write(saved, x -> x.mean(2, 3), Shape.of(1, 1, 8, 8));
        assertThat(Said.fovea("predict", saved, picture).out()).contains("picture03.png: class 0 100.0 %");
    }

    /** The mean of each color of eight by eight pixels, perhaps as probabilities. */
    private static byte[] means(boolean asProbabilities) {
        ProtobufWriter mean = new ProtobufWriter()
                .text(1, "x")
                .text(2, asProbabilities ? "m" : "y")
                .text(4, "ReduceMean")
                .message(
                        5,
                        new ProtobufWriter()
                                .text(1, "axes")
                                .whole(20, 7)
                                .whole(8, 2)
                                .whole(8, 3))
                .message(
                        5, new ProtobufWriter().text(1, "keepdims").whole(20, 2).whole(3, 0));
        ProtobufWriter graph = new ProtobufWriter().message(1, mean);
        if (asProbabilities) {
            graph.message(1, new ProtobufWriter().text(1, "m").text(2, "y").text(4, "Softmax"));
        }
        return new ProtobufWriter()
                .whole(1, 8)
                .message(7, graph.message(11, tensor("x", 1, 3, 8, 8)).message(12, tensor("y", 1, 3)))
                .message(8, new ProtobufWriter().whole(2, 17))
                .toBytes();
    }

    private static ProtobufWriter tensor(String name, int... sizes) {
        ProtobufWriter shape = new ProtobufWriter();
        for (int size : sizes) {
            shape.message(1, new ProtobufWriter().whole(1, size));
        }
        return new ProtobufWriter()
                .text(1, name)
                .message(
                        2,
                        new ProtobufWriter()
                                .message(1, new ProtobufWriter().whole(1, 1).message(2, shape)));
    }

    private static void fails(Said said, String... parts) {
        assertThat(said.err()).contains(parts).doesNotContain("\tat ", "fault of Fovea");
        assertThat(said.err()).containsPattern("fovea: .+\\R  .+");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void badFilesAreRefused() throws IOException {
        train("linear");
        Said.fovea("export", run, saved);
        byte[] good = Files.readAllBytes(saved);
        Files.write(saved, Arrays.copyOf(good, 300));
        fails(Said.fovea("predict", saved, picture), saved + ": ");
        fails(Said.fovea("predict", folder.resolve("none.onnx"), picture), "none.onnx: is no file", "check the path");
        fails(Said.fovea("export", folder, saved), "config.json: is missing");
        fails(Said.fovea("export", run, folder.resolve("nowhere/net.onnx")), "the folder", "is missing");

        Layer mean = x -> x.mean(2, 3);
        Shape image = Shape.of(1, 3, 8, 8);
        fails(told(mean, image, "[1,2"), "cannot be read as settings");
        fails(told(mean, image, "{\"classes\":[\"a\"],\"resize\":0}"), "classes is 1 names for 3 answers");
        fails(told(mean, image, "{\"classes\":[1,2,3],\"resize\":0}"), "classes is 1", "fovea export RUN FILE.onnx");
        String three = "{\"classes\":[\"a\",\"b\",\"c\"],\"resize\":";
        fails(told(mean, image, three + "4}"), "resize is 4, less than the pictures [3, 8, 8]");
        fails(told(mean, image, three + "0,\"mean\":[0.5],\"std\":[0.5]}"), "mean is [0.5] for pictures [3, 8, 8]");
        fails(told(mean, image, three + "0,\"mean\":[0.5],\"std\":[0.0]}"), "does not fit together");
        fails(told(x -> x, Shape.of(1, 4), "{}"), "takes [", "[1, C, H, W]");
    }

    private Said told(Layer layer, Shape x, String words) {
        OnnxExport.write(saved, layer, x, Map.of(Recognizer.KEY, words));
        assertThat(OnnxFile.read(saved).model().metadata()).containsEntry(Recognizer.KEY, words);
        return Said.fovea("predict", saved, picture);
    }

    @Test
    void wrongUsage() {
        for (Object[] words : new Object[][] {
            {"export", run},
            {"export", run, "net.pth"},
            {"export", "--model", "resnet18", saved},
            {"export", "--model", "resnet18", run, saved},
            {"predict", "--model", saved, "--weights", "x.pth", picture}
        }) {
            Said said = Said.fovea(words);
            assertThat(said.code()).as(Arrays.toString(words)).isEqualTo(2);
            assertThat(said.err()).contains("--help").doesNotContain("\tat ");
        }
    }
}
