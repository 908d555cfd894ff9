package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import fovea.plot.Sheet.Tile;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SheetTest {

    private static Pixels noise(int width, int height, int channels) {
        byte[] data = new byte[width * height * channels];
        new Random(width + height).nextBytes(data);
        return new Pixels(width, height, channels, data);
    }

    private static Drawing drawn(Sheet sheet) {
        Drawing drawing = new SheetLayout(sheet).drawing();
        Pages.assertTextsInside(drawing);
        assertThat(sheet.picture().png()).isEqualTo(sheet.picture().png());
        return drawing;
    }

    private static Sheet captioned(Pixels... pictures) {
        return Sheet.of(
                "Mistakes",
                List.of(pictures).stream()
                        .map(p -> new Tile(p, "truth: circle", "square 87 %, circle 9 %"))
                        .toList());
    }

    @Test
    void smallPicturesAreEnlargedByAWholeFactor() {
        for (int channels : new int[] {1, 3}) {
            Pixels digit = noise(28, 28, channels);
            Drawing drawing = drawn(captioned(digit));
            Mark.Image image = Pages.marks(drawing, Mark.Image.class).getFirst();
            assertThat(image.width()).isEqualTo(140); // 10 pixels of the raster for each of 28
            var raster = new Picture(drawing).raster();
            for (int y = 0; y < 280; y++) {
                for (int x = 0; x < 280; x++) {
                    int shown = raster.getRGB((int) (2 * image.x()) + x, (int) (2 * image.y()) + y) & 0xffffff;
                    assertThat(shown).isEqualTo(digit.rgb(x / 10, y / 10));
                }
            }
        }
    }

    @Test
    void largePicturesAreReducedAndKeepTheirForm() {
        Mark.Image image = Pages.marks(drawn(captioned(noise(500, 375, 3))), Mark.Image.class)
                .getFirst();
        assertThat(image.width()).isEqualTo(140);
        assertThat(image.height()).isEqualTo(105);
        assertThat(image.pixels().width()).isEqualTo(280);
    }

    @Test
    void oddSizesFitSideBySide() {
        Drawing drawing = drawn(captioned(
                noise(1, 1, 1),
                noise(1, 1, 3),
                noise(2000, 3, 3),
                noise(3, 2000, 1),
                noise(7, 5, 3),
                noise(281, 281, 1)));
        List<Mark.Image> images = Pages.marks(drawing, Mark.Image.class);
        assertThat(images).hasSize(6).allSatisfy(image -> {
            assertThat(image.width()).isBetween(0.5, 140.0);
            assertThat(image.height()).isBetween(0.5, 140.0);
        });
        assertThat(images.get(0).width()).isEqualTo(140);
    }

    @Test
    void captionsNeverLeaveTheirTile() {
        String endless = "a class with a name that goes on and on 87 %, ".repeat(3);
        Drawing drawing = drawn(Sheet.of("t", Collections.nCopies(7, new Tile(noise(32, 32, 3), endless, endless))));
        List<Mark.Image> images = Pages.marks(drawing, Mark.Image.class);
        double pitch = images.get(1).x() - images.get(0).x();
        assertThat(Pages.marks(drawing, Mark.Text.class))
                .filteredOn(text -> text.text().startsWith("a class"))
                .hasSize(14)
                .allSatisfy(
                        text -> assertThat(text.lettering().width(text.text())).isLessThan(pitch - 10))
                .allSatisfy(text -> assertThat(text.text()).endsWith("…"));
    }

    @Test
    void withoutTextASheetIsAPlainGrid() {
        Drawing drawing = drawn(Sheet.plain(Collections.nCopies(10, noise(32, 32, 3)), 5));
        assertThat(drawing.width()).isEqualTo(5 * 48 + 4 * 4 + 2 * 4);
        assertThat(drawing.height()).isEqualTo(2 * 48 + 4 + 2 * 4);
        assertThat(Pages.texts(drawing)).isEmpty();
    }

    @Test
    void columnsAndSidesCanBeChosen() {
        Sheet sheet = captioned(Collections.nCopies(6, noise(16, 16, 1)).toArray(Pixels[]::new));
        assertThat(rows(drawn(sheet.withColumns(2)))).isEqualTo(3);
        assertThat(rows(drawn(sheet.withColumns(99)))).isEqualTo(1);
        assertThat(rows(drawn(sheet))).isEqualTo(2);
        assertThat(Pages.marks(drawn(sheet.withSide(64)), Mark.Image.class)
                        .getFirst()
                        .width())
                .isEqualTo(64);
    }

    private static long rows(Drawing drawing) {
        return Pages.marks(drawing, Mark.Image.class).stream()
                .mapToDouble(Mark.Image::y)
                .distinct()
                .count();
    }

    @Test
    void noPicturesAreSaid() {
        assertThat(Pages.texts(drawn(Sheet.of("Mistakes: none", List.of()))))
                .containsExactly("Mistakes: none", "no pictures to show");
        assertThat(Pages.texts(drawn(Sheet.plain(List.of(), 3)))).contains("no pictures to show");
    }

    @Test
    void svgEmbedsPicturesAsTheRasterShowsThem() throws Exception {
        Pixels digit = noise(28, 28, 1);
        var images = Pages.parsed(captioned(digit).picture().svg()).getElementsByTagName("image");
        assertThat(images.getLength()).isEqualTo(1);
        String[] link = images.item(0)
                .getAttributes()
                .getNamedItem("href")
                .getNodeValue()
                .split(",");
        assertThat(link[0]).isEqualTo("data:image/png;base64");
        var shown = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(link[1])));
        assertThat(shown.getWidth()).isEqualTo(280);
        assertThat(shown.getRGB(279, 45) & 0xffffff).isEqualTo(digit.rgb(27, 4));
    }

    @Test
    void wrongInputIsRefused() {
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Sheet.plain(Collections.nCopies(401, noise(1, 1, 1)), 5))
                .withMessageContaining("401 pictures")
                .withMessageContaining("\n  choose at most 400");
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Sheet.of("", List.of()).withColumns(-1));
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Sheet.of("", List.of()).withSide(5000));
    }
}
