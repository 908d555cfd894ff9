package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    @TempDir
    Path folder;

    private NdArray read(byte[] bytes) {
        return Idx.read(Bytes.write(folder.resolve("x-idx"), bytes));
    }

    @Test
    void plainAndCompressedFilesGiveTheSameArray() {
        NdArray plain = read(Bytes.idx(5, 2, 3));
        assertThat(plain.type()).isEqualTo(ElementType.U8);
        assertThat(plain.shape()).containsExactly(5, 2, 3);
        assertThat(plain.toBytes()).isEqualTo(Bytes.counting(30));
        assertThat(read(Bytes.gzip(Bytes.idx(5, 2, 3)))).isEqualTo(plain);
    }

    @Test
    void compressedFilesMayBeMuchLargerThanTheyLook() {
        byte[] plain = Bytes.idx(3_000, 1_000);
        assertThat(read(Bytes.gzip(plain)).count()).isEqualTo(3_000_000);
    }

    @Test
    void everyElementTypeIsTurnedLittleEndian() {
        byte[] one = Bytes.of(0, 0, 0, 1);
        assertThat(read(Bytes.join(Bytes.of(0, 0, 9, 1), one, Bytes.of(0xfe))).toInts())
                .containsExactly(-2);
        assertThat(read(Bytes.join(Bytes.of(0, 0, 11, 1), one, Bytes.of(1, 2))).toInts())
                .containsExactly(258);
        assertThat(read(Bytes.join(Bytes.of(0, 0, 12, 1), one, Bytes.of(0, 1, 2, 3)))
                        .toInts())
                .containsExactly(66051);
        assertThat(read(Bytes.join(Bytes.of(0, 0, 13, 1), one, Bytes.of(0x3f, 0xc0, 0, 0)))
                        .toFloats())
                .containsExactly(1.5f);
        assertThat(read(Bytes.join(Bytes.of(0, 0, 14, 1), one, Bytes.of(0xbf, 0xf8, 0, 0, 0, 0, 0, 0)))
                        .toDoubles())
                .containsExactly(-1.5);
    }

    @Test
    void anEmptySetIsAnArrayOfNothing() {
        assertThat(read(Bytes.idx(0, 28, 28)).shape()).containsExactly(0, 28, 28);
    }

    record Bad(String name, byte[] bytes, String message) {}

    @TestFactory
    Stream<DynamicTest> badFilesAreRefusedWithTheirNumbers() {
        byte[] good = Bytes.idx(5, 2, 3);
        byte[] huge = Bytes.join(Bytes.of(0, 0, 8, 2), Bytes.of(0x7f, 255, 255, 255, 0x7f, 255, 255, 255));
        byte[] overflowing =
                Bytes.join(Bytes.of(0, 0, 14, 3), Arrays.copyOfRange(huge, 4, 12), Bytes.of(0x7f, 255, 255, 255));
        return Stream.of(
                        new Bad("empty", new byte[0], "expected 4 bytes, found 0"),
                        new Bad("a web page", Bytes.text("<!DOCTYPE html>"), "starts with 3C 21 44 4F"),
                        new Bad("unknown type", Bytes.of(0, 0, 7, 1, 0, 0, 0, 0), "its type byte is 07"),
                        new Bad("rank 0", Bytes.of(0, 0, 8, 0), "its rank is 0"),
                        new Bad("cut off in the header", Bytes.of(0, 0, 8, 3, 0, 0), "expected 16 bytes, found 6"),
                        new Bad("negative size", Bytes.of(0, 0, 8, 1, 255, 255, 255, 251), "axis 0 is -5"),
                        new Bad("absurd size", huge, "is too short"),
                        new Bad("absurd size, compressed", Bytes.gzip(huge), "can hold at most"),
                        new Bad("overflowing size", overflowing, "impossible size"),
                        new Bad("one byte short", Arrays.copyOf(good, 45), "expected 46 bytes, found 45"),
                        new Bad("one byte long", Arrays.copyOf(good, 47), "expected 46 bytes, found 47"),
                        new Bad(
                                "one byte short, compressed",
                                Bytes.gzip(Arrays.copyOf(good, 45)),
                                "expected 46 bytes after decompression, found 45"),
                        new Bad(
                                "a bomb: far more than declared",
                                Bytes.gzip(Bytes.join(good, new byte[20_000_000])),
                                "expected 46 bytes after decompression, found more"),
                        new Bad("half a gzip header", Bytes.of(0x1f, 0x8b, 8), "cut off after 3 bytes"),
                        new Bad(
                                "gzip without its checksum",
                                Arrays.copyOf(Bytes.gzip(good), Bytes.gzip(good).length - 6),
                                "checksum is cut off"))
                .map(bad -> DynamicTest.dynamicTest(
                        bad.name(),
                        () -> assertThatExceptionOfType(FormatException.class)
                                .isThrownBy(() -> read(bad.bytes()))
                                .withMessageStartingWith(folder.resolve("x-idx") + ": ")
                                .withMessageContaining(bad.message())
                                .withMessageContaining("\n  fetch the file again")));
    }

    @Test
    void aFlippedBitInsideGzipIsNoticed() {
        byte[] zipped = Bytes.gzip(Bytes.idx(5, 2, 3));
        zipped[zipped.length - 7] ^= 1; // in the checksum
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> read(zipped))
                .withMessageContaining("gzip data is damaged");
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Idx.read(folder.resolve("nowhere")))
                .satisfies(e -> {
                    assertThat(e.file()).isEqualTo(folder.resolve("nowhere"));
                    assertThat(e.what()).isEqualTo("is missing");
                    assertThat(e.remedy()).isNotBlank();
                });
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Idx.read(folder))
                .withMessageContaining("is a folder");
    }
}
