package fovea.conformance.files;

import fovea.format.ElementType;
import fovea.format.NdArray;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An array as a pack describes it.
 *
 * @param values its elements in C order: numbers, truths, pairs of real and imaginary part, or the words NaN, Infinity and
 *     -Infinity
 */
public record ExpectedArray(String type, List<Long> shape, List<?> values) {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static ExpectedArray of(Map<?, ?> object) {
        if (!(object.get("shape") instanceof List<?> shape) || !(object.get("values") instanceof List<?> values)) {
            throw new IllegalArgumentException("a tensor has no shape or no values");
        }
        List<Long> sizes =
                shape.stream().map(size -> ((Number) size).longValue()).toList();
        return new ExpectedArray(String.valueOf(object.get("dtype")), sizes, values);
    }

    /** What differs: type, shape, or the first element that is not exactly as expected. */
    Optional<String> difference(NdArray got) {
        List<Long> shapeGot = Arrays.stream(got.shape()).boxed().toList();
        if (!name(got.type()).equals(type) && !got.type().name().equals(type)) {
            return Optional.of("is of type %s: expected %s".formatted(name(got.type()), type));
        }
        if (!shapeGot.equals(shape) || got.count() != values.size()) {
            return Optional.of("is %s: expected %s, %d values".formatted(shapeGot, shape, values.size()));
        }
        for (int i = 0; i < values.size(); i++) {
            Object element = element(got, i);
            Object expected = expected(got.type(), values.get(i));
            if (!element.equals(expected)) {
                return Optional.of("has %s at %d: expected %s".formatted(element, i, expected));
            }
        }
        return Optional.empty();
    }

    /** What differs of a network's answers by more than {@code tolerance · (1 + |expected|)}. */
    static Optional<String> difference(float[] got, float[] expected, double tolerance) {
        if (got.length != expected.length) {
            return Optional.of("gives %d numbers: expected %d".formatted(got.length, expected.length));
        }
        for (int i = 0; i < got.length; i++) {
            if (!(Math.abs(got[i] - expected[i]) <= tolerance * (1 + Math.abs(expected[i])))) {
                return Optional.of("gives %s at %d: expected %s".formatted(got[i], i, expected[i]));
            }
        }
        return Optional.empty();
    }

    /** The elements, where they are real numbers. */
    float[] floats() {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) real(values.get(i));
        }
        return floats;
    }

    /** NumPy's word for a type. */
    private static String name(ElementType type) {
        return switch (type) {
            case F64 -> "float64";
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case F8_E4M3 -> "float8_e4m3fn";
            case F8_E5M2 -> "float8_e5m2";
            case C128 -> "complex128";
            case C64 -> "complex64";
            case I64, I32, I16, I8 -> "int" + 8 * type.width();
            case U64, U32, U16, U8 -> "uint" + 8 * type.width();
            case BOOL -> type.name().toLowerCase(Locale.ROOT);
        };
    }

    private static Object element(NdArray got, int i) {
        if (got.type().isComplex()) {
            double[] parts = got.toParts();
            return List.of(parts[2 * i], parts[2 * i + 1]);
        }
        if (got.type() == ElementType.U64) {
            return new BigInteger(Long.toUnsignedString(got.data().get(LONG, 8L * i)));
        }
        return got.type().isFloating() ? (Object) got.toDoubles()[i] : BigInteger.valueOf(got.toLongs()[i]);
    }

    private static Object expected(ElementType type, Object value) {
        return switch (value) {
            case List<?> parts -> List.of(real(parts.getFirst()), real(parts.getLast()));
            case Boolean truth -> BigInteger.valueOf(truth ? 1 : 0);
            default -> type.isFloating() ? (Object) real(value) : value;
        };
    }

    private static double real(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.parseDouble((String) value);
    }
}
