package fovea.onnx.model;

import fovea.format.Protobuf;
import fovea.format.RepeatedNumbers;
import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one {@code TensorProto}. Elements in typed fields are packed as {@code raw_data} would have them. */
final class ArrayReader {
    private static final int MOST_AXES = 64;

    private final Protobuf message;
    private String name = "";
    private long type;
    private final RepeatedNumbers sizes = new RepeatedNumbers();
    private final RepeatedNumbers bits = new RepeatedNumbers();
    private int width;
    private final List<String> texts = new ArrayList<>();
    private @Nullable MemorySegment raw;
    private boolean external;
    private final Map<String, String> where = new HashMap<>();

    private ArrayReader(Protobuf message) {
        this.message = message;
    }

    static OnnxArray read(Protobuf message, ExternalData files) {
        ArrayReader reader = new ArrayReader(message);
        while (message.next()) {
            reader.field();
        }
        return reader.array(files);
    }

    private void field() {
        switch (message.field()) {
            case 1 -> message.wholes(sizes);
            case 2 -> type = message.whole();
            case 4 -> fixed(32);
            case 5 -> wholes(0);
            case 6 -> texts.add(new String(message.bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
            case 7 -> wholes(64);
            case 8 -> name = message.text();
            case 9 -> raw = message.bytes();
            case 10 -> fixed(64);
            case 11 -> wholes(64);
            case 13 -> ModelReader.entry(message.message(), where);
            case 14 -> external = message.whole() == 1;
            default -> {}
        }
    }

    private void fixed(int bitsEach) {
        message.fixed(bits, bitsEach / 8);
        width = bitsEach;
    }

    private void wholes(int bitsEach) {
        message.wholes(bits);
        width = bitsEach;
    }

    private OnnxArray array(ExternalData files) {
        OnnxType of = OnnxType.of(type)
                .orElseThrow(
                        () -> message.damaged("the tensor %s has the unknown element type %d".formatted(name, type)));
        Shape shape = shape();
        long needed = OnnxArray.bytes(of, shape);
        if (of == OnnxType.STRING) {
            if (texts.size() != shape.elements()) {
                throw message.damaged("the tensor %s has %d texts for %s".formatted(name, texts.size(), shape));
            }
            return new OnnxArray(name, of, shape, MemorySegment.NULL, List.copyOf(texts));
        }
        MemorySegment data = external ? files.bytes(name, where, needed) : raw != null ? raw : packed(of, shape);
        if (data.byteSize() != needed) {
            throw message.damaged("the tensor %s of %s%s needs %d bytes and has %d"
                    .formatted(name, of, shape, needed, data.byteSize()));
        }
        return new OnnxArray(name, of, shape, data, List.of());
    }

    private Shape shape() {
        long[] sizes = this.sizes.toArray();
        int[] axes = new int[sizes.length];
        long elements = 1;
        for (int i = 0; i < axes.length; i++) {
            if (sizes.length > MOST_AXES || sizes[i] < 0 || sizes[i] > Integer.MAX_VALUE) {
                throw message.damaged(
                        "the tensor %s has %d axes, one of size %d".formatted(name, axes.length, sizes[i]));
            }
            axes[i] = (int) sizes[i];
            elements = Math.multiplyHigh(elements, sizes[i]) == 0 ? elements * sizes[i] : -1;
            if (elements < 0 || elements > Integer.MAX_VALUE * 8L) {
                throw message.damaged("the tensor %s has too many elements".formatted(name));
            }
        }
        return Shape.of(axes);
    }

    /** Elements of typed fields: each takes a number, but for those of less than a byte, which are packed as in {@code raw_data}. */
    private MemorySegment packed(OnnxType of, Shape shape) {
        long[] bits = this.bits.toArray();
        int step = Math.max(8, of.bits());
        long expected = of.bits() < 8 ? OnnxArray.bytes(of, shape) : shape.elements();
        if (bits.length != expected || (width != 0 && width < step)) {
            throw message.damaged("the tensor %s of %s%s has %d elements".formatted(name, of, shape, bits.length));
        }
        byte[] bytes = new byte[Math.multiplyExact(bits.length, step / 8)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (bits[i / (step / 8)] >>> (i % (step / 8) * 8));
        }
        return MemorySegment.ofArray(bytes);
    }
}
