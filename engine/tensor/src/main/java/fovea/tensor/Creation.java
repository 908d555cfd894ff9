package fovea.tensor;

import java.lang.foreign.MemorySegment;
import java.util.function.IntToDoubleFunction;

/** Static methods of {@link Tensor} that make tensors from numbers. Types are {@code f32} where nothing else is said. */
public abstract sealed class Creation permits Joining {
    Creation() {}

    /** A tensor of these elements, in row-major order. */
    public static Tensor of(Shape shape, float... elements) {
        return host("of", Spec.f32(shape), elements.length, MemorySegment.ofArray(elements));
    }

    /** A vector of these elements, shape {@code [n]}. */
    public static Tensor of(float... elements) {
        return of(Shape.of(elements.length), elements);
    }

    /** A tensor of these {@code f64} elements, in row-major order. */
    public static Tensor of(Shape shape, double... elements) {
        return host("of", new Spec(shape, DType.F64), elements.length, MemorySegment.ofArray(elements));
    }

    /** A tensor of these {@code i32} elements, in row-major order; labels, for example. */
    public static Tensor of(Shape shape, int... elements) {
        return host("of", new Spec(shape, DType.I32), elements.length, MemorySegment.ofArray(elements));
    }

    /** A tensor of these {@code i64} elements, in row-major order. */
    public static Tensor of(Shape shape, long... elements) {
        return host("of", new Spec(shape, DType.I64), elements.length, MemorySegment.ofArray(elements));
    }

    /** A tensor of these {@code bool} elements, in row-major order. */
    public static Tensor of(Shape shape, boolean... elements) {
        byte[] bytes = new byte[elements.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (elements[i] ? 1 : 0);
        }
        return host("of", new Spec(shape, DType.BOOL), bytes.length, MemorySegment.ofArray(bytes));
    }

    /** A tensor of elements in memory, row-major and little-endian; they are copied. */
    public static Tensor of(Spec spec, MemorySegment elements) {
        if (elements.byteSize() != spec.bytes()) {
            throw new ShapeException(
                    "of", elements.byteSize() + " bytes for " + spec, spec + " takes " + spec.bytes() + " bytes");
        }
        return Interpreter.current().constant(spec, elements);
    }

    /** One number, shape {@code []}. */
    public static Tensor scalar(double value) {
        return full(Shape.SCALAR, value);
    }

    public static Tensor zeros(Shape shape) {
        return full(shape, 0);
    }

    public static Tensor ones(Shape shape) {
        return full(shape, 1);
    }

    /** {@code f32} of one number throughout. */
    public static Tensor full(Shape shape, double value) {
        return new Fill(Spec.f32(shape), value).apply();
    }

    /** One number throughout, of this shape and type. */
    public static Tensor full(Spec spec, double value) {
        return new Fill(spec, value).apply();
    }

    /** The whole numbers 0 to {@code n − 1}, {@code i32 [n]}: the places along an axis of {@code n}. */
    public static Tensor arange(int n) {
        return of(Shape.of(n), Positions.steps(n, 0, 1));
    }

    /** The whole numbers from {@code from} up to {@code to}, not included, {@code step} apart, {@code i32}; none where they lead nowhere. */
    public static Tensor arange(int from, int to, int step) {
        int n = count("arange", from, to, step);
        return of(Shape.of(n), Positions.steps(n, from, step));
    }

    /** {@code from}, {@code from + step}, … up to {@code to}, not included. */
    public static Tensor arange(double from, double to, double step) {
        int n = count("arange", from, to, step);
        return each(n, i -> from + i * step);
    }

    /** {@code n} numbers from {@code from} to {@code to}, both included, evenly spaced; only {@code from} if {@code n = 1}. */
    public static Tensor linspace(double from, double to, int n) {
        return each(n, even(from, to, n));
    }

    /** {@code 10^e} for {@code n} evenly spaced exponents {@code e} from {@code from} to {@code to}, both included. */
    public static Tensor logspace(double from, double to, int n) {
        return logspace(from, to, n, 10);
    }

    /** Powers of {@code base} with {@code n} evenly spaced exponents from {@code from} to {@code to}, both included. */
    public static Tensor logspace(double from, double to, int n, double base) {
        IntToDoubleFunction exponent = even(from, to, n);
        return each(n, i -> Math.pow(base, exponent.applyAsDouble(i)));
    }

    /** The identity matrix, {@code [n, n]}. */
    public static Tensor eye(int n) {
        return eye(n, n);
    }

    /** Ones on the diagonal, zeros elsewhere, {@code [rows, columns]}. */
    public static Tensor eye(int rows, int columns) {
        return new OneHot(columns, DType.F32).apply(arange(rows));
    }

    /** Ones up to {@code above} places right of the diagonal, zeros further right, {@code [rows, columns]}. */
    public static Tensor tri(int rows, int columns, int above) {
        return ones(Shape.of(rows, columns)).tril(above);
    }

    /** The rows and the columns of what {@code tril(above)} keeps of a matrix, row by row, {@code i32 [2, n]}. */
    public static Tensor trilIndices(int rows, int columns, int above) {
        return tri(rows, columns, above).nonzero().transpose();
    }

    /** The rows and the columns of what {@code triu(above)} keeps of a matrix, row by row, {@code i32 [2, n]}. */
    public static Tensor triuIndices(int rows, int columns, int above) {
        return ones(Shape.of(rows, columns)).triu(above).nonzero().transpose();
    }

    /** The second half is counted from its end, so that the last number is {@code to} exactly and the row is symmetric. */
    private static IntToDoubleFunction even(double from, double to, int n) {
        double step = n > 1 ? (to - from) / (n - 1) : 0;
        return i -> i < n / 2 || n == 1 ? from + i * step : to - (n - 1 - i) * step;
    }

    private static Tensor each(int n, IntToDoubleFunction number) {
        if (n < 0) {
            throw new ShapeException("linspace", n + " numbers are asked for", "0 or more would fit");
        }
        float[] elements = new float[n];
        for (int i = 0; i < n; i++) {
            elements[i] = (float) number.applyAsDouble(i);
        }
        return of(elements);
    }

    private static int count(String operation, double from, double to, double step) {
        double n = Math.ceil((to - from) / step);
        if (step == 0 || Double.isNaN(n) || n > Integer.MAX_VALUE) {
            throw new ShapeException(
                    operation,
                    "from " + from + " to " + to + " in steps of " + step,
                    "a step that is not 0 and reaches the end would fit");
        }
        return (int) Math.max(0, n);
    }

    private static Tensor host(String operation, Spec spec, int given, MemorySegment elements) {
        if (spec.shape().elements() != given) {
            throw new ShapeException(
                    operation,
                    given + " elements for " + spec.shape(),
                    spec.shape() + " holds " + spec.shape().elements());
        }
        return Interpreter.current().constant(spec, elements);
    }
}
