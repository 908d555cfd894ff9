package fovea.tensor;

import java.util.Arrays;

/**
 * Methods of {@link Tensor} that give its elements other axes, cut parts out of it, or put a border around it. Negative axes count from the
 * end.
 */
public sealed interface Movement permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    default Tensor reshape(Shape to) {
        return to.equals(self().shape()) ? self() : new Reshape(to).apply(self());
    }

    /** The same elements under other sizes, of which one may be −1: it follows from the others. */
    default Tensor reshape(int... sizes) {
        return reshape(Moves.inferred(self().shape(), sizes));
    }

    /** Keeps axis 0 and joins all others, {@code [N, C, H, W]} → {@code [N, C·H·W]}. */
    default Tensor flatten() {
        Shape from = self().shape();
        int n = from.size(0);
        return reshape(Shape.of(n, n == 0 ? 0 : Math.toIntExact(from.elements() / n)));
    }

    /** Joins axes {@code first} to {@code last}, both included; a scalar becomes {@code [1]}. */
    default Tensor flatten(int first, int last) {
        return reshape(Moves.joined(self().shape(), first, last));
    }

    /** Cuts an axis into several of these sizes, of which one may be −1. */
    default Tensor unflatten(int axis, int... sizes) {
        Shape x = self().shape();
        int at = x.axis(axis);
        return reshape(Moves.replaced(x, at, Moves.inferred(Shape.of(x.size(at)), sizes)));
    }

    /** Leaves out every axis of size 1. */
    default Tensor squeeze() {
        return reshape(Shape.of(
                Arrays.stream(self().shape().toArray()).filter(n -> n != 1).toArray()));
    }

    /** Leaves out these axes, which must be of size 1. */
    default Tensor squeeze(int... axes) {
        Axes gone = Axes.of(self().shape(), axes);
        for (int axis : axes) {
            if (self().shape().size(axis) != 1) {
                throw new ShapeException(
                        "squeeze",
                        "axis %d of %s".formatted(axis, self().shape()),
                        "only an axis of size 1 can be left out, and it has "
                                + self().shape().size(axis));
            }
        }
        return reshape(self().shape().without(gone));
    }

    /** Adds an axis of size 1 that becomes axis {@code axis}; −1 adds it at the end. */
    default Tensor unsqueeze(int axis) {
        return reshape(Moves.widened(self().shape(), axis));
    }

    /** Axes of size 1 added up to {@code rank}, as NumPy's {@code atleast_3d}: {@code [n]} → {@code [1, n]} → {@code [1, n, 1]}. */
    default Tensor atLeast(int rank) {
        Tensor x = self();
        while (x.shape().rank() < rank) {
            x = x.shape().rank() == 1 ? x.unsqueeze(0) : x.unsqueeze(-1);
        }
        return x;
    }

    /** Repeats axes of size 1 up to {@code to}, which has as many axes. */
    default Tensor expand(Shape to) {
        return to.equals(self().shape()) ? self() : new Expand(to).apply(self());
    }

    /** Repeats axes of size 1 up to these sizes, counted from the right; −1 leaves an axis as it is. */
    default Tensor expand(int... sizes) {
        return broadcastTo(Moves.expanded(self().shape(), sizes));
    }

    /** Adds axes in front, then repeats axes of size 1, as NumPy's broadcasting. */
    default Tensor broadcastTo(Shape to) {
        int missing = to.rank() - self().shape().rank();
        if (missing < 0) {
            throw new ShapeException(
                    "broadcastTo", self().shape() + " to " + to, "broadcasting adds axes in front and takes none away");
        }
        int[] sizes = new int[to.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < missing ? 1 : self().shape().size(i - missing);
        }
        return reshape(Shape.of(sizes)).expand(to);
    }

    /** The axes in another order, negative ones counted from the end; see {@link Permute}. */
    default Tensor permute(int... order) {
        int[] from0 = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            from0[i] = self().shape().axis(order[i]);
        }
        return Moves.isIdentity(from0, self().shape()) ? self() : new Permute(Shape.of(from0)).apply(self());
    }

    /** Swaps the last two axes. */
    default Tensor transpose() {
        if (self().shape().rank() < 2) {
            throw new ShapeException("transpose", "x is " + self().shape(), "it needs two axes or more");
        }
        return transpose(-2, -1);
    }

    /** Swaps two axes. */
    default Tensor transpose(int a, int b) {
        int[] order = Positions.steps(self().shape().rank(), 0, 1);
        int first = self().shape().axis(a);
        int second = self().shape().axis(b);
        order[first] = second;
        order[second] = first;
        return first == second ? self() : permute(order);
    }

    /** Moves an axis to another place; the others keep their order. */
    default Tensor moveAxis(int from, int to) {
        return moveAxes(new int[] {from}, new int[] {to});
    }

    /** Moves axes to other places; the others keep their order. */
    default Tensor moveAxes(int[] from, int[] to) {
        return permute(Moves.order(self().shape(), from, to));
    }

    /** Elements {@code from} to {@code to}, not included, along {@code axis}, every {@code step}-th. Negative bounds count from the end. */
    default Tensor slice(int axis, int from, int to, int step) {
        return new Slicing(self().shape()).span(axis, from, to, step).of(self());
    }

    /** Elements {@code from} to {@code to}, not included, along {@code axis}. Negative bounds count from the end. */
    default Tensor slice(int axis, int from, int to) {
        return slice(axis, from, to, 1);
    }

    /** What is at one place along {@code axis}, which disappears. */
    default Tensor select(int axis, int place) {
        Slicing part = new Slicing(self().shape()).at("select", axis, place);
        return part.of(self()).squeeze(axis);
    }

    /** The elements in reverse order along each of {@code axes}. */
    default Tensor flip(int... axes) {
        Tensor x = self();
        Axes turned = Axes.of(x.shape(), axes);
        for (int axis = 0; axis < self().shape().rank(); axis++) {
            if (turned.contains(axis) && x.shape().size(axis) > 1) {
                int n = x.shape().size(axis);
                x = x.take(axis, Tensor.arange(n - 1, -1, -1));
            }
        }
        return x;
    }

    /** Shifts the elements along {@code axis}; those that leave at one end come in at the other. */
    default Tensor roll(int shift, int axis) {
        int at = self().shape().axis(axis);
        int n = self().shape().size(at);
        int first = n == 0 ? 0 : Math.floorMod(-shift, n);
        return first == 0 ? self() : Tensor.concat(at, slice(at, first, n), slice(at, 0, first));
    }

    /** Shifts the elements along their row-major order. */
    default Tensor roll(int shift) {
        return reshape(-1).roll(shift, 0).reshape(self().shape());
    }

    /** Turns the plane of two axes by {@code turns} quarter turns from axis {@code a} towards axis {@code b}. */
    default Tensor rot90(int turns, int a, int b) {
        if (self().shape().axis(a) == self().shape().axis(b)) {
            throw new ShapeException("rot90", "axes " + a + " and " + b, "a plane has two different axes");
        }
        return switch (Math.floorMod(turns, 4)) {
            case 1 -> flip(b).transpose(a, b);
            case 2 -> flip(a, b);
            case 3 -> transpose(a, b).flip(b);
            default -> self();
        };
    }

    /** A quarter turn of the first two axes, from the first towards the second: a matrix turns counterclockwise. */
    default Tensor rot90() {
        return rot90(1, 0, 1);
    }

    /** Zeros before and after along {@code axis}. */
    default Tensor pad(int axis, int before, int after) {
        Moves.checkPadding(before, after);
        Shape none = Shape.of(new int[self().shape().rank()]);
        return new Pad(none.with(axis, before), none.with(axis, after), none).apply(self());
    }

    /** So many times {@code value} before and after along {@code axis}. */
    default Tensor pad(int axis, int before, int after, double value) {
        if (value == 0) {
            return pad(axis, before, after);
        }
        Moves.checkPadding(before, after);
        Spec left = self().spec().with(self().shape().with(axis, before));
        Spec right = self().spec().with(self().shape().with(axis, after));
        return Tensor.concat(axis, Tensor.full(left, value), self(), Tensor.full(right, value));
    }

    /** What {@code border} says before and after along {@code axis}. */
    default Tensor pad(Border border, int axis, int before, int after) {
        return border.pad(self(), axis, before, after);
    }
}
