package fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.Sample;
import fovea.data.Source;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    private static final SetOptions OPTIONS = SetOptions.DEFAULT.withSide(8);

    @TempDir
    Path root;

    @Test
    void sortsClassesAndReadsPicturesAtTheSizeWanted() throws IOException {
        pictures("dog", 10, 0x0000ff);
        pictures("cat/kitten", 5, 0xff0000);
        pictures("cat", 5, 0xff0000);
        DataSet set = open(OPTIONS);
        assertThat(set.classes()).containsExactly("cat", "dog");
        assertThat(set.train().size()).isEqualTo(16);
        assertThat(set.test().size()).isEqualTo(4);
        for (Sample sample : samples(set.train())) {
            assertThat(sample.image()).hasToString("Image[8, 8, 3]");
            assertThat(sample.image().at(4, 4, 0)).isEqualTo(sample.label() == 0 ? 255 : 0);
            assertThat(sample.name()).contains(sample.label() == 0 ? "cat" : "dog");
        }
        assertThat(set.skipped()).isEmpty();
    }

    @Test
    void keepsAFifthOfEveryClassForTestingDrawnByTheSeed() throws IOException {
        pictures("a", 20, 1);
        pictures("b", 10, 2);
        DataSet set = open(OPTIONS);
        assertThat(samples(set.test()).stream().filter(sample -> sample.label() == 0))
                .hasSize(4);
        assertThat(samples(set.test()).stream().filter(sample -> sample.label() == 1))
                .hasSize(2);
        assertThat(names(set.test())).isEqualTo(names(open(OPTIONS).test()));
        assertThat(names(set.test()))
                .isNotEqualTo(names(open(OPTIONS.withSeed(5)).test()));
        assertThat(names(set.train())).doesNotContainAnyElementsOf(names(set.test()));
    }

    @Test
    void takesTheHalvesItIsGiven() throws IOException {
        for (String test : List.of("test", "val")) {
            Path one = root.resolve("with-" + test);
            pictures("with-" + test + "/train/a", 3, 1);
            pictures("with-" + test + "/train/b", 2, 2);
            pictures("with-" + test + "/" + test + "/a", 1, 1);
            pictures("with-" + test + "/" + test + "/b", 1, 2);
            DataSet set = ImageFolder.open(one, OPTIONS);
            assertThat(set.train().size()).isEqualTo(5);
            assertThat(set.test().size()).isEqualTo(2);
        }
    }

    @Test
    void leavesHiddenFilesAlone() throws IOException {
        pictures("a", 4, 1);
        pictures("b", 4, 2);
        Files.writeString(root.resolve("a/.DS_Store"), "x");
        Files.writeString(Files.createDirectory(root.resolve("b/.thumbs")).resolve("y.png"), "x");
        Files.createDirectory(root.resolve(".git"));
        Files.writeString(root.resolve("README.txt"), "not a class");
        DataSet set = open(OPTIONS);
        assertThat(set.classes()).containsExactly("a", "b");
        assertThat(set.skipped()).isEmpty();
    }

    @Test
    void leavesOutCorruptPicturesAndNamesThem() throws IOException {
        pictures("a", 6, 1);
        pictures("b", 6, 2);
        Path bad = Files.writeString(root.resolve("a/bad.jpg"), "no picture");
        Path cut = root.resolve("b/cut.png");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(root.resolve("b/0.png")), 40));
        List<DataEvent> events = new CopyOnWriteArrayList<>();
        DataSet set = open(OPTIONS.withListener(events::add));
        assertThat(set.train().size() + set.test().size()).isEqualTo(12);
        assertThat(set.skipped())
                .extracting(DataSet.Skipped::file)
                .containsExactlyInAnyOrder(bad.toString(), cut.toString());
        assertThat(set.skipped()).extracting(DataSet.Skipped::reason).contains("is no picture that can be read");
        assertThat(events).filteredOn(DataEvent.LeftOut.class::isInstance).hasSize(2);
        assertThat(events).contains(new DataEvent.Decoded(14, 14));
    }

    @Test
    void refusesAnEmptyClass() throws IOException {
        pictures("a", 2, 1);
        Path empty = Files.createDirectory(root.resolve("b"));
        assertThatThrownBy(() -> open(OPTIONS))
                .isInstanceOf(DataException.class)
                .hasMessage("class folder " + empty + " is empty\n  put pictures into it, or remove it");
    }

    @Test
    void refusesAClassOfWhichNothingDecodes() throws IOException {
        pictures("a", 2, 1);
        Files.writeString(Files.createDirectory(root.resolve("b")).resolve("x.png"), "x");
        assertThatThrownBy(() -> open(OPTIONS)).hasMessageContaining("none of the 1 pictures of class b decodes");
    }

    @Test
    void refusesWhatIsNoSet() throws IOException {
        assertThatThrownBy(() -> ImageFolder.open(root.resolve("nowhere"), OPTIONS))
                .hasMessageContaining("is not a folder");
        assertThatThrownBy(() -> open(OPTIONS)).hasMessageContaining("has no class folders");
        pictures("a", 2, 1);
        assertThatThrownBy(() -> open(OPTIONS)).hasMessageContaining("has only one class folder");
        pictures("b", 1, 1);
        pictures("c", 1, 1);
        assertThat(open(OPTIONS).test().size()).isEqualTo(1);
    }

    @Test
    void refusesTestsOfWhatIsNotTrained() throws IOException {
        pictures("train/a", 2, 1);
        pictures("train/b", 2, 1);
        pictures("test/a", 2, 1);
        pictures("test/c", 2, 1);
        assertThatThrownBy(() -> open(OPTIONS)).hasMessageContaining("class c is tested but not trained");
    }

    @Test
    void refusesMoreThanHalfOfTheHeap() throws IOException {
        int side = 4096;
        int count = (int) (Runtime.getRuntime().maxMemory() / 2 / (3L * side * side)) + 2;
        PictureReader reader = new PictureReader(List.of("a"), OPTIONS.withSide(side));
        assertThatThrownBy(() -> reader.checkMemory(count))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("pictures of 4096 × 4096 pixels take")
                .hasMessageContaining("choose a smaller size");
        reader.checkMemory(1);
    }

    private DataSet open(SetOptions options) {
        return ImageFolder.open(root, options);
    }

    private void pictures(String folder, int count, int rgb) throws IOException {
        Path path = Files.createDirectories(root.resolve(folder));
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(12 + i, 20, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < picture.getWidth() * 20; p++) {
                picture.setRGB(p / 20, p % 20, rgb);
            }
            ImageIO.write(picture, "png", path.resolve(i + ".png").toFile());
        }
    }

    private static List<Sample> samples(Source source) {
        return IntStream.range(0, source.size()).mapToObj(source::get).toList();
    }

    private static List<String> names(Source source) {
        return samples(source).stream().map(Sample::name).toList();
    }
}
