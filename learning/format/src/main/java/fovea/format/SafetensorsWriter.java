package fovea.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A safetensors file about to be written: its header, and the arrays in the order their bytes take. */
final class SafetensorsWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ALIGNMENT = 8;

    private final byte[] header;
    private final List<NdArray> layout;

    private SafetensorsWriter(byte[] header, List<NdArray> layout) {
        this.header = header;
        this.layout = layout;
    }

    static SafetensorsWriter of(SequencedMap<String, NdArray> arrays, Map<String, String> metadata) {
        check(arrays, metadata);
        List<Map.Entry<String, NdArray>> layout = arrays.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        entry -> -entry.getValue().type().width()))
                .toList();
        Map<String, Long> begins = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, NdArray> entry : layout) {
            begins.put(entry.getKey(), at);
            at = Math.addExact(at, entry.getValue().data().byteSize());
        }
        byte[] header = padded(header(arrays, begins, new TreeMap<>(metadata)));
        return new SafetensorsWriter(
                header, layout.stream().map(Map.Entry::getValue).toList());
    }

    void write(Path file) {
        long data = layout.stream().mapToLong(array -> array.data().byteSize()).sum();
        WholeFile.write(file, Safetensors.LENGTH_BYTES + header.length + data, this::writeTo);
    }

    private void writeTo(OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(Safetensors.LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (NdArray array : layout) {
            array.writeTo(out);
        }
    }

    private static byte[] header(
            SequencedMap<String, NdArray> arrays, Map<String, Long> begins, Map<String, String> metadata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart(SafetensorsHeader.METADATA);
                metadata.forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            arrays.forEach((name, array) -> writeEntry(json, name, array, begins.getOrDefault(name, 0L)));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeEntry(JsonGenerator json, String name, NdArray array, long begin) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty(SafetensorsHeader.DTYPE, array.type().name());
        writeNumbers(json, SafetensorsHeader.SHAPE, array.shape());
        writeNumbers(
                json, SafetensorsHeader.OFFSETS, begin, begin + array.data().byteSize());
        json.writeEndObject();
    }

    private static void writeNumbers(JsonGenerator json, String name, long... numbers) {
        json.writeArrayPropertyStart(name);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }

    /** Spaces after the JSON put the data at a multiple of 8 bytes; the length itself takes 8. */
    private static byte[] padded(byte[] json) {
        byte[] header = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
        Arrays.fill(header, json.length, header.length, (byte) ' ');
        if (header.length > Safetensors.MAX_HEADER_BYTES) {
            throw refused(
                    "the header takes %d bytes".formatted(header.length),
                    "at most %d are allowed: use fewer or shorter names and metadata"
                            .formatted(Safetensors.MAX_HEADER_BYTES));
        }
        return header;
    }

    /** Nothing is written that {@link Safetensors#open} would refuse. */
    private static void check(SequencedMap<String, NdArray> arrays, Map<String, String> metadata) {
        if (arrays.containsKey(SafetensorsHeader.METADATA)) {
            throw refused("an array is named __metadata__", "the format keeps that name for itself");
        }
        if (Math.max(arrays.size(), metadata.size()) > SafetensorsParser.MAX_ENTRIES) {
            throw refused(
                    "%d arrays and %d lines of metadata".formatted(arrays.size(), metadata.size()),
                    "at most %d of each are allowed".formatted(SafetensorsParser.MAX_ENTRIES));
        }
        arrays.forEach((name, array) -> {
            checkName(name);
            if (array.type() == ElementType.C128) {
                throw refused("'%s' is %s".formatted(name, array), "the format has no such type: write it as npy");
            }
            if (array.rank() > SafetensorsParser.MAX_RANK) {
                throw refused("'%s' is %s".formatted(name, array), "at most 64 axes are allowed");
            }
        });
        metadata.forEach((key, value) -> {
            checkName(key);
            checkText(value);
        });
    }

    private static void checkName(String name) {
        checkText(name);
        if (name.length() > SafetensorsHeader.MAX_NAME) {
            throw refused(
                    "the name %s has %d characters".formatted(SafetensorsHeader.quoted(name), name.length()),
                    "at most %d are allowed".formatted(SafetensorsHeader.MAX_NAME));
        }
    }

    private static void checkText(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw refused(
                    SafetensorsHeader.quoted(text) + " has half a surrogate pair",
                    "only whole characters can be written as UTF-8");
        }
    }

    private static IllegalArgumentException refused(String what, String rule) {
        return new IllegalArgumentException("safetensors: %s%n  %s".formatted(what, rule));
    }
}
