package fovea.testing;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Random operands of one floating-point type. Some kinds keep a distance from where an op has a kink, so that differences across the kink
 * do not spoil a {@link GradientCheck}.
 */
public final class Samples {
    private final SplittableRandom random;
    private final DType dtype;

    /** Numbers drawn from {@code random}; the same seed gives the same numbers in {@code f32} and {@code f64}, but for rounding. */
    public Samples(SplittableRandom random, DType dtype) {
        if (!dtype.isFloating()) {
            throw new IllegalArgumentException(dtype + " samples were asked for; they are f32 or f64");
        }
        this.random = random;
        this.dtype = dtype;
    }

    public DType dtype() {
        return dtype;
    }

    /** Between −1 and 1. */
    public Tensor smooth(Shape shape) {
        return uniform(shape, -1, 1);
    }

    /** Between {@code from} and {@code to}. */
    public Tensor uniform(Shape shape, double from, double to) {
        return make(shape, i -> random.nextDouble(from, to));
    }

    /** Between 0.5 and 1.5: where logarithms and quotients are smooth. */
    public Tensor positive(Shape shape) {
        return uniform(shape, 0.5, 1.5);
    }

    /** Between 0.8 and 1.2 with alternating signs: away from a kink at 0, and of mean nearly 0. */
    public Tensor alternating(Shape shape) {
        return make(shape, i -> random.nextDouble(0.8, 1.2) * (i % 2 == 0 ? 1 : -1));
    }

    /** All different, 0.05 apart, in random order: away from the kinks of a maximum. */
    public Tensor distinct(Shape shape) {
        int n = Math.toIntExact(shape.elements());
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(i + 1);
            values[i] = values[at];
            values[at] = 0.05 * (i - n / 2);
        }
        return make(shape, i -> values[i]);
    }

    /** Multiples of 0.2 from −1 to 1, moved by {@code shift}. Two such with shifts 0 and 0.1 are nowhere near equal. */
    public Tensor grid(Shape shape, double shift) {
        return make(shape, i -> 0.2 * random.nextInt(-5, 6) + shift);
    }

    /** Each one of {@code values}, chosen at random. */
    public Tensor among(Shape shape, double... values) {
        return make(shape, i -> values[random.nextInt(values.length)]);
    }

    /** Integers from 0 up to {@code below}, not included; of type {@code i32}. */
    public Tensor labels(Shape shape, int below) {
        int[] values = new int[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(below);
        }
        return Tensor.of(shape, values);
    }

    /** A tensor of the type of these samples whose i-th element, in row-major order, is {@code value(i)}. */
    public Tensor make(Shape shape, IntToDoubleFunction value) {
        int n = Math.toIntExact(shape.elements());
        if (dtype == DType.F64) {
            double[] elements = new double[n];
            for (int i = 0; i < n; i++) {
                elements[i] = value.applyAsDouble(i);
            }
            return Tensor.of(shape, elements);
        }
        float[] elements = new float[n];
        for (int i = 0; i < n; i++) {
            elements[i] = (float) value.applyAsDouble(i);
        }
        return Tensor.of(shape, elements);
    }
}
