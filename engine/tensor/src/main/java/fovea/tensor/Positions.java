package fovea.tensor;

import java.util.Arrays;

/** Row-major places of elements in a flat tensor: what reading and writing at many places at once comes down to. */
final class Positions {
    private Positions() {}

    /** {@code n} numbers from {@code from}, {@code step} apart. */
    static int[] steps(int n, int from, int step) {
        int[] numbers = new int[n];
        Arrays.setAll(numbers, i -> from + i * step);
        return numbers;
    }

    /** The place of every element of {@code x}, {@code i32} of its shape. */
    static Tensor all(String operation, Shape x) {
        return Tensor.of(x, steps(count(operation, x), 0, 1));
    }

    /** How many elements {@code x} has, as far as places can name them. */
    static int count(String operation, Shape x) {
        long n = x.elements();
        if (n > Integer.MAX_VALUE) {
            throw new ShapeException(
                    operation, x + " has " + n + " elements", "places are counted up to " + Integer.MAX_VALUE);
        }
        return (int) n;
    }

    /** {@code index} as {@code i32} places from 0 along an axis of {@code size}; see {@link Finding.Within}. */
    static Tensor within(String operation, Tensor index, int axis, int size) {
        return new Finding.Within(operation, axis, size).apply(index);
    }

    /**
     * The place of {@code x[i, …, index[i, …, j, …], …]} for each element {@code [i, …, j, …]} of the index, which names places along
     * {@code axis} and is no larger than x along every other axis.
     */
    static Tensor along(String operation, Shape x, int axis, Tensor index) {
        Shape at = index.shape();
        count(operation, x);
        if (at.rank() != x.rank()) {
            throw new ShapeException(
                    operation, "x is " + x + " and the index is " + at, "both need the same number of axes");
        }
        int[] sizes = at.toArray();
        int[] strides = strides(x);
        int step = strides[axis];
        for (int i = 0; i < sizes.length; i++) {
            if (i != axis && sizes[i] > x.size(i)) {
                throw new ShapeException(
                        operation,
                        "x is %s and the index is %s, along axis %d".formatted(x, at, axis),
                        "the index may be no larger than x along axis %d, which has %d and %d"
                                .formatted(i, x.size(i), sizes[i]));
            }
        }
        sizes[axis] = 1;
        strides[axis] = 0;
        Tensor places = within(operation, index, axis, x.size(axis)).mul(step);
        return places.add(Tensor.of(Shape.of(sizes), grid(sizes, strides)));
    }

    /** {@code Σ iₖ · strides[k]} for each {@code [i₀, i₁, …]} of a shape, row-major. */
    static int[] grid(int[] sizes, int[] strides) {
        int[] places = {0};
        for (int axis = 0; axis < sizes.length; axis++) {
            int[] finer = new int[places.length * sizes[axis]];
            for (int i = 0; i < finer.length; i++) {
                finer[i] = places[i / sizes[axis]] + i % sizes[axis] * strides[axis];
            }
            places = finer;
        }
        return places;
    }

    /** Elements from one to the next along each axis, row-major. */
    static int[] strides(Shape x) {
        int[] strides = new int[x.rank()];
        int step = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(1, x.size(i));
        }
        return strides;
    }

    /** The elements of {@code x} at these places, in the shape of {@code places}. */
    static Tensor read(Tensor x, Tensor places) {
        return flat(x).take(0, places);
    }

    /** {@code x} with {@code values}, one for each place, in place of what was there; of several written to one place the last stays. */
    static Tensor write(String operation, Tensor x, Tensor places, Tensor values) {
        check(operation, x, places, values);
        if (values.shape().elements() == 0) {
            return x;
        }
        Tensor winner = new Finding.LastIndex(count(operation, x.shape())).apply(flat(places));
        Tensor written = flat(values).take(0, winner.maximum(0));
        return winner.ge(0).where(written, flat(x)).reshape(x.shape());
    }

    /** {@code x} with {@code values}, one for each place, added to what was there. */
    static Tensor add(String operation, Tensor x, Tensor places, Tensor values) {
        check(operation, x, places, values);
        return x.add(sum(x.shape(), places, values));
    }

    /** Zeros of shape {@code x} with {@code values}, one for each place, added up. */
    static Tensor sum(Shape x, Tensor places, Tensor values) {
        return new IndexAdd(0, count("add", x))
                .apply(flat(values), flat(places))
                .reshape(x);
    }

    static Tensor flat(Tensor x) {
        return x.reshape(Shape.of(count("reshape", x.shape())));
    }

    private static void check(String operation, Tensor x, Tensor places, Tensor values) {
        sameType(operation, x, values);
        if (!values.shape().equals(places.shape())) {
            throw new ShapeException(
                    operation,
                    "the values are " + values.shape() + " and their places " + places.shape(),
                    "one value a place would fit");
        }
    }

    static void sameType(String operation, Tensor x, Tensor values) {
        if (values.dtype() != x.dtype()) {
            throw new ShapeException(
                    operation,
                    "x is " + x.spec() + " and the values are " + values.spec(),
                    "the types must be equal; values.cast(DType.%s) would fit"
                            .formatted(x.dtype().name()));
        }
    }
}
