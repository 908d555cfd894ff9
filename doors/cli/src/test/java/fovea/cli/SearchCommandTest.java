package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.format.ElementType;
import fovea.format.NdArray;
import fovea.format.Safetensors;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
    @TempDir
    private Path folder;

    private Path pictures;
    private Path query;
    private Path sheet;

    @BeforeEach
    void paint() throws IOException {
        pictures = Pictures.twoClasses(folder.resolve("pictures"), 12);
        query = folder.resolve("query.png");
        Files.copy(pictures.resolve("below/picture03.png"), query);
        sheet = folder.resolve("sheet.png");
    }

    private Said search(Object... more) {
        Object[] words = {"search", "--device", "reference", "--out", sheet};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Said.fovea(all);
    }

    private void fails(Said said, int code, String... parts) {
        assertThat(said.err()).contains(parts).doesNotContain("\tat ", "fault of Fovea");
        assertThat(said.code()).isEqualTo(code);
        assertThat(sheet).doesNotExist();
    }

    /** Picture 3 begins at column 3 in its shade; 8 begins there too, in a darker one. */
    @Test
    void thePictureItselfIsNearestByItsPixels() {
        for (String metric : new String[] {"l1", "l2", "cosine"}) {
            Said said = search("--in", pictures, "--metric", metric, "--top", 3, query, "--json");
            assertThat(said.code()).isZero();
            assertThat(said.lastLine())
                    .startsWith("{\"queries\":[{\"picture\":\"" + query + "\",\"nearest\":[{\"picture\":\""
                            + pictures.resolve("below/picture03.png") + "\",\"distance\":")
                    .contains("\"searched\":24", "\"numbers\":3072", "\"failed\":0", "\"metric\":\"" + metric)
                    .doesNotContain(pictures.resolve("above").toString());
        }
        assertThat(sheet).isNotEmptyFile();
    }

    @Test
    void forPeopleThereIsAListAndASheet() {
        Said said = search("--in", pictures, "--top", 2, query);
        assertThat(said.out().lines()).first().isEqualTo(query.toString());
        assertThat(said.out().lines().skip(1)).first().asString().matches(" +0\\.000  .*below/picture03\\.png");
        assertThat(said.out()).hasLineCount(4).endsWith("drawn in " + sheet + System.lineSeparator());
    }

    @Test
    void aTrainedNetworkComparesWhatItSees() {
        Path run = folder.resolve("run");
        Said trained = Said.fovea(
                "train",
                "--data",
                "folder:" + pictures,
                "--model",
                "mlp",
                "--epochs",
                1,
                "--image-size",
                16,
                "--batch-size",
                8,
                "--out",
                run,
                "--device",
                "reference");
        assertThat(trained.code()).isZero();
        Said said = search("--in", pictures, "--run", run, "--top", 2, query, "--json");
        assertThat(said.code()).isZero();
        assertThat(said.lastLine())
                .contains(
                        "\"numbers\":256",
                        "\"metric\":\"cosine\"",
                        "\"nearest\":[{\"picture\":\"" + pictures.resolve("below/picture03.png"));
        Said checkpoint = search(
                "--in", pictures, "--model", "mlp", "--weights", run.resolve("checkpoints/last.safetensors"), query);
        assertThat(checkpoint.code()).isEqualTo(1);
        assertThat(checkpoint.err()).contains("choose the model");
    }

    @Test
    void aModelWithWeightsFromAFileComparesWhatItSees() {
        Path file = folder.resolve("mlp.safetensors");
        Layer model = Models.of("mlp", Shape.of(3, 16, 16), 2, new SplittableRandom(3));
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        Variables.of(model).named().forEach((name, variable) -> arrays.put(name, array(variable.get())));
        Safetensors.write(file, arrays, Map.of());
        Said said = search(
                "--in",
                pictures,
                "--model",
                "mlp",
                "--weights",
                file,
                "--classes",
                2,
                "--input",
                "3,16,16",
                query,
                "--json");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.lastLine())
                .contains("\"numbers\":256", "\"nearest\":[{\"picture\":\"" + pictures.resolve("below/picture03.png"));
    }

    private static NdArray array(Tensor x) {
        long[] shape = Arrays.stream(x.shape().toArray()).asLongStream().toArray();
        MemorySegment elements = Arena.ofAuto().allocate(x.spec().bytes(), 4);
        x.copyTo(elements);
        return NdArray.of(ElementType.F32, shape, elements);
    }

    @Test
    void whatIsNoPictureIsLeftOutOrNamed() throws IOException {
        Files.writeString(pictures.resolve("notes.txt"), "no picture");
        Files.writeString(pictures.resolve(".hidden"), "not even looked at");
        Said said = search("--in", pictures, "--top", 1, query, folder.resolve("nowhere.png"), "--json");
        assertThat(said.err())
                .contains("1 files are no pictures", "notes.txt", "nowhere.png: is not there")
                .doesNotContain("hidden");
        assertThat(said.lastLine()).contains("\"failed\":1", "notes.txt");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void whatCannotBeDoneIsSaid() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        fails(search("--in", empty, query), 1, empty + " has no pictures", "PNG, JPEG");
        fails(search("--in", folder.resolve("nowhere"), query), 1, "nowhere is no folder", "--in FOLDER");
        fails(search("--in", pictures, "--top", 25, query), 2, "--top 25 of 24 pictures");
        fails(search("--in", pictures, "--metric", "l3", query), 2, "no metric called l3");
        fails(search("--in", pictures, "--model", "mlp", query), 2, "--model and --weights belong together");
        fails(search("--in", pictures, "--run", folder, "--model", "mlp", query), 2, "give --run, or --model");
        fails(search("--in", pictures, "--run", folder.resolve("no-run"), query), 1, "config.json", "is missing");
        fails(search("--in", pictures, "--model", "mlp", "--weights", query, query), 1, query.toString());
        fails(
                search("--in", pictures, "--model", "mlp", "--weights", folder.resolve("none"), query),
                1,
                "none is not there");
        fails(search("--in", pictures, "--input", "2,8,8", query), 2, "1 or 3 channels");
        fails(search(query), 2, "--in");
        fails(search("--in", pictures, folder.resolve("nowhere.png")), 1, "nowhere.png: is not there");
    }
}
