package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "jpeg"})
    void readsColorsInOrder(String format) {
        Image image = Image.decode(encode(halves(BufferedImage.TYPE_INT_RGB, Color.RED, Color.BLUE), format), "x");
        assertThat(image).hasToString("Image[16, 32, 3]");
        assertPixel(image, 8, 2, 255, 0, 0);
        assertPixel(image, 8, 29, 0, 0, 255);
    }

    @Test
    void readsWebp() {
        Image image = Image.decode(TinyWebp.halves(40, 20, 10, 200, 30, 60), "x");
        assertThat(image).hasToString("Image[20, 40, 3]");
        assertPixel(image, 10, 0, 10, 30, 60);
        assertPixel(image, 10, 39, 10, 200, 60);
    }

    @Test
    void goesByTheContentAndNotByTheName() throws IOException {
        Path file = folder.resolve("photo.jpg");
        Files.write(file, encode(halves(BufferedImage.TYPE_INT_RGB, Color.RED, Color.BLUE), "png"));
        assertPixel(Image.read(file), 0, 0, 255, 0, 0);
    }

    @Test
    void takesGrayAsStored() {
        BufferedImage gray = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSample(0, 0, 0, 50);
        gray.getRaster().setSample(1, 0, 0, 201);
        assertThat(Image.decode(encode(gray, "png"), "x")).isEqualTo(Image.of(1, 2, 1, new byte[] {50, (byte) 201}));
    }

    @Test
    void roundsSixteenBitsToEight() {
        BufferedImage gray = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        gray.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 257 * 100 + 129, 65535});
        assertThat(Image.decode(encode(gray, "png"), "x"))
                .isEqualTo(Image.of(1, 3, 1, new byte[] {0, 101, (byte) 255}));
    }

    @Test
    void laysTransparencyOverWhite() {
        BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0x00ff0000);
        picture.setRGB(1, 0, 0x80000000);
        picture.setRGB(2, 0, 0xff00ff00);
        Image image = Image.decode(encode(picture, "png"), "x");
        assertPixel(image, 0, 0, 255, 255, 255);
        assertPixel(image, 0, 1, 127, 127, 127);
        assertPixel(image, 0, 2, 0, 255, 0);
    }

    @Test
    void resolvesPalettes() {
        byte[] reds = {10, (byte) 250};
        byte[] greens = {20, 0};
        byte[] blues = {30, 0};
        IndexColorModel palette = new IndexColorModel(1, 2, reds, greens, blues);
        BufferedImage picture = new BufferedImage(9, 2, BufferedImage.TYPE_BYTE_BINARY, palette);
        picture.getRaster().setSample(8, 1, 0, 1);
        Image image = Image.decode(encode(picture, "png"), "x");
        assertPixel(image, 0, 0, 10, 20, 30);
        assertPixel(image, 1, 8, 250, 0, 0);
    }

    @Test
    void keepsGrayPalettesGray() {
        BufferedImage picture = new BufferedImage(8, 1, BufferedImage.TYPE_BYTE_BINARY);
        picture.getRaster().setSample(3, 0, 0, 1);
        Image image = Image.decode(encode(picture, "png"), "x");
        assertThat(image.channels()).isEqualTo(1);
        assertThat(image.pixels()).containsExactly(0, 0, 0, 255, 0, 0, 0, 0);
    }

    /** As Photoshop and Pillow write them, 255 for no ink; Adobe's mark is at times lost on the way. */
    @ParameterizedTest
    @CsvSource({
        "0, 255, 255, 0, 255, 0, 0",
        "0, 0, 0, 0, 255, 255, 255",
        "5, 135, 235, 0, 250, 120, 20",
        "0, 0, 0, 155, 100, 100, 100"
    })
    void readsInks(int cyan, int magenta, int yellow, int black, int red, int green, int blue) throws IOException {
        WritableRaster light = Raster.createInterleavedRaster(0, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            light.setPixel(i % 16, i / 16, new int[] {255 - cyan, 255 - magenta, 255 - yellow, 255 - black});
        }
        byte[] plain = encode(new IIOImage(light, null, null), "jpeg");
        ByteBuffer marked = ByteBuffer.allocate(plain.length + 16);
        marked.put(plain, 0, 2).putShort((short) 0xffee).putShort((short) 14);
        marked.put("Adobe".getBytes()).put(new byte[] {0, 100, 0, 0, 0, 0, 0}).put(plain, 2, plain.length - 2);
        assertPixel(Image.decode(marked.array(), "x"), 8, 8, red, green, blue);
        assertPixel(Image.decode(plain, "x"), 8, 8, red, green, blue);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void obeysTheOrientation(int orientation) {
        byte[] jpeg = encode(quarters(), "jpeg");
        Image image = Image.decode(withOrientation(jpeg, orientation), "x");
        // Red, green, blue and white in the stored corners (upper left, upper right, lower left, lower right), as seen.
        String expected = List.of("RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB")
                .get(orientation - 1);
        assertThat(corners(image)).isEqualTo(expected);
        assertThat(image.height()).isEqualTo(orientation < 5 ? 32 : 48);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "jpeg"})
    void refusesWhatIsCutOff(String format) throws IOException {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 4096; i++) {
            picture.setRGB(i % 64, i / 64, i * 0x9e3779b1);
        }
        byte[] whole = encode(picture, format);
        Path file = folder.resolve("cut." + format);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Image.read(file))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining("copy or fetch it again");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 13, 20, 30, 50})
    void refusesTheFirstBytesOfAnything(int length) {
        for (String format : List.of("png", "bmp", "gif", "jpeg")) {
            byte[] bytes = encode(quarters(), format);
            assertThatThrownBy(() -> Image.decode(Arrays.copyOf(bytes, length), "x"))
                    .isInstanceOf(ImageException.class);
        }
        assertThatThrownBy(() -> Image.decode(Arrays.copyOf(TinyWebp.halves(64, 64, 1, 2, 3, 4), length), "x"))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void refusesAJpegCutOffWithinItsTables() {
        byte[] bytes = encode(quarters(), "jpeg");
        assertThatThrownBy(() -> Image.decode(Arrays.copyOf(bytes, 200), "x"))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("x: does not decode (")
                .hasMessageNotContaining("Cannot invoke");
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatThrownBy(() -> Image.decode("Once upon a time".getBytes(), "story.png"))
                .isInstanceOf(ImageException.class)
                .hasMessage("story.png: is no picture that can be read\n  use PNG, JPEG, GIF, BMP or WebP");
        assertThatThrownBy(() -> Image.decode(new byte[0], "nothing.png")).hasMessageContaining("is empty");
    }

    @Test
    void refusesHugeSizesBeforeDecoding() {
        byte[] png = encode(quarters(), "png");
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        assertThatThrownBy(() -> Image.decode(png, "bomb.png"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("bomb.png: has 60000 × 60000 pixels");
    }

    @Test
    void aDamagedByteNeverEscapesAsAnythingElse() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(1);
        for (String format : List.of("png", "bmp", "gif", "jpeg")) {
            byte[] whole = encode(quarters(), format);
            for (int i = 0; i < 60; i++) {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                try {
                    assertThat(Image.decode(damaged, "x").pixels()).isNotEmpty();
                } catch (ImageException e) {
                    assertThat(e.file()).isEqualTo("x");
                }
            }
        }
    }

    @Test
    void checksItsOwnSizes() {
        assertThatThrownBy(() -> Image.of(2, 2, 3, new byte[11])).hasMessageContaining("needs 12 samples but 11");
        assertThatThrownBy(() -> Image.of(2, 2, 2, new byte[8])).hasMessageContaining("channels 1 or 3");
        assertThatThrownBy(() -> Image.of(0, 2, 1, new byte[0])).hasMessageContaining("at least 1");
    }

    @Test
    void graysAsItur601() {
        Image image = Image.of(1, 2, 3, new byte[] {(byte) 255, 0, 0, 10, 20, 30});
        assertThat(image.toChannels(1).pixels()).containsExactly(76, 18);
        assertThat(image.toChannels(1).toChannels(3).pixels()).containsExactly(76, 76, 76, 18, 18, 18);
        assertThat(image.toChannels(3)).isSameAs(image);
    }

    @Test
    void aMirroredImageHasLeftAndRightExchanged() {
        Image image = Image.of(2, 3, 1, new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(image.mirrored().pixels()).containsExactly(3, 2, 1, 6, 5, 4);
        Image colored = Image.of(1, 2, 3, new byte[] {1, 2, 3, 4, 5, 6});
        assertThat(colored.mirrored().pixels()).containsExactly(4, 5, 6, 1, 2, 3);
    }

    @Test
    void cutsTheMiddle() {
        byte[] pixels = new byte[5 * 4];
        for (int i = 0; i < 20; i++) {
            pixels[i] = (byte) i;
        }
        Image image = Image.of(5, 4, 1, pixels);
        assertThat(image.centerCrop(3, 2).pixels()).containsExactly(5, 6, 9, 10, 13, 14);
        assertThatThrownBy(() -> image.centerCrop(6, 2)).hasMessageContaining("resize it first");
    }

    private static BufferedImage halves(int type, Color left, Color right) {
        BufferedImage picture = new BufferedImage(32, 16, type);
        for (int i = 0; i < 512; i++) {
            picture.setRGB(i % 32, i / 32, (i % 32 < 16 ? left : right).getRGB());
        }
        return picture;
    }

    private static BufferedImage quarters() {
        BufferedImage picture = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 48; x++) {
                Color upper = x < 24 ? Color.RED : Color.GREEN;
                Color lower = x < 24 ? Color.BLUE : Color.WHITE;
                picture.setRGB(x, y, (y < 16 ? upper : lower).getRGB());
            }
        }
        return picture;
    }

    private static String corners(Image image) {
        int bottom = image.height() - 3;
        int right = image.width() - 3;
        return "" + letter(image, 2, 2) + letter(image, 2, right) + letter(image, bottom, 2)
                + letter(image, bottom, right);
    }

    private static char letter(Image image, int y, int x) {
        boolean red = image.at(y, x, 0) > 128;
        boolean green = image.at(y, x, 1) > 128;
        return red && green ? 'W' : red ? 'R' : green ? 'G' : 'B';
    }

    /** The JPEG with an EXIF segment that holds nothing but the orientation, little-endian. */
    private static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'I',
            'I',
            42,
            0,
            8,
            0,
            0,
            0,
            1,
            0,
            0x12,
            0x01,
            3,
            0,
            1,
            0,
            0,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        return ByteBuffer.allocate(jpeg.length + exif.length)
                .put(jpeg, 0, 2)
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] encode(BufferedImage picture, String format) {
        try {
            return encode(new IIOImage(picture, null, null), format);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] encode(IIOImage picture, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = null;
        var writers = ImageIO.getImageWritersByFormatName(format);
        while (writers.hasNext()) {
            ImageWriter candidate = writers.next();
            if (candidate.getClass().getModule() == ImageIO.class.getModule()) {
                writer = candidate;
            }
        }
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, picture, null);
        }
        writer.dispose();
        return bytes.toByteArray();
    }

    private static void assertPixel(Image image, int y, int x, int red, int green, int blue) {
        assertThat(List.of(image.at(y, x, 0), image.at(y, x, 1), image.at(y, x, 2)))
                .satisfiesExactly(
                        r -> assertThat(Math.abs(r - red)).isLessThan(4),
                        g -> assertThat(Math.abs(g - green)).isLessThan(4),
                        b -> assertThat(Math.abs(b - blue)).isLessThan(4));
    }
}
