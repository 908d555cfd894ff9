package fovea.tensor;

import java.util.Arrays;

/** Methods of {@link Tensor} that make one pixel of many. Images are {@code x [N, C, L…]} with one, two or three spatial axes. */
public sealed interface Pooling permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** The largest pixel under each place of a window; see {@link MaxPool} and {@link Window#roundedUp}. */
    default Tensor maxPool(Window window) {
        return new MaxPool(window).apply(self());
    }

    /** {@link #maxPool}, and where the largest pixels were; the first of equals. */
    default Pooled maxPoolWithIndices(Window window) {
        Tensor[] pooled = new MaxPool(window).outputs(self());
        return new Pooled(pooled[0], PlaneMax.indices(window, self().shape(), pooled[1]));
    }

    /**
     * Puts pixels back where {@link #maxPoolWithIndices} found them, zeros elsewhere (Zeiler and Fergus 2014, section 2.1); of several at
     * one place the last stays.
     *
     * @param size of the image that comes out, one number for each spatial axis
     */
    default Tensor maxUnpool(Tensor indices, int... size) {
        return PlaneMax.unpool(self(), indices, size);
    }

    /** {@link #maxUnpool} to the size {@code (L − 1)·stride − before − after + K} along each axis. */
    default Tensor maxUnpool(Tensor indices, Window window) {
        int[] size = new int[window.rank()];
        for (int i = 0; i < size.length && 2 + i < self().shape().rank(); i++) {
            size[i] = (self().shape().size(2 + i) - 1) * window.stride(i)
                    - window.before(i)
                    - window.after(i)
                    + window.size(i);
        }
        return maxUnpool(indices, size);
    }

    /** The mean under each place of a window, padding counted as zeros; {@link AvgPool} has more to choose. */
    default Tensor avgPool(Window window) {
        return AvgPool.of(window).apply(self());
    }

    /**
     * The mean of each of {@code size} equal parts, from {@code ⌊i·n/m⌋} up to {@code ⌈(i + 1)·n/m⌉} along each axis (He et al. 2015,
     * "Spatial pyramid pooling", section 2.2).
     */
    default Tensor adaptiveAvgPool(int... size) {
        Shape x = adaptive("adaptiveAvgPool", size);
        int[] part = new int[size.length];
        boolean even = true;
        for (int i = 0; i < size.length; i++) {
            even &= x.size(2 + i) % size[i] == 0;
            part[i] = Math.max(1, x.size(2 + i) / size[i]);
        }
        if (even) {
            return avgPool(Window.of(part).withStride(part));
        }
        return Resize.AREA.to(self(), size);
    }

    /** The largest of each of {@code size} equal parts; see {@link #adaptiveAvgPool}. */
    default Tensor adaptiveMaxPool(int... size) {
        return adaptiveMaxPoolWithIndices(size).values();
    }

    /** {@link #adaptiveMaxPool}, and where the largest pixels were; the first of equals. */
    default Pooled adaptiveMaxPoolWithIndices(int... size) {
        Shape x = adaptive("adaptiveMaxPool", size);
        return PlaneMax.of(self(), PlaneMax.adaptive(x, size));
    }

    private Shape adaptive(String operation, int... size) {
        Shape x = self().shape();
        boolean fits = size.length >= 1
                && size.length <= 3
                && x.rank() == size.length + 2
                && self().dtype().isFloating()
                && Arrays.stream(size).allMatch(s -> s >= 1)
                && Arrays.stream(x.toArray()).skip(2).allMatch(n -> n >= 1);
        if (!fits) {
            throw new ShapeException(
                    operation,
                    "x is %s, the size %s".formatted(self().spec(), Arrays.toString(size)),
                    "x must be [N, C, L…] of floating-point numbers, with pixels, and the size 1 or more for each axis after C");
        }
        return x;
    }

    /** The mean of each plane, {@code [N, C, L…]} → {@code [N, C]} (Lin et al. 2014, "Network in network", section 3.2). */
    default Tensor globalAvgPool() {
        return self().mean(spatial("globalAvgPool"));
    }

    /** The largest of each plane, {@code [N, C, L…]} → {@code [N, C]}; equals share the gradient. */
    default Tensor globalMaxPool() {
        return self().max(spatial("globalMaxPool"));
    }

    private int[] spatial(String operation) {
        int rank = self().shape().rank();
        if (rank < 3) {
            throw new ShapeException(operation, "x is " + self().shape(), "x must be [N, C, L…]");
        }
        int[] axes = new int[rank - 2];
        Arrays.setAll(axes, i -> 2 + i);
        return axes;
    }

    /**
     * The p-norm under each place of a window, {@code (Σ xᵖ)^(1/p)}; no absolute value is taken, as PyTorch has it, so an odd p wants x that
     * is not negative. Where the sum is 0 so is the gradient. A place partly beyond the edge counts as a whole one of the same mean.
     *
     * @param ceilMode see {@link AvgPool}
     */
    default Tensor lpPool(double p, Window window, boolean ceilMode) {
        Tensor power = p == 1 ? self() : self().pow(p);
        Tensor sum = new AvgPool(window, ceilMode, true, 0).apply(power).mul(window.area());
        if (p == 1) {
            return sum;
        }
        Tensor none = sum.eq(0);
        return none.where(0, none.where(1, sum).pow(1 / p));
    }

    /**
     * The largest pixel of windows of one size that are spaced unevenly, so that images shrink by factors that are no whole numbers (Graham
     * 2014, "Fractional max-pooling").
     *
     * <p>Over two or three axes. Where one random number, a sample, says how the spacing begins, along each axis of each plane,
     * {@code startᵢ = ⌊(i + u)·α⌋ − ⌊u·α⌋}, {@code α = (n − kernel)/(size − 1)}, and the last window lies at the end.
     *
     * @param samples {@code [N, C, 2]} of u for width and height, or {@code [N, C, 3]} for depth, height and width
     */
    default Pooled fractionalMaxPool(int[] kernel, int[] size, Tensor samples) {
        Shape x = self().shape();
        int rank = size.length;
        boolean fits = (rank == 2 || rank == 3)
                && kernel.length == rank
                && x.rank() == rank + 2
                && self().dtype().isFloating()
                && samples.dtype().isFloating()
                && samples.shape().equals(Shape.of(x.size(0), x.size(1), rank));
        for (int i = 0; fits && i < rank; i++) {
            fits = kernel[i] >= 1 && size[i] >= 1 && size[i] + kernel[i] - 1 <= x.size(2 + i);
        }
        if (!fits) {
            throw new ShapeException(
                    "fractionalMaxPool",
                    "x is %s, the kernel %s, the size %s, the samples %s"
                            .formatted(self().spec(), Arrays.toString(kernel), Arrays.toString(size), samples.spec()),
                    "x must be [N, C, H, W] or [N, C, D, H, W], the samples [N, C, axes], and size + kernel − 1 at most the image");
        }
        return PlaneMax.of(self(), PlaneMax.fractional(x, kernel, size, samples));
    }
}
