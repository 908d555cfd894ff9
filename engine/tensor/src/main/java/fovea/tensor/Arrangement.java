package fovea.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Methods of {@link Tensor} that take it apart, repeat it, or place it in a larger one. Negative axes count from the end. */
public sealed interface Arrangement permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** The parts of these sizes, one behind the other along {@code axis}; together they must be the whole. */
    default List<Tensor> split(int axis, int... sizes) {
        int at = self().shape().axis(axis);
        if (Arrays.stream(sizes).anyMatch(n -> n < 0)
                || Arrays.stream(sizes).asLongStream().sum() != self().shape().size(at)) {
            throw new ShapeException(
                    "split",
                    "%s along axis %d into %s".formatted(self().shape(), at, Arrays.toString(sizes)),
                    "the sizes must add up to " + self().shape().size(at));
        }
        List<Tensor> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            parts.add(self().slice(at, from, from + size));
            from += size;
        }
        return parts;
    }

    /** Parts of {@code size} along {@code axis}; the last is what is left. */
    default List<Tensor> splitEvery(int size, int axis) {
        int n = self().shape().size(axis);
        if (size < 1 && !(size == 0 && n == 0)) {
            throw new ShapeException("splitEvery", "parts of " + size, "1 or more would fit");
        }
        int parts = n == 0 ? 1 : Math.ceilDiv(n, size);
        return split(
                axis,
                IntStream.range(0, parts).map(i -> Math.min(size, n - i * size)).toArray());
    }

    /** At most {@code parts} parts of equal size along {@code axis}, the last perhaps smaller; as PyTorch's. */
    default List<Tensor> chunk(int parts, int axis) {
        if (parts < 1) {
            throw new ShapeException("chunk", parts + " parts", "1 or more would fit");
        }
        int n = self().shape().size(axis);
        return n == 0 ? split(axis, new int[parts]) : splitEvery(Math.ceilDiv(n, parts), axis);
    }

    /** Exactly {@code parts} parts along {@code axis}, the first ones larger by one where it does not divide; NumPy's array_split. */
    default List<Tensor> splitInto(int parts, int axis) {
        if (parts < 1) {
            throw new ShapeException("splitInto", parts + " parts", "1 or more would fit");
        }
        int n = self().shape().size(axis);
        return split(
                axis,
                IntStream.range(0, parts)
                        .map(i -> n / parts + (i < n % parts ? 1 : 0))
                        .toArray());
    }

    /** What is at each place along {@code axis}, which disappears. */
    default List<Tensor> unbind(int axis) {
        return IntStream.range(0, self().shape().size(axis))
                .mapToObj(i -> self().select(axis, i))
                .toList();
    }

    /** The whole, so many times one behind the other along each axis; axes are added in front where there are more numbers than axes. */
    default Tensor tile(int... times) {
        Shape x = self().shape();
        int rank = Math.max(x.rank(), times.length);
        int[] from = new int[2 * rank];
        int[] repeated = new int[2 * rank];
        int[] to = new int[rank];
        for (int i = 0; i < rank; i++) {
            int own = i - rank + x.rank();
            int factor = i - rank + times.length;
            from[2 * i] = 1;
            from[2 * i + 1] = own < 0 ? 1 : x.size(own);
            repeated[2 * i] = factor < 0 ? 1 : times[factor];
            repeated[2 * i + 1] = from[2 * i + 1];
            to[i] = Math.multiplyExact(repeated[2 * i], repeated[2 * i + 1]);
        }
        return self().reshape(Shape.of(from)).expand(Shape.of(repeated)).reshape(Shape.of(to));
    }

    /** Each element along {@code axis} {@code times} times, {@code a b} → {@code a a b b}. */
    default Tensor repeatInterleave(int axis, int times) {
        Shape x = self().shape();
        int at = x.axis(axis);
        Tensor column = self().unsqueeze(at + 1);
        return column.expand(column.shape().with(at + 1, times))
                .reshape(x.with(at, Math.multiplyExact(x.size(at), times)));
    }

    /** Each element along {@code axis} as often as {@code times [n]} of {@code i32} or {@code i64} says; its elements are read. */
    default Tensor repeatInterleave(int axis, Tensor times) {
        int at = self().shape().axis(axis);
        int n = self().shape().size(at);
        if (times.shape().elements() != n && times.shape().elements() != 1) {
            throw new ShapeException(
                    "repeatInterleave",
                    "axis %d of %s and counts %s".formatted(at, self().shape(), times.shape()),
                    "one count for each of its " + n + " places, or one for all, would fit");
        }
        int[] counts = times.cast(DType.I32).reshape(-1).expand(Shape.of(n)).toInts();
        if (Arrays.stream(counts).anyMatch(c -> c < 0)) {
            throw new ShapeException("repeatInterleave", "a count is negative", "0 or more would fit");
        }
        int[] places = IntStream.range(0, n)
                .flatMap(i -> IntStream.generate(() -> i).limit(counts[i]))
                .toArray();
        return self().take(at, Tensor.of(Shape.of(places.length), places));
    }

    /** Left and right exchanged: reversed along axis 1. */
    default Tensor fliplr() {
        return self().flip(1);
    }

    /** Top and bottom exchanged: reversed along axis 0. */
    default Tensor flipud() {
        return self().flip(0);
    }

    /** What is on and below the diagonal of each matrix {@code [..., M, N]}, else 0. */
    default Tensor tril() {
        return tril(0);
    }

    /** What is up to {@code above} places right of the diagonal of each matrix {@code [..., M, N]}, else 0. */
    default Tensor tril(int above) {
        return Diagonals.below("tril", self(), above).where(self(), 0);
    }

    /** What is on and above the diagonal of each matrix {@code [..., M, N]}, else 0. */
    default Tensor triu() {
        return triu(0);
    }

    /** What is from {@code above} places right of the diagonal on of each matrix {@code [..., M, N]}, else 0. */
    default Tensor triu(int above) {
        return Diagonals.below("triu", self(), (long) above - 1).not().where(self(), 0);
    }

    /** A vector as the diagonal of a matrix, or the diagonal of a matrix as a vector; {@code above} counts places right of the main one. */
    default Tensor diag(int above) {
        return switch (self().shape().rank()) {
            case 1 -> diagEmbed(above, 0, 1);
            case 2 -> diagonal(above, 0, 1);
            default ->
                throw new ShapeException(
                        "diag", "x is " + self().shape(), "x must be [n] or [M, N]; diagonal and diagEmbed take more");
        };
    }

    /** The diagonal of the matrices that two axes make, {@code above} places right of the main one; it becomes the last axis. */
    default Tensor diagonal(int above, int rows, int columns) {
        return Diagonals.of(self(), above, rows, columns);
    }

    /**
     * The last axis as the diagonal, {@code above} places right of the main one, of matrices whose rows and columns become these axes; zeros
     * elsewhere. {@code [..., n]} → {@code [..., n + |above|, n + |above|]} with axes −2 and −1.
     */
    default Tensor diagEmbed(int above, int rows, int columns) {
        return Diagonals.embedded(self(), above, rows, columns);
    }

    /**
     * Every window of {@code size} elements along {@code axis}, {@code step} apart, as a new last axis: {@code [A, n, C]}, axis 1 →
     * {@code [A, (n − size) / step + 1, C, size]}; PyTorch's {@code Tensor.unfold}.
     */
    default Tensor windows(int axis, int size, int step) {
        int at = self().shape().axis(axis);
        int n = self().shape().size(at);
        if (size < 0 || size > n || step < 1) {
            throw new ShapeException(
                    "windows",
                    "windows of %d, %d apart, along axis %d of %s".formatted(size, step, at, self().shape()),
                    "windows of 0 to %d elements, 1 or more apart, would fit".formatted(n));
        }
        int places = (n - size) / step + 1;
        int[] index = Positions.grid(new int[] {places, size}, new int[] {step, 1});
        return self().take(at, Tensor.of(Shape.of(places, size), index)).moveAxis(at + 1, -1);
    }

    /**
     * Another arrangement of the row-major elements: element {@code [i, j, …]} is element {@code offset + i · strides[0] + …} of this.
     * Unlike PyTorch's {@code as_strided} it does not ask how this lies in memory, and copies.
     */
    default Tensor asStrided(int[] sizes, int[] strides, int offset) {
        int[] places = Positions.grid(sizes, strides);
        for (int i = 0; i < places.length; i++) {
            places[i] += offset;
            if (places[i] < 0 || places[i] >= self().shape().elements()) {
                throw new ShapeException(
                        "asStrided",
                        "sizes %s and strides %s from %d on reach place %d"
                                .formatted(Arrays.toString(sizes), Arrays.toString(strides), offset, places[i]),
                        "%s has places 0 to %d"
                                .formatted(self().shape(), self().shape().elements() - 1));
            }
        }
        return Positions.read(self(), Tensor.of(Shape.of(sizes), places));
    }

    /** Every choice of {@code r} different elements of a vector, in their order, {@code [number of choices, r]}. */
    default Tensor combinations(int r) {
        if (self().shape().rank() != 1 || r < 0) {
            throw new ShapeException(
                    "combinations", r + " of x " + self().shape(), "x must be [n], and 0 or more be chosen");
        }
        List<int[]> found = new ArrayList<>();
        int[] chosen = Positions.steps(r, 0, 1);
        int n = self().shape().size(0);
        while (r <= n) {
            found.add(chosen.clone());
            int i = r - 1;
            while (i >= 0 && chosen[i] == n - r + i) {
                i--;
            }
            if (i < 0) {
                break;
            }
            chosen[i]++;
            for (int j = i + 1; j < r; j++) {
                chosen[j] = chosen[j - 1] + 1;
            }
        }
        int[] places = found.stream().flatMapToInt(Arrays::stream).toArray();
        return self().take(0, Tensor.of(Shape.of(found.size(), r), places));
    }

    /** Rows {@code 1, x, x², …} of {@code columns} powers of the elements of a vector, falling powers unless {@code increasing}. */
    default Tensor vander(int columns, boolean increasing) {
        if (self().shape().rank() != 1) {
            throw new ShapeException("vander", "x is " + self().shape(), "x must be [n]");
        }
        List<Tensor> powers = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            powers.add(i == 0 ? Tensor.onesLike(self()) : powers.getLast().mul(self()));
        }
        if (columns == 0) {
            return Tensor.full(self().spec().with(Shape.of(self().shape().size(0), 0)), 0);
        }
        return Tensor.stack(1, increasing ? powers : powers.reversed());
    }

    /** Labels {@code [N…]} as rows of zeros with a one, {@code f32 [N…, classes]}; see {@link OneHot}. */
    default Tensor oneHot(int classes) {
        return new OneHot(classes, DType.F32).apply(self());
    }
}
