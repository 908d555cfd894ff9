package fovea.onnx.operator;

import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Boxes in images: the best of them, and what lies in them. Computed on the host. */
final class Regions {

    private Regions() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("NonMaxSuppression", Regions::suppressed);
        all.put("RoiAlign", Regions::aligned);
        all.put("MaxRoiPool", Regions::pooled);
        return all;
    }

    /** A box by two corners. */
    private record Box(double top, double left, double bottom, double right) {

        /** Of four numbers: two opposite corners, or the center with width and height. */
        static Box of(double[] boxes, int at, boolean centered) {
            double a = boxes[at];
            double b = boxes[at + 1];
            double c = boxes[at + 2];
            double d = boxes[at + 3];
            return centered
                    ? new Box(b - d / 2, a - c / 2, b + d / 2, a + c / 2)
                    : new Box(Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d));
        }

        double area() {
            return (bottom - top) * (right - left);
        }

        double overlap(Box b) {
            double height = Math.min(bottom, b.bottom) - Math.max(top, b.top);
            double width = Math.min(right, b.right) - Math.max(left, b.left);
            double common = Math.max(0, height) * Math.max(0, width);
            return common == 0 ? 0 : common / (area() + b.area() - common);
        }
    }

    /** Triples of batch, class and box, those of each class by falling score. */
    private static List<OnnxValue> suppressed(Call call) {
        double[] boxes = call.doubles(0);
        double[] scores = call.doubles(1);
        int batch = call.shape(1).size(0);
        int classes = call.shape(1).size(1);
        int n = call.shape(1).size(2);
        long most = call.has(2) ? (long) call.number(2) : 0;
        double overlap = call.has(3) ? call.number(3) : 0;
        double least = call.has(4) ? call.number(4) : Double.NEGATIVE_INFINITY;
        boolean centered = call.flag("center_point_box", false);
        List<long[]> chosen = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            int first = b * n;
            Box[] mine = IntStream.range(0, n)
                    .mapToObj(i -> Box.of(boxes, (first + i) * 4, centered))
                    .toArray(Box[]::new);
            for (int c = 0; c < classes; c++) {
                int at = (b * classes + c) * n;
                for (int i : best(mine, Arrays.copyOfRange(scores, at, at + n), most, overlap, least)) {
                    chosen.add(new long[] {b, c, i});
                }
            }
        }
        long[] y = chosen.stream().flatMapToLong(Arrays::stream).toArray();
        return List.of(OnnxTensor.of(OnnxType.INT64, Shape.of(chosen.size(), 3), y));
    }

    private static List<Integer> best(Box[] boxes, double[] scores, long most, double overlap, double least) {
        List<Integer> order = IntStream.range(0, boxes.length)
                .filter(i -> scores[i] > least)
                .boxed()
                .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                .toList();
        List<Integer> kept = new ArrayList<>();
        for (int i : order) {
            if (kept.size() < most && kept.stream().noneMatch(k -> boxes[k].overlap(boxes[i]) > overlap)) {
                kept.add(i);
            }
        }
        return kept;
    }

    private static List<OnnxValue> aligned(Call call) {
        double[] x = call.doubles(0);
        double[] rois = call.doubles(1);
        long[] batch = call.longs(2);
        Shape shape = call.shape(0);
        int height = call.integer("output_height", 1);
        int width = call.integer("output_width", 1);
        int channels = shape.size(1);
        int plane = shape.size(2) * shape.size(3);
        Shape out = Limits.onHost("RoiAlign", Limits.shape("RoiAlign", batch.length, channels, height, width));
        double[] y = new double[(int) out.elements()];
        for (int r = 0; r < batch.length; r++) {
            Grid grid = Grid.of(call, rois, r, height, width);
            for (int c = 0; c < channels; c++) {
                int from = (int) (batch[r] * channels + c) * plane;
                for (int i = 0; i < height * width; i++) {
                    y[(r * channels + c) * height * width + i] =
                            grid.cell(x, from, shape.size(2), shape.size(3), i / width, i % width);
                }
            }
        }
        return List.of(Creation.of(call.type(0), out, y));
    }

    /** A region cut into cells, each of which is read at some points. */
    private record Grid(
            double top, double left, double cellHeight, double cellWidth, int rows, int columns, boolean largest) {

        static Grid of(Call call, double[] rois, int r, int height, int width) {
            double scale = call.real("spatial_scale", 1);
            boolean half = call.opset() >= 16
                    && call.text("coordinate_transformation_mode", "half_pixel").equals("half_pixel");
            double shift = half ? 0.5 : 0;
            double left = rois[4 * r] * scale - shift;
            double top = rois[4 * r + 1] * scale - shift;
            double w = rois[4 * r + 2] * scale - shift - left;
            double h = rois[4 * r + 3] * scale - shift - top;
            if (!half) {
                w = Math.max(w, 1);
                h = Math.max(h, 1);
            }
            int sampling = call.integer("sampling_ratio", 0);
            int rows = sampling > 0 ? sampling : (int) Math.ceil(h / height);
            int columns = sampling > 0 ? sampling : (int) Math.ceil(w / width);
            Limits.shape("RoiAlign", Math.max(0, rows), Math.max(0, columns));
            return new Grid(
                    top,
                    left,
                    h / height,
                    w / width,
                    rows,
                    columns,
                    call.text("mode", "avg").equals("max"));
        }

        double cell(double[] x, int from, int height, int width, int row, int column) {
            double sum = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < rows * columns; i++) {
                double down = top + row * cellHeight + (Math.floorDiv(i, columns) + 0.5) * cellHeight / rows;
                double right = left + column * cellWidth + (i % columns + 0.5) * cellWidth / columns;
                double[] parts = parts(x, from, height, width, down, right);
                sum += parts[0] + parts[1] + parts[2] + parts[3];
                most = Math.max(most, Arrays.stream(parts).max().orElse(0));
            }
            int count = Math.max(1, rows * columns);
            return largest ? (rows * columns > 0 ? most : 0) : sum / count;
        }

        /** The four neighbors of a point, each by its weight; zeros outside of the image. */
        private static double[] parts(double[] x, int from, int height, int width, double down, double right) {
            if (down < -1 || down > height || right < -1 || right > width) {
                return new double[4];
            }
            double v = Math.min(Math.max(down, 0), height - 1);
            double u = Math.min(Math.max(right, 0), width - 1);
            int above = (int) v;
            int before = (int) u;
            int below = Math.min(above + 1, height - 1);
            int after = Math.min(before + 1, width - 1);
            double dv = v - above;
            double du = u - before;
            return new double[] {
                (1 - dv) * (1 - du) * x[from + above * width + before],
                (1 - dv) * du * x[from + above * width + after],
                dv * (1 - du) * x[from + below * width + before],
                dv * du * x[from + below * width + after]
            };
        }
    }

    /** The largest pixel of each cell of a region (Girshick 2015, "Fast R-CNN", section 2.1). */
    private static List<OnnxValue> pooled(Call call) {
        double[] x = call.doubles(0);
        double[] rois = call.doubles(1);
        Shape shape = call.shape(0);
        int[] size = call.integers("pooled_shape", 1, 1);
        double scale = call.real("spatial_scale", 1);
        int channels = shape.size(1);
        int count = call.shape(1).size(0);
        Shape out = Limits.onHost("MaxRoiPool", Limits.shape("MaxRoiPool", count, channels, size[0], size[1]));
        double[] y = new double[(int) out.elements()];
        for (int i = 0; i < y.length; i++) {
            int r = i / (channels * size[0] * size[1]);
            int c = i / (size[0] * size[1]) % channels;
            int[] rows = span(
                    rois[5 * r + 2] * scale, rois[5 * r + 4] * scale, size[0], i / size[1] % size[0], shape.size(2));
            int[] columns = span(rois[5 * r + 1] * scale, rois[5 * r + 3] * scale, size[1], i % size[1], shape.size(3));
            int image = (int) rois[5 * r];
            int from = (image * channels + c) * shape.size(2) * shape.size(3);
            boolean empty = rows[1] <= rows[0] || columns[1] <= columns[0];
            double most = empty ? 0 : Double.NEGATIVE_INFINITY;
            for (int v = rows[0]; v < rows[1]; v++) {
                for (int u = columns[0]; u < columns[1]; u++) {
                    most = Math.max(most, x[from + v * shape.size(3) + u]);
                }
            }
            y[i] = most;
        }
        return List.of(Creation.of(call.type(0), out, y));
    }

    /** The pixels of one cell along an axis, from the first up to the last, not included. */
    private static int[] span(double start, double end, int cells, int cell, int n) {
        long first = Math.round(start);
        double each = Math.max(Math.round(end) - first + 1, 1) / (double) cells;
        int from = Math.clamp((long) Math.floor(cell * each) + first, 0, n);
        int to = Math.clamp((long) Math.ceil((cell + 1) * each) + first, 0, n);
        return new int[] {from, to};
    }
}
