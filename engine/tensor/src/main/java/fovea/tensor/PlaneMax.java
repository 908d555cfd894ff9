package fovea.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Largest pixels by their places in a plane: pooling over windows that are not all alike, and the way back. */
final class PlaneMax {
    private PlaneMax() {}

    /** Where in its plane each winner of a max pooling was. */
    static Tensor indices(Window window, Shape x, Tensor winner) {
        int rank = window.rank();
        int[] inWindow = new int[window.area()];
        for (int at = 0; at < inWindow.length; at++) {
            int run = 1;
            int rest = at;
            for (int i = rank - 1; i >= 0; i--) {
                inWindow[at] += rest % window.size(i) * window.dilation(i) * run;
                rest /= window.size(i);
                run *= x.size(2 + i);
            }
        }
        Tensor index = Tensor.of(Shape.of(inWindow.length), inWindow).take(0, winner.cast(DType.I32));
        int run = 1;
        for (int i = rank - 1; i >= 0; i--) {
            int places = winner.shape().size(2 + i);
            index = index.add(Sampling.multiples(places, window.stride(i) * run, rank - i))
                    .sub(window.before(i) * run);
            run *= x.size(2 + i);
        }
        return index;
    }

    /**
     * The largest of the pixels that a table names.
     *
     * @param table {@code i32 [N or 1, C or 1, L'…, T]}: places in the plane; one may be named twice
     */
    static Pooled of(Tensor x, Tensor table) {
        Shape from = x.shape();
        int planes = from.size(0) * from.size(1);
        int plane = plane(from);
        int taps = table.shape().size(-1);
        Tensor flat = x.reshape(Shape.of(planes * plane));
        int[] sizes = table.shape().toArray();
        sizes[0] = from.size(0);
        sizes[1] = from.size(1);
        Tensor each = table.expand(Shape.of(sizes));
        Tensor base = base(from, table.shape().rank());
        Tensor best = new Finding.ArgMax(sizes.length - 1).apply(flat.take(0, each.add(base)));
        int[] places = Arrays.copyOf(sizes, sizes.length - 1);
        int count = Math.toIntExact(best.shape().elements());
        Tensor at = best.reshape(Shape.of(count)).add(Sampling.multiples(count, taps, 1));
        Tensor indices = each.reshape(Shape.of(count * taps)).take(0, at).reshape(Shape.of(places));
        return new Pooled(flat.take(0, indices.add(base(from, places.length))), indices);
    }

    /** Puts values back at their places, zeros elsewhere; of several at one place the last stays. */
    static Tensor unpool(Tensor x, Tensor indices, int... size) {
        Shape from = x.shape();
        if (from.rank() != size.length + 2
                || !indices.shape().equals(from)
                || !indices.dtype().isIndex()) {
            throw new ShapeException(
                    "maxUnpool",
                    "x is %s, the indices %s, the size %s".formatted(x.spec(), indices.spec(), Arrays.toString(size)),
                    "x must be [N, C, L…], the indices of its shape and i32 or i64, and the size one number for each axis after C");
        }
        int[] to = IntStream.concat(IntStream.of(from.size(0), from.size(1)), IntStream.of(size))
                .toArray();
        Shape result = Shape.of(to);
        int count = Math.toIntExact(from.elements());
        Tensor places = indices.cast(DType.I32).add(base(result, from.rank())).reshape(Shape.of(count));
        Tensor last = new Finding.LastIndex(Math.toIntExact(result.elements())).apply(places);
        // Where nothing is put the last index is −1, which counts from the end: the zero.
        Tensor zero = Tensor.full(x.spec().with(Shape.of(1)), 0);
        return new Concat(0)
                .apply(x.reshape(Shape.of(count)), zero)
                .take(0, last)
                .reshape(result);
    }

