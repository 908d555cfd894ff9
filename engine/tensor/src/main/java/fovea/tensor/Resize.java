package fovea.tensor;

import java.util.Arrays;
import java.util.Locale;

/**
 * Images of another size. With corners aligned the outermost pixels keep their centers, {@code at = i · (n − 1)/(m − 1)}; else images keep
 * their edges, {@code at = (i + ½) · n/m − ½}.
 *
 * <p>Shapes: {@code x [N, C, L…]} → {@code y [N, C, L'…]}, one, two or three spatial axes.
 *
 * @param alignCorners for {@link Mode#LINEAR} and {@link Mode#CUBIC}; false unless asked for
 * @param antialias whether a filter as wide as the shrinking asks for takes the place of the one between neighbors, as Pillow has it, for
 *     the same two modes; false unless asked for
 */
public record Resize(Mode mode, boolean alignCorners, boolean antialias) {

    /** How pixels become other pixels. */
    public enum Mode {
        /** The pixel in which the new one begins, {@code ⌊i · n/m⌋}. */
        NEAREST,
        /** The pixel in which the middle of the new one lies, {@code ⌊(i + ½) · n/m⌋}. */
        NEAREST_EXACT,
        /** Between the two neighbors along each axis; linear, bilinear or trilinear. */
        LINEAR,
        /** Cubic convolution over four neighbors along each axis (Keys 1981), {@code a = −0.75}, or −0.5 with antialias. */
        CUBIC,
        /** The mean of all pixels that a new one touches. */
        AREA
    }

    public static final Resize NEAREST = new Resize(Mode.NEAREST, false, false);
    public static final Resize NEAREST_EXACT = new Resize(Mode.NEAREST_EXACT, false, false);
    public static final Resize LINEAR = new Resize(Mode.LINEAR, false, false);
    public static final Resize CUBIC = new Resize(Mode.CUBIC, false, false);
    public static final Resize AREA = new Resize(Mode.AREA, false, false);

    /** Corners aligned or antialiased where the mode knows no such thing are refused. */
    public Resize {
        if ((alignCorners || antialias) && mode != Mode.LINEAR && mode != Mode.CUBIC) {
            throw new ShapeException(
                    "resize",
                    mode.name().toLowerCase(Locale.ROOT) + (alignCorners ? " with aligned corners" : " with antialias"),
                    "only linear and cubic resizing know that");
        }
    }

    public Resize withAlignedCorners() {
        return new Resize(mode, true, antialias);
    }

    public Resize withAntialias() {
        return new Resize(mode, alignCorners, true);
    }

    /** To this size, one number for each spatial axis. */
    public Tensor to(Tensor x, int... size) {
        double[] scale = new double[size.length];
        for (int i = 0; i < size.length && 2 + i < x.shape().rank(); i++) {
            scale[i] = (double) x.shape().size(2 + i) / size[i];
        }
        return resized(x, size, scale);
    }

    /**
     * Larger by these factors, one for all spatial axes or one for each: {@code m = ⌊n · factor⌋} pixels, which lie {@code 1/factor} apart
     * even where that does not come out even. To the size alone, {@link #to} gives {@code n/m} (PyTorch's {@code recompute_scale_factor}).
     */
    public Tensor by(Tensor x, double... factors) {
        double[] scale = new double[factors.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = 1 / factors[i];
        }
        return resized(x, size(x.shape(), factors), scale);
    }

    /** The size that {@link #by} gives. */
    public static int[] size(Shape x, double... factors) {
        int[] size = new int[factors.length];
        for (int i = 0; i < size.length && 2 + i < x.rank(); i++) {
            size[i] = (int) Math.floor(x.size(2 + i) * factors[i]);
        }
        return size;
    }

    private Tensor resized(Tensor x, int[] size, double[] scale) {
        Shape from = x.shape();
        boolean fits = size.length >= 1
                && size.length <= 3
                && from.rank() == size.length + 2
                && x.dtype().isFloating()
                && Arrays.stream(size).allMatch(s -> s >= 1)
                && Arrays.stream(from.toArray()).skip(2).allMatch(n -> n >= 1);
        if (!fits) {
            throw new ShapeException(
                    "resize",
                    "x is %s, the size %s".formatted(x.spec(), Arrays.toString(size)),
                    "x must be [N, C, L…] of floating-point numbers, with pixels, and the size 1 or more for each axis after C");
        }
        Tensor y = x;
        for (int i = 0; i < size.length; i++) {
            y = blend(from.size(2 + i), size[i], scale[i]).along(y, 2 + i);
        }
        return y;
    }

    private Blend blend(int n, int m, double scale) {
        if (antialias) {
            double step = alignCorners ? step(n, m) : scale;
            return mode == Mode.LINEAR
                    ? Blend.filtered(n, m, step, 1, Blend::triangle)
                    : Blend.filtered(n, m, step, 2, d -> Blend.cubic(d, -0.5));
        }
        return switch (mode) {
            case NEAREST -> Blend.nearest(n, m, scale, false);
            case NEAREST_EXACT -> Blend.nearest(n, m, scale, true);
            case AREA -> Blend.mean(n, m);
            case LINEAR ->
                Blend.linear(
                        n,
                        Arrays.stream(at(n, m, scale)).map(a -> Math.max(a, 0)).toArray());
            case CUBIC -> Blend.cubic(n, at(n, m, scale), -0.75);
        };
    }

    private static double step(int n, int m) {
        return m > 1 ? (n - 1.0) / (m - 1) : 0;
    }

    private double[] at(int n, int m, double scale) {
        double[] at = new double[m];
        Arrays.setAll(at, i -> alignCorners ? i * step(n, m) : (i + 0.5) * scale - 0.5);
        return at;
    }
}
