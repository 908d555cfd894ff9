package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fovea.plot.Curves.Line;
import fovea.plot.Curves.Panel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {

    private final Picture picture =
            Curves.of("", "epoch", Panel.of("loss", Line.of("<&>'\"", 2, 1))).picture();

    @TempDir
    Path folder;

    @Test
    void filesHoldWhatMemoryHolds() throws Exception {
        Path png = picture.png(folder.resolve("a.png")), svg = picture.svg(folder.resolve("a.svg"));
        assertThat(png).hasBinaryContent(picture.png());
        assertThat(svg).content(StandardCharsets.UTF_8).isEqualTo(picture.svg());
        var read = ImageIO.read(png.toFile());
        assertThat(List.of(read.getWidth(), read.getHeight())).containsExactly(picture.width(), picture.height());
        assertThat(Files.list(folder)).containsExactlyInAnyOrder(png, svg);
    }

    @Test
    void anOlderFileIsReplaced() throws Exception {
        Path file = Files.writeString(folder.resolve("a.png"), "old");
        assertThat(picture.png(file)).hasBinaryContent(picture.png());
    }

    @Test
    void aMissingFolderIsNamed() {
        Path file = folder.resolve("absent/a.png");
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> picture.png(file))
                .withMessageContaining("cannot write the picture " + file + ": its folder does not exist")
                .withMessageContaining("\n  give a place in an existing folder");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFailureLeavesNothingBehind() throws Exception {
        Path taken = Files.createDirectory(folder.resolve("a.svg"));
        Files.writeString(taken.resolve("inside"), "stays");
        assertThatExceptionOfType(PictureException.class).isThrownBy(() -> picture.svg(taken));
        assertThat(Files.list(folder)).containsExactly(taken);
        assertThat(taken.resolve("inside")).hasContent("stays");
    }

    @Test
    void svgKeepsTextAsText() throws Exception {
        var texts = Pages.parsed(picture.svg()).getElementsByTagName("text");
        assertThat(IntStream.range(0, texts.getLength())
                        .mapToObj(i -> texts.item(i).getTextContent()))
                .contains("<&>'\"", "loss", "epoch");
    }
}
