package fovea.reference;

import fovea.tensor.Shape;
import fovea.tensor.Slice;

/** Walks through row-major elements, pairing the index in one array with that in another. */
final class Walk {
    private Walk() {}

    interface Pair {
        void at(int first, int second);
    }

    /** Each index of {@code big} with the index of {@code small} it folds onto, where small has size 1. */
    static void fold(Shape big, Shape small, Pair pair) {
        int[] steps = steps(small);
        for (int i = 0; i < steps.length; i++) {
            if (small.size(i) == 1) {
                steps[i] = 0;
            }
        }
        strided(big, 0, steps, pair);
    }

    /** Each index of x with its index after {@code order}. */
    static void permuted(Shape x, Shape order, Pair pair) {
        int[] sizes = new int[x.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = x.size(order.size(i));
        }
        int[] target = steps(Shape.of(sizes));
        int[] steps = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            steps[order.size(i)] = target[i];
        }
        strided(x, 0, steps, pair);
    }

    /** Each index of {@code x} that {@code slice} takes with its index in the slice. */
    static void slice(Slice slice, Shape x, Pair pair) {
        int[] steps = steps(x);
        int first = 0;
        for (int i = 0; i < steps.length; i++) {
            first += slice.start().size(i) * steps[i];
            steps[i] *= slice.step().size(i);
        }
        strided(slice.size(), first, steps, (small, big) -> pair.at(big, small));
    }

    /** Each index of {@code shape} in order, with {@code first} plus the sum of its coordinates times {@code steps}. */
    private static void strided(Shape shape, int first, int[] steps, Pair pair) {
        int n = Math.toIntExact(shape.elements());
        int[] at = new int[shape.rank()];
        int other = first;
        for (int i = 0; i < n; i++) {
            pair.at(i, other);
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                other += steps[axis];
                if (++at[axis] < shape.size(axis)) {
                    break;
                }
                other -= steps[axis] * shape.size(axis);
                at[axis] = 0;
            }
        }
    }

    private static int[] steps(Shape shape) {
        int[] steps = new int[shape.rank()];
        int step = 1;
        for (int i = steps.length - 1; i >= 0; i--) {
            steps[i] = step;
            step *= shape.size(i);
        }
        return steps;
    }
}
