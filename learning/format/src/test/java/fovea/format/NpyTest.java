package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    Path folder;

    /** A file of version {@code version}.0 with this header and these bytes of elements. */
    private Path file(int version, String header, byte... elements) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] start = version == 1
                ? Bytes.of(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, text.length, text.length >> 8)
                : Bytes.of(0x93, 'N', 'U', 'M', 'P', 'Y', version, 0, text.length, text.length >> 8, 0, 0);
        return Bytes.write(folder.resolve("x.npy"), Bytes.join(start, text, elements));
    }

    private NdArray read(String header, int... elements) {
        return Npy.read(file(1, header, Bytes.of(elements)));
    }

    private void refused(String why, String header, int... elements) {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> read(header, elements))
                .withMessageStartingWith(folder.resolve("x.npy").toString())
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"BF16", "F8_E4M3", "F8_E5M2"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsWrittenIsReadBack(ElementType type) {
        Path file = folder.resolve("a.npy");
        for (long[] shape : new long[][] {{}, {0}, {7}, {2, 3}, {3, 1, 2, 2}, {0, 5}}) {
            int bytes = (int) type.bytes(shape);
            NdArray array = NdArray.of(type, shape, MemorySegment.ofArray(Bytes.counting(bytes)));
            Npy.write(file, array);
            assertThat(Npy.read(file)).isEqualTo(array);
        }
    }

    @Test
    void theBytesAreNumpys() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, NdArray.ofFloats(new long[] {2, 1}, 1, 2));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(128 + 8);
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1,), } ")
                .endsWith(" \n");
        assertThat(bytes).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
    }

    @Test
    void bfloatIsRefusedForNumpyHasNone() {
        NdArray array = NdArray.of(ElementType.BF16, new long[] {1}, MemorySegment.ofArray(new byte[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npy.write(folder.resolve("a.npy"), array))
                .withMessageContaining("BF16");
    }

    @Test
    void fortranOrderIsTurnedAround() {
        NdArray array = read("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3)}", 1, 4, 2, 5, 3, 6);
        assertThat(array.toLongs()).containsExactly(1, 2, 3, 4, 5, 6);
        NdArray cube = read("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 1, 3)}", 1, 4, 2, 5, 3, 6);
        assertThat(cube.toLongs()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void bigEndianFortranOrderToo() {
        NdArray array = read("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 2)}", 0, 1, 1, 0, 0, 2, 0, 4);
        assertThat(array.toLongs()).containsExactly(1, 2, 256, 4);
    }

    @Test
    void headersOfAnyForm() {
        assertThat(read("{\"shape\":(1,),\"descr\":\"|b1\",\"fortran_order\":False}", 1)
                        .toLongs())
                .containsExactly(1);
        assertThat(read("{'shape': (2L,), 'fortran_order': False, 'descr': '|u1',}  \n", 1, 2)
                        .toLongs())
                .containsExactly(1, 2);
        assertThat(Npy.read(file(3, "{'descr':'|u1','fortran_order':False,'shape':()}", (byte) 9))
                        .toLongs())
                .containsExactly(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,)} => type '|O'",
                "{'descr': '<c32', 'fortran_order': False, 'shape': (1,)} => type '<c32'",
                "{'descr': '|f4', 'fortran_order': False, 'shape': (1,)} => type '|f4'",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)} => structured",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)} => True or False",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1)} => not a tuple",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)} => a size of 1 to 18 digits",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)} => a comma or )",
                "{'descr': '<f4', 'fortran_order': False, 'shape': 4} => ( was expected",
                "{'descr': '<f4', 'fortran_order': False} => 'shape' is missing",
                "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)} => twice",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1} => unknown",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + {} => the end was expected",
                "__import__('os').system('true') => { was expected",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,) => } was expected",
                "{'descr': '<f4 => text in quotes",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} => too short",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (3,)} => too long",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999999999, 99)} => impossible size",
            })
    void whatItIsNotMadeForIsRefused(String both) {
        String header = both.substring(0, both.lastIndexOf(" => "));
        refused(both.substring(both.lastIndexOf(" => ") + 4), header, 0, 0, 0, 0);
    }

    @Test
    void otherVersionsAndTornHeadersAreRefused() {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Npy.read(file(4, "{}")))
                .withMessageContaining("version 4.0");
        for (int n = 0; n < 12; n++) {
            byte[] torn = java.util.Arrays.copyOf(Bytes.of(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0, '{', '\''), n);
            Path file = Bytes.write(folder.resolve("torn.npy"), torn);
            assertThatExceptionOfType(FormatException.class).isThrownBy(() -> Npy.read(file));
        }
    }
}