    /** At which element each plane begins, {@code i32 [N, C, 1, …]}. */
    private static Tensor base(Shape x, int rank) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        sizes[0] = x.size(0);
        sizes[1] = x.size(1);
        return Sampling.multiples(x.size(0) * x.size(1), plane(x), 1).reshape(Shape.of(sizes));
    }

    private static int plane(Shape x) {
        return IntStream.range(2, x.rank()).map(x::size).reduce(1, Math::multiplyExact);
    }

    /** The table of adaptive pooling: all pixels of each of {@code size} equal parts. */
    static Tensor adaptive(Shape x, int... size) {
        Tensor table = Tensor.of(Shape.of(1), 0);
        for (int i = 0; i < size.length; i++) {
            int n = x.size(2 + i);
            table = crossed(table, new int[] {1, 1}, parts(n, size[i]), i, n);
        }
        return table;
    }

    private static Tensor parts(int n, int outputs) {
        Blend parts = Blend.mean(n, outputs);
        int taps = parts.index()[0].length;
        return Tensor.of(
                Shape.of(1, 1, outputs, taps),
                Arrays.stream(parts.index()).flatMapToInt(Arrays::stream).toArray());
    }

    /**
     * The table of fractional pooling (Graham 2014, "Fractional max-pooling", section 2): windows of one size whose starts are spaced
     * unevenly, {@code ⌊(i + u)·α⌋ − ⌊u·α⌋} with {@code α = (n − size)/(m − 1)}, the last at the end.
     *
     * @param samples u between 0 and 1, for each plane and axis, the last axis's first over two axes
     */
    static Tensor fractional(Shape x, int[] kernel, int[] size, Tensor samples) {
        int rank = size.length;
        Tensor table = Tensor.of(Shape.of(1), 0);
        for (int i = 0; i < rank; i++) {
            int n = x.size(2 + i);
            int m = size[i];
            int sample = rank == 2 ? 1 - i : i;
            Tensor u = samples.slice(2, sample, sample + 1, 1).cast(DType.F64);
            double alpha = m > 1 ? (double) (n - kernel[i]) / (m - 1) : 0;
            Tensor steps = Sampling.multiples(m, 1, 1);
            Tensor start = u.add(steps.cast(DType.F64))
                    .mul(alpha)
                    .floor()
                    .sub(u.mul(alpha).floor());
            Tensor starts = steps.eq(m - 1).where(n - kernel[i], start).cast(DType.I32);
            Tensor pixels = starts.reshape(Sampling.append(starts.shape(), 1)).add(Sampling.multiples(kernel[i], 1, 1));
            table = crossed(table, new int[] {x.size(0), x.size(1)}, pixels, i, n);
        }
        return table;
    }

    /** A table over {@code axes} axes, {@code [N, C, M…, T]}, crossed with the pixels along one more, {@code [N, C, M, T']}. */
    private static Tensor crossed(Tensor table, int[] planes, Tensor pixels, int axes, int n) {
        if (axes == 0) {
            return pixels;
        }
        Shape t = table.shape();
        Shape p = pixels.shape();
        int[] left = new int[axes + 5];
        int[] right = new int[axes + 5];
        int[] joined = new int[axes + 4];
        Arrays.fill(left, 1);
        Arrays.fill(right, 1);
        for (int i = 0; i < 2; i++) {
            left[i] = t.size(i);
            right[i] = p.size(i);
            joined[i] = planes[i];
        }
        for (int i = 0; i < axes; i++) {
            left[2 + i] = t.size(2 + i);
            joined[2 + i] = t.size(2 + i);
        }
        left[axes + 3] = t.size(-1);
        right[axes + 2] = p.size(2);
        right[axes + 4] = p.size(3);
        joined[axes + 2] = p.size(2);
        joined[axes + 3] = t.size(-1) * p.size(3);
        return table.mul(n)
                .reshape(Shape.of(left))
                .add(pixels.reshape(Shape.of(right)))
                .reshape(Shape.of(joined));
    }
}
