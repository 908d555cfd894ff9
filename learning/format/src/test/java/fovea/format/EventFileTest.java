package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are read back by a reader of the tests' own, which shares nothing with the writer. */
class EventFileTest {
    @TempDir
    private Path folder;

    /** CRC-32C bit by bit, from its polynomial. */
    private static int crc(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int k = 0; k < 8; k++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
            }
        }
        return ~crc;
    }

    private static int masked(byte[] bytes) {
        int crc = crc(bytes);
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    /** Frames of a file, their checksums checked. */
    private static List<byte[]> frames(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> frames = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).isEqualTo(masked(length));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(data);
            assertThat(in.getInt()).isEqualTo(masked(data));
            frames.add(data);
        }
        return frames;
    }

    /** Fields of a message: whole numbers as Long, 64 bits as Double, 32 bits as Float, everything else as byte[]. */
    private static Map<Integer, List<Object>> fields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) (key & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getDouble();
                case 5 -> in.getFloat();
                default -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield bytes;
                }
            };
            fields.computeIfAbsent((int) (key >>> 3), _ -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static Object one(Map<Integer, List<Object>> fields, int field) {
        assertThat(fields).as("field " + field).containsKey(field);
        return fields.get(field).getFirst();
    }

    private static Map<Integer, List<Object>> inside(Map<Integer, List<Object>> fields, int field) {
        return fields((byte[]) one(fields, field));
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    @Test
    void theTestsOwnChecksumIsTheKnownOne() {
        assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
    }

    @Test
    void aScalarIsFoundWithItsStepAndTime() throws IOException {
        Path file;
        try (EventFile events = EventFile.create(folder, 1_700_000_000.5, 40)) {
            events.scalar("loss", 1_700_000_001.25, 41, 0.125);
            file = events.file();
        }
        assertThat(file.getFileName()).hasToString("events.out.tfevents.1700000000.fovea");
        List<byte[]> frames = frames(file);
        assertThat(text(one(fields(frames.get(0)), 3))).isEqualTo("brain.Event:2");
        assertThat(one(fields(frames.get(1)), 2)).isEqualTo(40L);
        assertThat(one(inside(fields(frames.get(1)), 7), 1))
                .as("a session starts")
                .isEqualTo(1L);
        Map<Integer, List<Object>> event = fields(frames.get(2));
        assertThat(one(event, 1)).isEqualTo(1_700_000_001.25);
        assertThat(one(event, 2)).isEqualTo(41L);
        Map<Integer, List<Object>> value = inside(inside(event, 5), 1);
        assertThat(text(one(value, 1))).isEqualTo("loss");
        assertThat(one(value, 2)).isEqualTo(0.125f);
    }

    @Test
    void aHistogramCountsEveryNumberOnce() throws IOException {
        float[] values = {0, 0, -1, 1, 2.5f, 1e-13f, Float.NaN, 1e30f, -3};
        Map<Integer, List<Object>> h;
        try (EventFile events = EventFile.create(folder, 0, 0)) {
            events.histogram("weights", 0, 3, values);
            h = inside(inside(inside(fields(frames(events.file()).get(2)), 5), 1), 5);
        }
        assertThat(one(h, 1)).isEqualTo(-3.0);
        assertThat((double) one(h, 2)).isEqualTo((double) 1e30f);
        assertThat(one(h, 3)).isEqualTo(8.0);
        assertThat((double) one(h, 5)).isCloseTo((double) 1e30f * 1e30f, within(1e50));
        double[] limits = doubles(one(h, 6));
        double[] counts = doubles(one(h, 7));
        assertThat(limits).isSorted().hasSameSizeAs(counts);
        double all = 0;
        for (int i = 0; i < limits.length; i++) {
            int expected = 0;
            for (float value : values) {
                expected += value < limits[i] && (i == 0 || value >= limits[i - 1]) ? 1 : 0;
            }
            assertThat(counts[i]).as("below " + limits[i]).isEqualTo(expected);
            all += counts[i];
        }
        assertThat(all).isEqualTo(8);
    }

    private static double[] doubles(Object packed) {
        ByteBuffer in = ByteBuffer.wrap((byte[]) packed).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[in.remaining() / 8];
        in.asDoubleBuffer().get(values);
        return values;
    }

    @Test
    void picturesGraphsAndSettingsAreThere() throws IOException {
        List<byte[]> frames;
        try (EventFile events = EventFile.create(folder, 0, 0)) {
            events.image("sheet", 0, 1, 2, 3, 1, new byte[] {1, 2, 3});
            events.graph(
                    0,
                    List.of(
                            new EventFile.Node("a", "Input", List.of(), Map.of(), List.of(List.of(1, 300))),
                            new EventFile.Node(
                                    "b", "Relu", List.of("a"), Map.of("op", "of a"), List.of(List.of(), List.of(2)))));
            LinkedHashMap<String, Object> settings = new LinkedHashMap<>();
            settings.put("lr", 0.1);
            settings.put("model", "lenet5");
            settings.put("mirror", true);
            events.settings(0, settings, List.of("accuracy"));
            frames = frames(events.file());
        }
        Map<Integer, List<Object>> image = inside(inside(inside(fields(frames.get(2)), 5), 1), 4);
        assertThat(image.values().stream().map(List::getFirst).limit(3)).containsExactly(2L, 3L, 1L);
        assertThat((byte[]) one(image, 4)).containsExactly(1, 2, 3);
        Map<Integer, List<Object>> graph = inside(fields(frames.get(3)), 4);
        assertThat(graph.get(1)).hasSize(2);
        Map<Integer, List<Object>> node = fields((byte[]) graph.get(1).get(1));
        assertThat(text(one(node, 1)) + text(one(node, 2)) + text(one(node, 3))).isEqualTo("bRelua");
        Map<Integer, List<Object>> attribute = fields((byte[]) node.get(5).get(0));
        assertThat(text(one(attribute, 1))).isEqualTo("op");
        assertThat(text(one(inside(attribute, 2), 2))).isEqualTo("of a");
        Map<Integer, List<Object>> shapes = fields((byte[]) node.get(5).get(1));
        assertThat(text(one(shapes, 1))).isEqualTo("_output_shapes");
        List<Object> both = inside(inside(shapes, 2), 1).get(7);
        assertThat((byte[]) both.get(0)).as("a scalar").isEmpty();
        assertThat(one(inside(fields((byte[]) both.get(1)), 2), 1)).isEqualTo(2L);
        Map<Integer, List<Object>> start = inside(inside(fields(frames.get(5)), 5), 1);
        assertThat(text(one(start, 1))).isEqualTo("_hparams_/session_start_info");
        Map<Integer, List<Object>> plugin = inside(inside(start, 9), 1);
        assertThat(text(one(plugin, 1))).isEqualTo("hparams");
        Map<Integer, List<Object>> info = fields((byte[]) one(inside(fields((byte[]) one(plugin, 2)), 3), 1));
        assertThat(text(one(info, 1))).isEqualTo("lr");
        assertThat(one(inside(info, 2), 2)).isEqualTo(0.1);
    }

    @Test
    void aRunThatGoesOnAddsToItsFolder() throws IOException {
        EventFile.create(folder, 100, 0).close();
        EventFile.create(folder, 200, 50).close();
        assertThat(folder).isDirectoryContaining("glob:**0000000100*").isDirectoryContaining("glob:**0000000200*");
        EventFile.create(folder, 200, 60).close();
        assertThat(frames(folder.resolve("events.out.tfevents.0000000200.fovea")))
                .hasSize(4);
    }
}
