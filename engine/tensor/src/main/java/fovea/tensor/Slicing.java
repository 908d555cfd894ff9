package fovea.tensor;

import java.util.Arrays;

/** A part of a tensor: along each axis so many elements from a first one, in steps that may go backwards. */
final class Slicing {
    private final Shape whole;
    private final int[] start;
    private final int[] size;
    private final int[] step;
    private int turned;

    /** All of a tensor of shape {@code whole}. */
    Slicing(Shape whole) {
        this.whole = whole;
        this.start = new int[whole.rank()];
        this.size = whole.toArray();
        this.step = new int[whole.rank()];
        Arrays.fill(step, 1);
    }

    /** From {@code from} to {@code to}, which must be there, in forward steps. */
    Slicing span(int axis, int from, int to, int by) {
        int at = whole.axis(axis);
        int n = whole.size(at);
        int first = from < 0 ? from + n : from;
        int end = to < 0 ? to + n : to;
        if (first < 0 || end < first || end > n || by < 1) {
            throw new ShapeException(
                    "slice",
                    "%d to %d in steps of %d along axis %d of %s".formatted(from, to, by, axis, whole),
                    "from 0 to %d in steps of 1 or more would fit".formatted(n));
        }
        start[at] = first;
        size[at] = Math.ceilDiv(end - first, by);
        step[at] = by;
        return this;
    }

    /** The one element at {@code place}; the axis stays with size 1. */
    Slicing at(String operation, int axis, int place) {
        int at = whole.axis(axis);
        int n = whole.size(at);
        if (place < -n || place >= n) {
            throw new ShapeException(
                    operation,
                    "place %d along axis %d of %s".formatted(place, at, whole),
                    n == 0 ? "there are no places" : "places are %d to %d".formatted(-n, n - 1));
        }
        start[at] = place < 0 ? place + n : place;
        size[at] = 1;
        return this;
    }

    /** {@code count} elements from {@code first}, {@code by} apart, backwards if that is negative; all must be there. */
    void run(int axis, int first, int count, int by) {
        size[axis] = count;
        step[axis] = Math.abs(by);
        start[axis] = count == 0 ? 0 : by < 0 ? first + (count - 1) * by : first;
        if (by < 0 && count > 1) {
            turned |= 1 << axis;
        }
    }

    Shape size() {
        return Shape.of(size);
    }

    /** The part of {@code x}. */
    Tensor of(Tensor x) {
        return isWhole() ? x : turn(slice().apply(x));
    }

    /** {@code x} with {@code part} in place of what {@link #of} would give. */
    Tensor replaced(Tensor x, Tensor part) {
        Tensor forward = turn(part);
        if (size().equals(whole)) {
            return forward;
        }
        Pad around = slice().around(whole);
        Tensor hole = around.apply(Tensor.full(new Spec(size(), DType.BOOL), 1));
        return hole.where(around.apply(forward), x);
    }

    private boolean isWhole() {
        return turned == 0 && size().equals(whole);
    }

    private Slice slice() {
        return new Slice(Shape.of(start), Shape.of(size), Shape.of(step));
    }

    private Tensor turn(Tensor x) {
        if (turned == 0) {
            return x;
        }
        Tensor y = x;
        for (int axis = 0; axis < whole.rank(); axis++) {
            y = (turned >> axis & 1) == 1 ? y.flip(axis) : y;
        }
        return y;
    }
}
