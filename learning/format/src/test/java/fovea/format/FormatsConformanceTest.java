package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.format.torch.TorchFile;
import fovea.format.torch.TorchScalar;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Files made by other programs, well-formed and damaged, with what must come of each. */
class FormatsConformanceTest {
    private static final String ROOT = "formats-dev/";
    /** What NumPy calls the types. */
    private static final Map<String, String> NUMPY = Map.ofEntries(
            Map.entry("float64", "F64"),
            Map.entry("float32", "F32"),
            Map.entry("float16", "F16"),
            Map.entry("bfloat16", "BF16"),
            Map.entry("complex128", "C128"),
            Map.entry("complex64", "C64"),
            Map.entry("int64", "I64"),
            Map.entry("int32", "I32"),
            Map.entry("int16", "I16"),
            Map.entry("int8", "I8"),
            Map.entry("uint64", "U64"),
            Map.entry("uint32", "U32"),
            Map.entry("uint16", "U16"),
            Map.entry("uint8", "U8"),
            Map.entry("bool", "BOOL"));

    @TempDir
    Path folder;

    /** Everything in a file: arrays by name, and metadata where the format has it. */
    private record Content(Map<String, NdArray> arrays, Map<String, ?> others) {}

    @ParameterizedTest
    @ValueSource(strings = {"safetensors", "npy", "npz", "pth-zip", "pth-legacy"})
    void everyFileLoadsExactlyOrIsRefused(String format) throws IOException {
        Map<String, byte[]> files = unpack(SharedFiles.conformance("formats-dev.tar.gz"));
        List<String> seen = new ArrayList<>();
        for (Object entry : (List<?>) json(files.get(ROOT + "expected.json"))) {
            Map<?, ?> expected = (Map<?, ?>) entry;
            if (expected.get("format").equals(format)) {
                String name = (String) expected.get("file");
                check(name, format, files.get(ROOT + name), expected);
                seen.add((String) expected.get("status"));
                if (expected.get("canary") instanceof String canary) {
                    assertThat(Path.of(canary)).as(name).doesNotExist();
                }
            }
        }
        assertThat(seen).contains("ok", "reject");
    }

    private void check(String name, String format, byte[] bytes, Map<?, ?> expected) {
        Path file = Bytes.write(folder.resolve("x"), bytes);
        Content read;
        try {
            read = read(file, format);
        } catch (FormatException e) {
            assertThat(expected.get("status")).as(name + ": " + e.getMessage()).isNotEqualTo("ok");
            assertThat(e.getMessage()).as(name).startsWith(file.toString());
            return;
        }
        assertThat(expected.get("status")).as(name).isNotEqualTo("reject");
        if (!(expected.get("tensors") instanceof Map<?, ?> tensors)) {
            return; // strange, and nothing is said about what it holds
        }
        assertThat(read.arrays().keySet()).as(name).isEqualTo(tensors.keySet());
        tensors.forEach((tensor, want) -> checkTensor(name, read.arrays().get(tensor), (Map<?, ?>) want));
        if (expected.get("metadata") instanceof Map<?, ?> metadata) {
            assertThat(read.others()).as(name).isEqualTo(metadata);
        }
        if (expected.get("scalars") instanceof Map<?, ?> scalars) {
            scalars.forEach((scalar, want) -> assertThat(plain(read.others().get(scalar)))
                    .as(name + " " + scalar)
                    .isEqualTo(want));
        }
    }

    private static Content read(Path file, String format) {
        return switch (format) {
            case "npy" -> new Content(Map.of("", Npy.read(file)), Map.of());
            case "npz" -> {
                try (Npz npz = Npz.open(file)) {
                    Map<String, NdArray> arrays = new LinkedHashMap<>();
                    npz.names().forEach(name -> arrays.put(name, npz.array(name)));
                    yield new Content(arrays, Map.of());
                }
            }
            case "pth-zip", "pth-legacy" -> {
                try (TorchFile torch = TorchFile.open(file)) {
                    Map<String, NdArray> copies = new LinkedHashMap<>();
                    torch.arrays().forEach((name, array) -> copies.put(name, copy(array)));
                    yield new Content(copies, torch.scalars());
                }
            }
            default -> {
                try (Safetensors safetensors = Safetensors.open(file)) {
                    Map<String, NdArray> copies = new LinkedHashMap<>();
                    safetensors.arrays().forEach((name, array) -> copies.put(name, copy(array)));
                    yield new Content(copies, safetensors.metadata());
                }
            }
        };
    }

    private static Object plain(Object scalar) {
        return switch ((TorchScalar) scalar) {
            case TorchScalar.Truth(boolean truth) -> truth;
            case TorchScalar.Whole(BigInteger number) -> number;
            case TorchScalar.Real(double number) -> number;
            case TorchScalar.Text(String text) -> text;
            case TorchScalar.None() -> "null";
        };
    }

    private static NdArray copy(NdArray mapped) {
        return NdArray.of(
                mapped.type(),
                mapped.shape(),
                NdArray.allocate(mapped.data().byteSize()).copyFrom(mapped.data()));
    }

    private static void checkTensor(String name, NdArray array, Map<?, ?> want) {
        String dtype = (String) want.get("dtype");
        assertThat(array.type()).as(name).hasToString(NUMPY.getOrDefault(dtype, dtype));
        List<Object> shape = new ArrayList<>();
        for (long size : array.shape()) {
            shape.add(BigInteger.valueOf(size));
        }
        assertThat(shape).as(name).isEqualTo(want.get("shape"));
        List<?> values = (List<?>) want.get("values");
        if (array.type().isComplex()) {
            List<?> parts =
                    values.stream().flatMap(pair -> ((List<?>) pair).stream()).toList();
            for (int i = 0; i < parts.size(); i++) {
                assertThat(array.toParts()[i]).as(name).isEqualTo(((Number) parts.get(i)).doubleValue());
            }
            return;
        }
        assertThat(array.count()).as(name).isEqualTo(values.size());
        for (int i = 0; i < values.size(); i++) {
            checkElement(name + " " + array + " element " + i, array, i, values.get(i));
        }
    }

    private static void checkElement(String where, NdArray array, int i, Object want) {
        Double got = array.toDoubles()[i]; // boxed, so that NaN equals NaN
        switch (want) {
            case BigInteger whole
            when array.type().isFloating() || array.type() == ElementType.U64 ->
                assertThat(got).as(where).isEqualTo(whole.doubleValue());
            case BigInteger whole -> assertThat(array.toLongs()[i]).as(where).isEqualTo(whole.longValueExact());
            case Boolean truth -> assertThat(array.toLongs()[i]).as(where).isEqualTo(truth ? 1 : 0);
            case Double number -> assertThat(got).as(where).isEqualTo(number);
            default -> assertThat(got).as(where).isEqualTo(Double.valueOf((String) want)); // "NaN", "-Infinity"
        }
    }

    private static Map<String, byte[]> unpack(Path archive) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            TarReader tar = new TarReader(archive, in);
            for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
                if (entry.isFile()) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    tar.copyTo(bytes);
                    files.put(entry.name(), bytes.toByteArray());
                }
            }
        }
        return files;
    }

    private static Object json(byte[] bytes) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            json.nextToken();
            return value(json);
        }
    }

    private static Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (String key = json.nextName(); key != null; key = json.nextName()) {
                    json.nextToken();
                    map.put(key, value(json));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> json.getBigIntegerValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> "null";
            default -> json.getString();
        };
    }
}
