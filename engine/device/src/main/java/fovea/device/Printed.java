package fovea.device;

import fovea.tensor.Bf16;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * A tensor as text: its type and shape, then its elements in aligned rows, four decimals or, where they differ by more than a thousandfold,
 * four decimals and an exponent. Of more than {@value #MANY} elements only the ends of long axes are read and shown.
 */
final class Printed {
    private static final int MANY = 1000;
    private static final int ENDS = 3;
    private static final int COLUMNS = 100;

    private final int[][] shown;
    private final String[] elements;
    private final StringBuilder text = new StringBuilder();
    private int next;

    private Printed(Shape shape, DType dtype, Layout.Strided layout, MemorySegment memory) {
        shown = new int[shape.rank()][];
        int count = 1;
        for (int axis = 0; axis < shown.length; axis++) {
            int n = shape.size(axis);
            boolean cut = shape.elements() > MANY && n > 2 * ENDS;
            shown[axis] = cut
                    ? IntStream.concat(IntStream.range(0, ENDS), IntStream.range(n - ENDS, n))
                            .toArray()
                    : IntStream.range(0, n).toArray();
            count *= shown[axis].length;
        }
        double[] values = new double[count];
        Arrays.setAll(values, i -> read(memory, dtype, offset(layout, i)));
        elements = aligned(values, dtype);
    }

    static String of(Shape shape, DType dtype, Layout.Strided layout, MemorySegment memory) {
        Printed printed = new Printed(shape, dtype, layout, memory);
        printed.text.append(dtype).append(shape).append(shape.rank() > 1 ? System.lineSeparator() : " ");
        printed.axis(0, shape);
        return printed.text.toString();
    }

    /** Where the i-th element shown lies. */
    private long offset(Layout.Strided layout, int i) {
        long offset = 0;
        int rest = i;
        for (int axis = shown.length - 1; axis >= 0; axis--) {
            offset += shown[axis][rest % shown[axis].length] * layout.stride(axis);
            rest /= shown[axis].length;
        }
        return offset;
    }

    private static double read(MemorySegment memory, DType dtype, long at) {
        return switch (dtype) {
            case F32 -> memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * at);
            case F64 -> memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * at);
            case F16 -> Float.float16ToFloat(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * at));
            case BF16 -> Bf16.toFloat(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * at));
            case I8 -> memory.get(ValueLayout.JAVA_BYTE, at);
            case I32 -> memory.get(ValueLayout.JAVA_INT_UNALIGNED, 4 * at);
            case I64 -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 8 * at);
            case U8, BOOL -> Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at));
        };
    }

    /** All elements in one format and of one width. */
    private static String[] aligned(double[] values, DType dtype) {
        DoubleFunction<String> format = dtype == DType.BOOL
                ? v -> v != 0 ? "true" : "false"
                : dtype.isFloating() ? floating(values) : v -> String.format(Locale.ROOT, "%d", (long) v);
        String[] texts = Arrays.stream(values).mapToObj(format).toArray(String[]::new);
        int width = Arrays.stream(texts).mapToInt(String::length).max().orElse(0);
        return Arrays.stream(texts).map(t -> " ".repeat(width - t.length()) + t).toArray(String[]::new);
    }

    private static DoubleFunction<String> floating(double[] values) {
        double[] sizes = Arrays.stream(values)
                .filter(Double::isFinite)
                .map(Math::abs)
                .filter(v -> v > 0)
                .toArray();
        double largest = Arrays.stream(sizes).max().orElse(1);
        double smallest = Arrays.stream(sizes).min().orElse(1);
        boolean whole = Arrays.stream(sizes).allMatch(v -> v == Math.rint(v));
        String pattern = largest >= 1e8 || (!whole && (smallest < 1e-4 || largest > 1000 * smallest))
                ? "%.4e"
                : whole ? "%.0f." : "%.4f";
        return v -> Double.isFinite(v)
                ? String.format(Locale.ROOT, pattern, v)
                : Double.isNaN(v) ? "nan" : v > 0 ? "inf" : "-inf";
    }

    private void axis(int axis, Shape shape) {
        if (axis == shape.rank()) {
            text.append(elements[next++]);
            return;
        }
        boolean inner = axis == shape.rank() - 1;
        boolean cut = shown[axis].length < shape.size(axis);
        String indent = System.lineSeparator() + " ".repeat(axis + 1);
        int column = axis + 1;
        text.append('[');
        for (int i = 0; i < shown[axis].length; i++) {
            if (cut && i == ENDS) {
                text.append(inner ? " …" : indent + "…");
            }
            if (i > 0 && !inner) {
                text.append(indent);
            } else if (i > 0 && column + 1 + elements[next].length() > COLUMNS) {
                text.append(indent);
                column = axis + 1;
            } else if (i > 0) {
                text.append(' ');
                column++;
            }
            column += inner ? elements[next].length() : 0;
            axis(axis + 1, shape);
        }
        text.append(']');
    }
}
