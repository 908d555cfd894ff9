package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    @TempDir
    Path folder;

    private final SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
    private Path file;

    @BeforeEach
    void write() {
        arrays.put("w", NdArray.ofFloats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6));
        arrays.put("layer/b.ias", NdArray.ofLongs(new long[] {}, 7));
        arrays.put("größe", NdArray.ofDoubles(new long[] {0, 4}));
        file = folder.resolve("a.npz");
        Npz.write(file, arrays);
    }

    @Test
    void whatIsWrittenIsReadBackInItsOrder() {
        try (Npz npz = Npz.open(file)) {
            assertThat(npz.names()).containsExactlyElementsOf(arrays.sequencedKeySet());
            arrays.forEach((name, array) -> assertThat(npz.array(name)).isEqualTo(array));
        }
    }

    @Test
    void theSameArraysGiveTheSameBytes() throws IOException {
        Path again = folder.resolve("b.npz");
        Npz.write(again, arrays);
        assertThat(again).hasSameBinaryContentAs(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(Object::toString)).containsExactly("w.npy", "layer/b.ias.npy", "größe.npy");
        }
    }

    @Test
    void arraysStayWhenTheFileIsClosed() {
        NdArray array;
        try (Npz npz = Npz.open(file)) {
            array = npz.array("w");
        }
        assertThat(array).isEqualTo(arrays.get("w"));
    }

    @Test
    void oneInsideAnArchiveIsReadDeflatedOrNot() throws IOException {
        byte[] inner = Files.readAllBytes(file);
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("pack/", new byte[0]);
        contents.put("pack/inner.npz", inner);
        contents.put("../../evil.npz", inner);
        contents.put("/tmp/evil.npz", inner);
        Path outer = Bytes.write(folder.resolve("outer.zip"), Bytes.zip(contents));
        try (Zip zip = Zip.open(outer)) {
            assertThat(zip.names()).containsExactlyElementsOf(contents.keySet());
            for (String name : contents.keySet().stream().skip(1).toList()) {
                Npz nested = Npz.nested(zip, name);
                nested.close();
                assertThat(nested.array("w")).isEqualTo(arrays.get("w"));
            }
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> Npz.nested(zip, "pack/other.npz"))
                    .withMessageContaining("holds nothing named 'pack/other.npz' among its 4");
        }
        assertThat(folder.resolve("../../evil.npz")).doesNotExist();
    }

    @Test
    void aMissingArrayIsNamed() {
        try (Npz npz = Npz.open(file)) {
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> npz.array("v"))
                    .withMessageStartingWith(file + ": holds nothing named 'v.npy' among its 3");
        }
    }

    @Test
    void theEntryAtFaultIsNamed() {
        Path bad =
                Bytes.write(folder.resolve("bad.npz"), Bytes.zip(Map.of("x.npy", Bytes.text("nothing of the kind"))));
        try (Npz npz = Npz.open(bad)) {
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> npz.array("x"))
                    .withMessageStartingWith(bad + ": entry 'x.npy' is no npy file");
        }
    }

    @Test
    void anArchiveThatLiesAboutItselfIsRefused() {
        byte[] good = Bytes.zip(new LinkedHashMap<>(Map.of("a.npy", new byte[1000])));
        int directory = indexOf(good, 0x02014b50);
        int end = indexOf(good, 0x06054b50);
        refused("cut off", Arrays.copyOf(good, good.length - 1));
        refused("encrypted", with(good, directory + 8, 1));
        refused("method 12", with(good, directory + 10, 12));
        refused("is stored, and has", with(good, directory + 10, 0));
        refused("expected it to end", with(good, end + 16, directory + 1));
        refused("has 1 entries: its end says 2", with(good, end + 10, 2));
        refused("is not where the directory says", with(good, directory + 42, 1));
        refused("does not fit its checksum", with(good, directory + 16, 99));
        refused("deflated ones can hold", with(good, directory + 26, 0x7f00));
        refused("more than the", with(good, directory + 24, 10));
    }

    @Test
    void aNameGivenTwiceIsRefused() {
        Map<String, byte[]> two = new LinkedHashMap<>();
        two.put("a.npy", new byte[1]);
        two.put("b.npy", new byte[1]);
        byte[] zip = Bytes.zip(two);
        for (int i = 0; i < zip.length; i++) {
            zip[i] = zip[i] == 'b' && zip[i + 1] == '.' ? (byte) 'a' : zip[i];
        }
        refused("names 'a.npy' twice", zip);
    }

    @Test
    void overlappingEntriesAreRefused() {
        Map<String, byte[]> inner = new LinkedHashMap<>();
        inner.put("b", new byte[10]);
        byte[] one = Bytes.zip(inner);
        int directory = indexOf(one, 0x02014b50);
        byte[] entry = Arrays.copyOfRange(one, directory, indexOf(one, 0x06054b50));
        byte[] stored = Arrays.copyOf(one, directory);
        // "a" is stored and its content is "b" as a whole, which the directory lists as well.
        byte[] header = Bytes.join(
                Bytes.of('P', 'K', 3, 4, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0), new byte[12], Bytes.of(1, 0, 0, 0, 'a'));
        byte[] outer = entry.clone();
        outer[46] = 'a';
        outer = with(with(with(outer, 10, 0), 20, stored.length), 24, stored.length);
        byte[] within = with(entry, 42, header.length);
        byte[] end = Arrays.copyOfRange(one, one.length - 22, one.length);
        end = with(with(with(end, 10, 2), 12, 2 * entry.length), 16, header.length + stored.length);
        refused("overlap", Bytes.join(header, stored, outer, within, end));
    }

    /** Python's zipfile writes long sizes where a file was opened with force_zip64, as NumPy does. */
    @Test
    void longSizesAreReadFromTheirExtraField() {
        byte[] one = Bytes.zip(new LinkedHashMap<>(Map.of("a", new byte[10])));
        int directory = indexOf(one, 0x02014b50);
        int at = indexOf(one, 0x06054b50);
        byte[] entry = Arrays.copyOfRange(one, directory, at);
        ByteBuffer extra = ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 1)
                .putShort((short) 24);
        ByteBuffer sizes = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        extra.putLong(sizes.getInt(24)).putLong(sizes.getInt(20)).putLong(0);
        sizes.putInt(20, -1).putInt(24, -1).putInt(42, -1).putShort(30, (short) 28);
        byte[] end = with(Arrays.copyOfRange(one, at, one.length), 12, entry.length + 28);
        Path file = Bytes.write(
                folder.resolve("long.zip"), Bytes.join(Arrays.copyOf(one, directory), entry, extra.array(), end));
        try (Zip zip = Zip.open(file)) {
            assertThat(zip.bytes("a").byteSize()).isEqualTo(10);
        }
    }

    private void refused(String why, byte[] zip) {
        Path bad = Bytes.write(folder.resolve("bad.npz"), zip);
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> {
                    try (Zip read = Zip.open(bad)) {
                        read.names().forEach(read::bytes);
                    }
                })
                .withMessageStartingWith(bad.toString())
                .withMessageContaining(why);
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
        return changed;
    }

    private static int indexOf(byte[] bytes, int signature) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (buffer.getInt(at) != signature) {
            at++;
        }
        return at;
    }
}
