package fovea.onnx.operator;

import fovea.onnx.model.HostNumbers;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;

/**
 * How pixels become other pixels along one axis: a matrix of weights, one row for each new pixel, or for the nearest pixel its place.
 *
 * @param coordinates where a new pixel lies among the old ones, {@code coordinate_transformation_mode}
 * @param start of the region along this axis, from 0 to 1; for {@code tf_crop_and_resize}
 * @param extrapolation what lies outside of the region
 */
record Interpolation(
        String mode,
        String nearest,
        String coordinates,
        double cubic,
        boolean antialias,
        boolean excludesOutside,
        double start,
        double end,
        double extrapolation) {

    /** Of a node {@code Resize} or {@code Upsample}, for the i-th of its axes. */
    static Interpolation of(Call call, double[] roi, int i, int axes) {
        boolean old = call.opset() < 11;
        return new Interpolation(
                call.text("mode", "nearest"),
                call.text("nearest_mode", old ? "floor" : "round_prefer_floor"),
                call.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel"),
                call.real("cubic_coeff_a", -0.75),
                call.flag("antialias", false),
                call.flag("exclude_outside", false),
                roi.length == 2 * axes ? roi[i] : 0,
                roi.length == 2 * axes ? roi[axes + i] : 1,
                call.real("extrapolation_value", 0));
    }

    /** The image with {@code size} pixels along an axis. */
    Tensor apply(Tensor x, int axis, int size, double scale) {
        int n = x.shape().size(axis);
        boolean crops = coordinates.equals("tf_crop_and_resize");
        if (size == n && scale == 1 && !crops) {
            return x;
        }
        double[] at = new double[size];
        for (int i = 0; i < size; i++) {
            at[i] = place(i, n, size, scale);
        }
        Tensor y = mode.equals("nearest") ? chosen(x, axis, at, n) : weighted(x, axis, at, n, scale);
        return crops ? extrapolated(y, axis, at, n) : y;
    }

    private double place(int i, int n, int size, double scale) {
        double width = scale * n;
        return switch (coordinates) {
            case "asymmetric" -> i / scale;
            case "align_corners" -> width == 1 ? 0 : i * (n - 1.0) / (width - 1);
            case "pytorch_half_pixel" -> width == 1 ? -0.5 : (i + 0.5) / scale - 0.5;
            case "tf_half_pixel_for_nn" -> (i + 0.5) / scale;
            case "half_pixel_symmetric" -> n / 2.0 * (1 - size / width) + (i + 0.5) / scale - 0.5;
            case "tf_crop_and_resize" ->
                size == 1 ? (start + end) * (n - 1) / 2 : start * (n - 1) + i * (end - start) * (n - 1) / (width - 1);
            default -> (i + 0.5) / scale - 0.5;
        };
    }

    private Tensor chosen(Tensor x, int axis, double[] at, int n) {
        long[] places = new long[at.length];
        for (int i = 0; i < places.length; i++) {
            double rounded = switch (nearest) {
                case "floor" -> Math.floor(at[i]);
                case "ceil" -> Math.ceil(at[i]);
                case "round_prefer_ceil" -> Math.floor(at[i] + 0.5);
                default -> Math.ceil(at[i] - 0.5);
            };
            places[i] = Math.clamp((long) rounded, 0, n - 1);
        }
        return x.take(axis, Movement.places(places));
    }

    private Tensor weighted(Tensor x, int axis, double[] at, int n, double scale) {
        double stretch = antialias ? Math.min(scale, 1) : 1;
        int reach = mode.equals("cubic") ? 2 : 1;
        int first = (int) Math.floor(-reach / stretch) + 1;
        int last = 2 - first;
        double[] weights = new double[at.length * n];
        Limits.onHost("Resize", Limits.shape("Resize", at.length, n));
        for (int i = 0; i < at.length; i++) {
            int base = (int) Math.ceil(at[i]) - 1;
            double[] row = row(at[i] - base, base, first, last, stretch, n);
            for (int u = 0; u < row.length; u++) {
                weights[i * n + Math.clamp(base + first + (long) u, 0, n - 1)] += row[u];
            }
        }
        Tensor w = HostNumbers.tensor(new Spec(Shape.of(at.length, n), x.dtype()), weights);
        boolean isLast = axis == x.shape().rank() - 1;
        Tensor rows = isLast ? x : x.moveAxis(axis, -1);
        Tensor y = rows.matmul(w.transpose());
        return isLast ? y : y.moveAxis(-1, axis);
    }

    /** The weights of the pixels from {@code base + first} to before {@code base + last}, which add up to 1. */
    private double[] row(double ratio, int base, int first, int last, double stretch, int n) {
        double[] row = new double[last - first];
        double sum = 0;
        for (int u = 0; u < row.length; u++) {
            int pixel = base + first + u;
            boolean left = excludesOutside && (pixel < 0 || pixel >= n);
            row[u] = left ? 0 : kernel((first + u - ratio) * stretch);
            sum += row[u];
        }
        for (int u = 0; (antialias || excludesOutside) && u < row.length; u++) {
            row[u] /= sum;
        }
        return row;
    }

    private double kernel(double distance) {
        double d = Math.abs(distance);
        if (!mode.equals("cubic")) {
            return Math.max(0, 1 - d);
        }
        double a = cubic;
        if (d <= 1) {
            return ((a + 2) * d - (a + 3)) * d * d + 1;
        }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
    }

    private Tensor extrapolated(Tensor y, int axis, double[] at, int n) {
        boolean[] inside = new boolean[at.length];
        for (int i = 0; i < at.length; i++) {
            inside[i] = at[i] >= 0 && at[i] <= n - 1;
        }
        int[] sizes = Windows.ones(y.shape().rank() - axis);
        sizes[0] = at.length;
        return Tensor.of(Shape.of(sizes), inside).where(y, extrapolation);
    }
}
