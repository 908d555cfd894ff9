package fovea.tensor;

/**
 * The mean under each place of a window, {@code y = SumPool(x) / count}.
 *
 * <p>Shapes: {@code x [N, C, L…]} → {@code y [N, C, L'…]}, one, two or three spatial axes.
 *
 * @param ceilMode whether one more place, partly beyond the edge, covers pixels that are left over ({@link Window#roundedUp}); false unless
 *     asked for
 * @param countIncludePad whether padding counts as pixels of value 0; true unless told otherwise
 * @param divisor what to divide by in place of the count, 0 for the count
 */
public record AvgPool(Window window, boolean ceilMode, boolean countIncludePad, int divisor) {

    public static AvgPool of(Window window) {
        return new AvgPool(window, false, true, 0);
    }

    public AvgPool withCeilMode() {
        return new AvgPool(window, true, countIncludePad, divisor);
    }

    public AvgPool withoutCountingPad() {
        return new AvgPool(window, ceilMode, false, divisor);
    }

    public AvgPool withDivisor(int divisor) {
        if (divisor < 1) {
            throw new ShapeException("avgPool", "the divisor is " + divisor, "it must be 1 or more");
        }
        return new AvgPool(window, ceilMode, countIncludePad, divisor);
    }

    public Tensor apply(Tensor x) {
        window.places("avgPool", x.spec());
        Window used = ceilMode ? window.roundedUp(x.shape()) : window;
        Tensor sum = new SumPool(used).apply(x);
        boolean whole = countIncludePad && used.equals(window);
        if (divisor != 0 || whole) {
            return sum.div(divisor != 0 ? divisor : window.area());
        }
        Tensor y = sum;
        for (int i = 0; i < window.rank(); i++) {
            y = y.div(counts(i, x.shape(), sum));
        }
        return y;
    }

    /** How many pixels a place covers along one axis, in a shape that broadcasts. */
    private Tensor counts(int axis, Shape x, Tensor sum) {
        int n = x.size(2 + axis);
        int places = sum.shape().size(2 + axis);
        double[] counts = new double[places];
        for (int i = 0; i < places; i++) {
            int first = i * window.stride(axis) - window.before(axis);
            for (int u = 0; u < window.size(axis); u++) {
                int pixel = first + u * window.dilation(axis);
                boolean counted = countIncludePad ? pixel < n + window.after(axis) : pixel >= 0 && pixel < n;
                counts[i] += counted ? 1 : 0;
            }
            // A place that covers padding only has the sum 0.
            counts[i] = Math.max(counts[i], 1);
        }
        int[] sizes = new int[window.rank() - axis];
        java.util.Arrays.fill(sizes, 1);
        sizes[0] = places;
        return Tensor.of(Shape.of(sizes), counts).cast(sum.dtype());
    }
}
