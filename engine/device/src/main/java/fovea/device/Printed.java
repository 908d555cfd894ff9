package fovea.device;

import fovea.tensor.Bf16;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.stream.IntStream;

/** A tensor as text: its type and shape, then rows of aligned numbers; long axes are cut to their ends. */
final class Printed {
    private static final int ENDS = 3;
    private static final int LONG = 2 * ENDS + 2;

    private final Shape shape;
    private final double[] elements;
    private final boolean whole;
    private final StringBuilder text = new StringBuilder();

    private Printed(Tensor tensor) {
        this.shape = tensor.shape();
        this.elements = numbers(tensor);
        this.whole = !tensor.dtype().isFloating();
    }

    private static double[] numbers(Tensor tensor) {
        byte[] bytes = new byte[Math.toIntExact(tensor.spec().bytes())];
        MemorySegment memory = MemorySegment.ofArray(bytes);
        tensor.copyTo(memory);
        return IntStream.range(0, bytes.length / tensor.dtype().bytes())
                .mapToDouble(i -> switch (tensor.dtype()) {
                    case F32 -> memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * i);
                    case F64 -> memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8L * i);
                    case I32 -> memory.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * i);
                    case F16 -> Float.float16ToFloat(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i));
                    case BF16 -> Bf16.toFloat(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i));
                    case I8 -> memory.get(ValueLayout.JAVA_BYTE, i);
                    case I64 -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i);
                    case U8, BOOL -> Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, i));
                })
                .toArray();
    }

    static String of(Tensor tensor) {
        Printed printed = new Printed(tensor);
        printed.text.append(tensor.spec()).append(' ');
        printed.axis(0, 0, tensor.shape().elements());
        return printed.text.toString();
    }

    private void axis(int axis, long from, long run) {
        if (axis == shape.rank()) {
            text.append(
                    whole
                            ? String.format(Locale.ROOT, "%6d", (long) elements[(int) from])
                            : String.format(Locale.ROOT, "%10.4g", elements[(int) from]));
            return;
        }
        int n = shape.size(axis);
        boolean inner = axis == shape.rank() - 1;
        text.append('[');
        for (int i = 0; i < n; i++) {
            if (n > LONG && i == ENDS) {
                text.append(inner ? "  …" : System.lineSeparator() + " ".repeat(axis + 1) + "…");
                i = n - ENDS;
            }
            if (i > 0) {
                text.append(inner ? " " : System.lineSeparator() + " ".repeat(axis + 1));
            }
            axis(axis + 1, from + i * (run / n), run / n);
        }
        text.append(']');
    }
}
