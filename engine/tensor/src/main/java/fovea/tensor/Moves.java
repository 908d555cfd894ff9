package fovea.tensor;

import java.util.Arrays;

/** Shapes and orders of axes that {@link Movement} moves to, and the refusal of those there are none of. */
final class Moves {
    private Moves() {}

    /** {@code sizes}, of which one may be −1, for the elements of {@code from}. */
    static Shape inferred(Shape from, int... sizes) {
        int open = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && open < 0) {
                open = i;
            } else if (sizes[i] < 0) {
                throw new ShapeException(
                        "reshape",
                        from + " to " + Arrays.toString(sizes),
                        sizes[i] == -1
                                ? "only one size can follow from the others"
                                : "sizes are 0 or more, one may be -1");
            } else {
                known = Math.multiplyExact(known, sizes[i]);
            }
        }
        if (open < 0) {
            return Shape.of(sizes);
        }
        long elements = from.elements();
        if (known == 0 || elements % known != 0) {
            throw new ShapeException(
                    "reshape",
                    from + " has " + elements + " elements, to " + Arrays.toString(sizes),
                    known == 0
                            ? "any size would fit in place of -1; name one"
                            : "the other sizes hold " + known + ", which does not divide them");
        }
        int[] all = sizes.clone();
        all[open] = Math.toIntExact(elements / known);
        return Shape.of(all);
    }

    static Shape joined(Shape x, int first, int last) {
        if (x.rank() == 0) {
            return Shape.of(1);
        }
        int from = x.axis(first);
        int to = x.axis(last);
        if (to < from) {
            throw new ShapeException(
                    "flatten", "axes " + first + " to " + last + " of " + x, "the first must not come after the last");
        }
        long n = 1;
        for (int i = from; i <= to; i++) {
            n *= x.size(i);
        }
        int[] sizes = new int[x.rank() - (to - from)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < from ? x.size(i) : i == from ? Math.toIntExact(n) : x.size(i + to - from);
        }
        return Shape.of(sizes);
    }

    /** {@code x} with several axes in place of one. */
    static Shape replaced(Shape x, int axis, Shape by) {
        return Take.replaced(x, axis, by);
    }

    /** {@code x} with an axis of size 1 at {@code axis}. */
    static Shape widened(Shape x, int axis) {
        int at = axis < 0 ? axis + x.rank() + 1 : axis;
        if (at < 0 || at > x.rank()) {
            throw new ShapeException(
                    "unsqueeze",
                    "a new axis %d of %s".formatted(axis, x),
                    "new axes are %d to %d".formatted(-x.rank() - 1, x.rank()));
        }
        int[] sizes = new int[x.rank() + 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < at ? x.size(i) : i == at ? 1 : x.size(i - 1);
        }
        return Shape.of(sizes);
    }

    /** {@code sizes} with each −1 replaced by what {@code x} has there, counted from the right. */
    static Shape expanded(Shape x, int... sizes) {
        int[] all = sizes.clone();
        for (int i = 0; i < all.length; i++) {
            int own = i - all.length + x.rank();
            if (all[i] == -1) {
                if (own < 0) {
                    throw new ShapeException(
                            "expand", x + " to " + Arrays.toString(sizes), "a new axis has no size to keep; name one");
                }
                all[i] = x.size(own);
            }
        }
        return Shape.of(all);
    }

    /** The order in which axes {@code from} stand at {@code to} and the others keep theirs. */
    static int[] order(Shape x, int[] from, int[] to) {
        if (from.length != to.length
                || Integer.bitCount(Axes.of(x, from).bits()) != from.length
                || Integer.bitCount(Axes.of(x, to).bits()) != to.length) {
            throw new ShapeException(
                    "moveAxes",
                    "axes %s of %s to %s".formatted(Arrays.toString(from), x, Arrays.toString(to)),
                    "give each axis one place, all different");
        }
        int[] order = new int[x.rank()];
        Arrays.fill(order, -1);
        for (int i = 0; i < from.length; i++) {
            order[x.axis(to[i])] = x.axis(from[i]);
        }
        Axes moved = Axes.of(x, from);
        int next = 0;
        for (int i = 0; i < order.length; i++) {
            if (order[i] < 0) {
                while (moved.contains(next)) {
                    next++;
                }
                order[i] = next++;
            }
        }
        return order;
    }

    static boolean isIdentity(int[] order, Shape x) {
        return Arrays.equals(order, Positions.steps(x.rank(), 0, 1));
    }

    static void checkPadding(int before, int after) {
        if (before < 0 || after < 0) {
            throw new ShapeException(
                    "pad",
                    before + " before and " + after + " after",
                    "paddings are 0 or more; slice takes elements away");
        }
    }
}
