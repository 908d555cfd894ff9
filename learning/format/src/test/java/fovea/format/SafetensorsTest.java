package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("x.safetensors");
    }

    static SequencedMap<String, NdArray> arrays() {
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("bytes", NdArray.ofBytes(new long[] {3}, (byte) 1, (byte) 2, (byte) 3));
        arrays.put("weight", NdArray.ofFloats(new long[] {2, 2}, 1, -2, Float.NaN, 0.1f));
        arrays.put("quote\" \\ ☃", NdArray.ofInts(new long[] {1}, 7));
        arrays.put("step", NdArray.ofLongs(new long[0], 1L << 60));
        arrays.put("", NdArray.ofFloats(new long[] {0, 5}));
        arrays.put("mean", NdArray.ofDoubles(new long[] {1}, Math.PI));
        return arrays;
    }

    static byte[] raw(String header, int dataBytes) {
        byte[] json = Bytes.text(header);
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array();
        return Bytes.join(length, json, new byte[dataBytes]);
    }

    @Test
    void whatIsWrittenIsRead() {
        Map<String, String> metadata = Map.of("format", "fovea", "note", "ü\n☃");
        Safetensors.write(file, arrays(), metadata);
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.arrays()).isEqualTo(arrays());
            assertThat(read.arrays().keySet()).containsExactlyElementsOf(arrays().keySet());
            assertThat(read.metadata()).isEqualTo(metadata);
            assertThat(read.array("step").toLongs()).containsExactly(1L << 60);
        }
    }

    @Test
    void theSameArraysGiveTheSameBytes() throws IOException {
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(file, arrays(), Map.of("a", "1", "b", "2", "c", "3"));
        Safetensors.write(other, arrays(), new TreeMap<>(Map.of("c", "3", "b", "2", "a", "1")));
        assertThat(other).hasSameBinaryContentAs(file);
    }

    @Test
    void everyElementIsAligned() throws IOException {
        Safetensors.write(file, arrays(), Map.of());
        long header = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        assertThat(header % 8).isZero();
        try (Safetensors read = Safetensors.open(file)) {
            for (NdArray array : read.arrays().values()) {
                assertThat(array.data().address() % array.type().width())
                        .as(array.toString())
                        .isZero();
            }
        }
    }

    @Test
    void aFileMayBeSavedOverItself() {
        Safetensors.write(file, arrays(), Map.of());
        try (Safetensors read = Safetensors.open(file)) {
            Safetensors.write(file, read.arrays(), read.metadata());
            assertThat(read.array("weight")).isEqualTo(arrays().get("weight"));
        }
        try (Safetensors again = Safetensors.open(file)) {
            assertThat(again.arrays()).isEqualTo(arrays());
        }
    }

    @Test
    void nothingAtAllIsAFileToo() {
        Safetensors.write(file, new LinkedHashMap<>(), Map.of());
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.arrays()).isEmpty();
            assertThat(read.metadata()).isEmpty();
        }
    }

    @Test
    void theLongestNamesSurviveTheRoundTrip() {
        String longest = "\u0001".repeat(10_000);
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put(longest, NdArray.ofInts(new long[] {1}, 1));
        Safetensors.write(file, arrays, Map.of(longest, longest));
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.arrays()).isEqualTo(arrays);
            assertThat(read.metadata()).containsEntry(longest, longest);
        }
    }

    @Test
    void anArrayReadAfterClosingSaysSo() {
        Safetensors.write(file, arrays(), Map.of());
        Safetensors read = Safetensors.open(file);
        NdArray weight = read.array("weight");
        read.close();
        read.close();
        assertThatThrownBy(weight::toFloats)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("F32 [2, 2] was read after its file was closed");
    }

    @Test
    void aMissingArrayIsAnsweredWithThoseThatExist() {
        Safetensors.write(file, arrays(), Map.of());
        try (Safetensors read = Safetensors.open(file)) {
            assertThatExceptionOfType(FormatException.class)
                    .isThrownBy(() -> read.array("fc.weight"))
                    .withMessageContaining("has no array 'fc.weight' among its 6")
                    .withMessageContaining("it holds bytes, weight, ");
        }
    }

    @Test
    void namesThatCannotBeWrittenAreRefusedBeforeAFileIsBegun() {
        SequencedMap<String, NdArray> reserved = new LinkedHashMap<>();
        reserved.put("__metadata__", NdArray.ofFloats(new long[] {1}, 1));
        assertThatThrownBy(() -> Safetensors.write(file, reserved, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Safetensors.write(file, arrays(), Map.of("half", "\ud800")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half a surrogate pair");
        assertThatThrownBy(() -> Safetensors.write(file, arrays(), Map.of("k".repeat(10_001), "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 10001 characters");
        SequencedMap<String, NdArray> deep = new LinkedHashMap<>();
        deep.put("deep", NdArray.ofFloats(new long[65]));
        assertThatThrownBy(() -> Safetensors.write(file, deep, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 64 axes");
        assertThat(folder).isEmptyDirectory();
    }

    record Bad(String header, int dataBytes, String message) {}

    @TestFactory
    Stream<DynamicTest> badHeadersAreRefusedWithTheirNumbers() {
        String one = "'dtype':'F32','shape':[1]";
        return Stream.of(
                        new Bad("[]", 0, "does not start with {"),
                        new Bad("{}}", 0, "not valid JSON"),
                        new Bad("{} {}", 0, "has { where the end was expected, at its end"),
                        new Bad("{'a':1}", 0, "has a whole number where { was expected, at 'a'"),
                        new Bad("{'a':{}}", 0, "'a' has no dtype"),
                        new Bad("{'a':{" + one + "}}", 4, "'a' has no data_offsets"),
                        new Bad("{'a':{'dtype':'F32','dtype':'F32'}}", 4, "has 'a'.dtype twice"),
                        new Bad("{'a':{'dtype':'C128'}}", 4, "'a'.dtype is 'C128': expected one of"),
                        new Bad("{'a':{" + one + ",'data_offsets':[0]}}", 4, "expected [begin, end]"),
                        new Bad("{'a':{" + one + ",'data_offsets':[4,0]}}", 4, "expected [begin, end]"),
                        new Bad("{'a':{" + one + ",'data_offsets':[0,8]}}", 8, "is F32 [1], expected 4 bytes"),
                        new Bad("{'a':{" + one + ",'data_offsets':[0,4]}}", 3, "found only 3 bytes"),
                        new Bad("{'a':{" + one + ",'data_offsets':[0,4]}}", 5, "arrays take 4 bytes: found 5"),
                        new Bad("{'a':{" + one + ",'data_offsets':[4,8]}}", 8, "'a' leaves a hole before it"),
                        new Bad(
                                "{'a':{" + one + ",'data_offsets':[0,4]},'b':{" + one + ",'data_offsets':[0,4]}}",
                                4,
                                "'b' overlaps the array before it"),
                        new Bad("{'a':{'shape':[1.0]}}", 4, "has value number float where a whole number was expected"),
                        new Bad("{'a':{'shape':[99999999999999999999]}}", 4, "not valid JSON"),
                        new Bad("{'a':{'shape':[" + "1,".repeat(64) + "1]}}", 4, "more than 64 numbers"),
                        new Bad("{'a':" + "[".repeat(5000), 0, "has [ where { was expected, at 'a'"),
                        new Bad("{'a':{'x':" + "[".repeat(5000), 0, "not valid JSON"),
                        new Bad(
                                "{'__metadata__':{'a':1}}",
                                0,
                                "has a whole number where a string was expected, at __metadata__.a"),
                        new Bad("{'__metadata__':{'a':'1','a':'2'}}", 0, "has __metadata__.a twice"),
                        new Bad("{'__metadata__':{},'__metadata__':{}}", 0, "has __metadata__ twice"),
                        new Bad("{'__metadata__':{'a':'\\ud800'}}", 0, "half a surrogate pair"),
                        new Bad("{'a\\u001b[31m':1}", 0, "at 'a?[31m'"),
                        new Bad("{'a':{'dtype':'" + "F".repeat(1000) + "'}}", 0, "F".repeat(80) + "…'"))
                .map(bad -> DynamicTest.dynamicTest(bad.message(), () -> {
                    Bytes.write(file, raw(bad.header().replace('\'', '"'), bad.dataBytes()));
                    assertThatExceptionOfType(FormatException.class)
                            .isThrownBy(() -> Safetensors.open(file))
                            .withMessageStartingWith(file + ": ")
                            .withMessageContaining(bad.message());
                }));
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() {
        byte[] bytes = raw("{\"__metadata__\":{\"a\":\"x\"}}", 0);
        bytes[8 + 22] = (byte) 0xff;
        Bytes.write(file, bytes);
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Safetensors.open(file))
                .withMessageContaining("not UTF-8 text at byte 22");
    }

    @Test
    void unknownKeysOfAnEntryArePassedOver() {
        Bytes.write(file, raw("{\"a\":{\"x\":[{}],\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}   ", 2));
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.array("a").shape()).containsExactly(2);
        }
    }
}
