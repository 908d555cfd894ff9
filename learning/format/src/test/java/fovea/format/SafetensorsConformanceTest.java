package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Files of safetensors made by other programs, well-formed and damaged, with what must come of each. */
class SafetensorsConformanceTest {
    private static final String ROOT = "formats-dev/";

    @TempDir
    Path folder;

    @Test
    void everyFileLoadsExactlyOrIsRefused() throws IOException {
        Map<String, byte[]> files = unpack(SharedFiles.conformance("formats-dev.tar.gz"));
        List<String> seen = new ArrayList<>();
        for (Object entry : (List<?>) json(files.get(ROOT + "expected.json"))) {
            Map<?, ?> expected = (Map<?, ?>) entry;
            if (expected.get("format").equals("safetensors")) {
                String name = (String) expected.get("file");
                check(name, files.get(ROOT + name), expected);
                seen.add((String) expected.get("status"));
            }
        }
        assertThat(seen).contains("ok", "reject").hasSizeGreaterThan(20);
    }

    private void check(String name, byte[] bytes, Map<?, ?> expected) {
        Path file = Bytes.write(folder.resolve("x.safetensors"), bytes);
        if (expected.get("status").equals("reject")) {
            assertThatExceptionOfType(FormatException.class)
                    .as(name)
                    .isThrownBy(() -> Safetensors.open(file))
                    .withMessageStartingWith(file.toString());
            return;
        }
        try (Safetensors read = Safetensors.open(file)) {
            Map<?, ?> tensors = (Map<?, ?>) expected.get("tensors");
            assertThat(read.arrays().keySet()).as(name).isEqualTo(tensors.keySet());
            tensors.forEach((tensor, want) -> checkTensor(name, read.array((String) tensor), (Map<?, ?>) want));
            if (expected.get("metadata") instanceof Map<?, ?> metadata) {
                assertThat(read.metadata()).as(name).isEqualTo(metadata);
            }
        }
    }

    private static void checkTensor(String name, NdArray array, Map<?, ?> want) {
        assertThat(array.type()).as(name).hasToString((String) want.get("dtype"));
        List<Object> shape = new ArrayList<>();
        for (long size : array.shape()) {
            shape.add(BigInteger.valueOf(size));
        }
        assertThat(shape).as(name).isEqualTo(want.get("shape"));
        List<?> values = (List<?>) want.get("values");
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
