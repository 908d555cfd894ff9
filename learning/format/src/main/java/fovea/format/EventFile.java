package fovea.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A file of events that TensorBoard shows: TFRecord frames around {@code Event} messages. Every event is handed to the system as soon as it
 * is written, so that a run can be watched.
 *
 * <p>A frame is the length of its data as {@code u64}, the masked CRC-32C of those eight bytes, the data, and theirs; little-endian. A mask
 * turns the checksum right by 15 bits and adds {@code 0xa282ead8}.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">TFRecord's format</a>
 * @see <a href="https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto">TensorBoard's messages</a>
 */
public final class EventFile implements AutoCloseable {
    private static final int MASK = 0xa282ead8;
    private static final int FRAME = 16;

    // Fields of Event.
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int GRAPH = 4;
    private static final int SUMMARY = 5;
    private static final int SESSION = 7;

    private final Path file;
    private final OutputStream out;

    private EventFile(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Begins a file in a folder.
     *
     * @param wallTime seconds since 1970; part of its name, so that a run that goes on has another
     * @param step from which on this file counts: what earlier files in the folder say of later steps is passed over
     * @throws FormatException if it cannot be written
     */
    public static EventFile create(Path folder, double wallTime, long step) {
        Path file = folder.resolve("events.out.tfevents.%010d.fovea".formatted((long) wallTime));
        try {
            OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            EventFile events = new EventFile(file, out);
            events.write(events.event(wallTime, 0).text(FILE_VERSION, "brain.Event:2"));
            ProtobufWriter start = new ProtobufWriter().whole(1, 1);
            events.write(events.event(wallTime, step).message(SESSION, start));
            return events;
        } catch (IOException e) {
            throw FormatException.unwritable(file, -1, e);
        }
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** A number of a step, such as a loss. */
    public void scalar(String tag, double wallTime, long step, double value) {
        value(wallTime, step, new ProtobufWriter().text(1, tag).single(2, (float) value));
    }

    /** How the numbers of a step are spread, such as those of a layer's weights. Those that are none are left out. */
    public void histogram(String tag, double wallTime, long step, float... values) {
        value(
                wallTime,
                step,
                new ProtobufWriter()
                        .text(1, tag)
                        .message(5, Histogram.of(values).message()));
    }

    /**
     * A picture of a step.
     *
     * @param channels 1 gray, 3 red, green and blue
     * @param png its bytes as a PNG file
     */
    public void image(String tag, double wallTime, long step, int height, int width, int channels, byte[] png) {
        ProtobufWriter image = new ProtobufWriter()
                .whole(1, height)
                .whole(2, width)
                .whole(3, channels)
                .bytes(4, png);
        value(wallTime, step, new ProtobufWriter().text(1, tag).message(4, image));
    }

    /**
     * One op of a graph.
     *
     * @param inputs names of nodes, {@code name:1} for what one makes second
     * @param attributes texts shown beside it
     * @param shapes of all it makes
     */
    public record Node(
            String name, String op, List<String> inputs, Map<String, String> attributes, List<List<Integer>> shapes) {
        public Node {
            inputs = List.copyOf(inputs);
            attributes = Map.copyOf(attributes);
            shapes = List.copyOf(shapes);
        }

        private ProtobufWriter message() {
            ProtobufWriter node = new ProtobufWriter().text(1, name).text(2, op);
            inputs.forEach(input -> node.text(3, input));
            new TreeMap<>(attributes)
                    .forEach((key, value) -> node.message(5, attribute(key, new ProtobufWriter().text(2, value))));
            ProtobufWriter all = new ProtobufWriter();
            shapes.forEach(shape -> all.message(7, shape(shape)));
            return node.message(5, attribute("_output_shapes", new ProtobufWriter().message(1, all)));
        }

        private static ProtobufWriter attribute(String key, ProtobufWriter value) {
            return new ProtobufWriter().text(1, key).message(2, value);
        }

        private static ProtobufWriter shape(List<Integer> sizes) {
            ProtobufWriter shape = new ProtobufWriter();
            sizes.forEach(size -> shape.message(2, new ProtobufWriter().whole(1, size)));
            return shape;
        }
    }

    /** How a model computes. A slash in a name puts a node into a group. */
    public void graph(double wallTime, List<Node> nodes) {
        ProtobufWriter graph = new ProtobufWriter();
        nodes.forEach(node -> graph.message(1, node.message()));
        graph.message(4, new ProtobufWriter().whole(1, 22)); // a version whose readers want nothing more
        write(event(wallTime, 0).bytes(GRAPH, graph.toBytes()));
    }

    /**
     * What a run was begun with, for TensorBoard's table of runs.
     *
     * @param values texts, numbers and truths by name
     * @param metrics tags of the scalars that tell how it went
     */
    public void settings(double wallTime, SequencedMap<String, Object> values, List<String> metrics) {
        ProtobufWriter experiment = new ProtobufWriter();
        values.forEach((name, value) ->
                experiment.message(4, new ProtobufWriter().text(1, name).whole(4, kind(value))));
        metrics.forEach(tag ->
                experiment.message(5, new ProtobufWriter().message(1, new ProtobufWriter().text(2, tag))));
        plugin(wallTime, "_hparams_/experiment", 2, experiment);
        ProtobufWriter start = new ProtobufWriter();
        for (Map.Entry<String, Object> each : values.entrySet()) {
            start.message(1, new ProtobufWriter().text(1, each.getKey()).message(2, given(each.getValue())));
        }
        plugin(wallTime, "_hparams_/session_start_info", 3, start);
    }

    /** The numbers of {@code DataType} in the messages of hyper-parameters. */
    private static int kind(Object value) {
        return switch (value) {
            case Boolean _ -> 2;
            case Number _ -> 3;
            default -> 1;
        };
    }

    private static ProtobufWriter given(Object value) {
        return switch (value) {
            case Boolean truth -> new ProtobufWriter().whole(4, truth ? 1 : 0);
            case Number number -> new ProtobufWriter().real(2, number.doubleValue());
            default -> new ProtobufWriter().text(3, value.toString());
        };
    }

    private void plugin(double wallTime, String tag, int field, ProtobufWriter content) {
        ProtobufWriter data = new ProtobufWriter().whole(1, 0).message(field, content);
        ProtobufWriter plugin = new ProtobufWriter().text(1, "hparams").bytes(2, data.toBytes());
        value(wallTime, 0, new ProtobufWriter().text(1, tag).message(9, new ProtobufWriter().message(1, plugin)));
    }

    private void value(double wallTime, long step, ProtobufWriter value) {
        write(event(wallTime, step).message(SUMMARY, new ProtobufWriter().message(1, value)));
    }

    private ProtobufWriter event(double wallTime, long step) {
        return new ProtobufWriter().real(WALL_TIME, wallTime).whole(STEP, step);
    }

    private void write(ProtobufWriter event) {
        byte[] data = event.toBytes();
        ByteBuffer frame = ByteBuffer.allocate(data.length + FRAME).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(data.length);
        frame.putInt(masked(frame.array(), 0, Long.BYTES));
        frame.put(data);
        frame.putInt(masked(data, 0, data.length));
        try {
            out.write(frame.array());
            out.flush();
        } catch (IOException e) {
            throw FormatException.unwritable(file, data.length, e);
        }
    }

    private static int masked(byte[] bytes, int from, int count) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, count);
        return Integer.rotateRight((int) sum.getValue(), 15) + MASK;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw FormatException.unwritable(file, -1, e);
        }
    }
}
