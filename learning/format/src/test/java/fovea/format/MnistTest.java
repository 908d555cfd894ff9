package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The real files. */
class MnistTest {

    @Test
    void theTestSetHasTenThousandPicturesAndTheKnownCounts() {
        NdArray images = Idx.read(SharedFiles.data("mnist/t10k-images-idx3-ubyte.gz"));
        assertThat(images.type()).isEqualTo(ElementType.U8);
        assertThat(images.shape()).containsExactly(10_000, 28, 28);
        int[] labels =
                Idx.read(SharedFiles.data("mnist/t10k-labels-idx1-ubyte.gz")).toInts();
        long[] counts = IntStream.range(0, 10)
                .mapToLong(digit ->
                        IntStream.of(labels).filter(label -> label == digit).count())
                .toArray();
        assertThat(counts).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    }

    @Test
    void floatingPointDigitsLieBetweenZeroAndOne() {
        NdArray images = Idx.read(SharedFiles.data("digits/usps-test-images-idx3-float.gz"));
        assertThat(images.type()).isEqualTo(ElementType.F32);
        assertThat(images.shape()).containsExactly(2007, 16, 16);
        for (float x : images.toFloats()) {
            assertThat(x >= 0 && x <= 1).isTrue();
        }
    }
}
