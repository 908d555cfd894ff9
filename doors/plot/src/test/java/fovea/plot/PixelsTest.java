package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PixelsTest {

    @Test
    void bytesAreUnsignedAndChannelsLast() {
        Pixels two = new Pixels(2, 1, 3, new byte[] {(byte) 255, 0, 127, 1, 2, 3});
        assertThat(two.rgb(0, 0)).isEqualTo(0xff007f);
        assertThat(two.rgb(1, 0)).isEqualTo(0x010203);
        assertThat(new Pixels(1, 1, 1, new byte[] {(byte) 200}).rgb(0, 0)).isEqualTo(0xc8c8c8);
    }

    @Test
    void aReducedPixelIsTheMeanOfThoseItCovers() {
        Pixels four = new Pixels(4, 2, 1, new byte[] {0, 10, (byte) 200, (byte) 250, 20, 30, (byte) 210, (byte) 240});
        assertThat(four.reduced(2, 1).data()).containsExactly(15, (byte) 225);
        assertThat(four.reduced(4, 2).data()).isEqualTo(four.data());
    }

    @Test
    void sizesThatDoNotFitTheDataAreRefused() {
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> new Pixels(28, 28, 3, new byte[784]))
                .withMessage("a picture of 28 x 28 pixels with 3 channels has 784 bytes\n"
                        + "  give 2352 bytes, [height, width, channels]");
        for (int[] size : new int[][] {{0, 1, 1}, {1, -1, 1}, {1, 1, 4}, {1, 1, 0}}) {
            assertThatExceptionOfType(PictureException.class)
                    .isThrownBy(() -> new Pixels(size[0], size[1], size[2], new byte[4]))
                    .withMessageContaining("give at least one pixel");
        }
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> new Pixels(1 << 16, 1 << 16, 1, new byte[0]))
                .withMessageContaining("4294967296 bytes");
    }

    @Test
    void numbersBecomeShadesFromTheSmallestToTheLargest() {
        assertThat(Pixels.gray(3, 1, -2, 0, 2).data()).containsExactly(0, 128, 255);
        assertThat(Pixels.gray(2, 1, 7, 7).data()).containsExactly(128, 128);
    }

    @Test
    void aGridLiesRowByRowAndIsAPngOfItsPixels() throws IOException {
        Pixels a = new Pixels(2, 1, 1, new byte[] {1, 2});
        Pixels b = new Pixels(2, 1, 1, new byte[] {3, 4});
        Pixels c = new Pixels(2, 1, 1, new byte[] {5, 6});
        Pixels grid = Pixels.grid(List.of(a, b, c), 2);
        assertThat(grid.data()).containsExactly(1, 2, 3, 4, 5, 6, 0, 0);
        assertThat(grid.width()).isEqualTo(4);
        var read = ImageIO.read(new ByteArrayInputStream(grid.png()));
        assertThat(read.getWidth()).isEqualTo(4);
        assertThat(read.getHeight()).isEqualTo(2);
        assertThat(read.getRGB(1, 1) & 0xffffff).isEqualTo(0x060606);
        Pixels wide = new Pixels(1, 2, 1, new byte[2]);
        assertThatExceptionOfType(PictureException.class)
                .isThrownBy(() -> Pixels.grid(List.of(a, wide), 2))
                .withMessageContaining("picture 1 is 1 x 2 pixels");
        assertThat(new Pixels(8, 4, 1, new byte[32]).within(4).data()).hasSize(8);
        assertThat(a.within(2)).isSameAs(a);
    }
}
