package fovea.reference;

import fovea.tensor.Alias;
import fovea.tensor.BatchNorm;
import fovea.tensor.Bf16;
import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Concat;
import fovea.tensor.Conv;
import fovea.tensor.CumSum;
import fovea.tensor.CustomOp;
import fovea.tensor.DType;
import fovea.tensor.Draw;
import fovea.tensor.Expand;
import fovea.tensor.Factoring;
import fovea.tensor.Fill;
import fovea.tensor.Finding;
import fovea.tensor.Finished;
import fovea.tensor.Fused;
import fovea.tensor.IndexAdd;
import fovea.tensor.LogSoftmax;
import fovea.tensor.LstmSteps;
import fovea.tensor.MatMul;
import fovea.tensor.Max;
import fovea.tensor.MaxPool;
import fovea.tensor.OneHot;
import fovea.tensor.Op;
import fovea.tensor.Pad;
import fovea.tensor.Permute;
import fovea.tensor.Quantize;
import fovea.tensor.Quantized;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Solving;
import fovea.tensor.Spec;
import fovea.tensor.Split;
import fovea.tensor.Sum;
import fovea.tensor.SumPool;
import fovea.tensor.Take;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What each primitive computes, on row-major doubles. A new op does not compile until it has a line here. */
final class Computation {
    private Computation() {}

    static double[][] of(Op op, Spec[] in, double[][] x, Spec[] out) {
        double[] y = out.length == 0
                ? new double[0]
                : new double[Math.toIntExact(out[0].shape().elements())];
        switch (op) {
            case Unary u -> Arrays.setAll(y, i -> u.f(x[0][i]));
            case Binary b -> Arrays.setAll(y, i -> b.f(x[0][i], x[1][i]));
            case Fused f -> {
                return fused(f, x, f.types(Stream.of(in).map(Spec::dtype).toList()));
            }
            case Finished f -> {
                return new double[][] {finished(f, in, x, out[0])};
            }
            case Quantized q -> {
                return new double[][] {quantized(q, in, x, out[0])};
            }
            case Quantize(double scale, var _) -> Arrays.setAll(y, i -> Math.rint(x[0][i] / scale));
            case Cast _ -> System.arraycopy(x[0], 0, y, 0, y.length);
            case Sum _ -> Walk.fold(in[0].shape(), out[0].shape(), (from, to) -> y[to] += x[0][from]);
            case Max _ -> {
                Arrays.fill(y, least(in[0].dtype()));
                Walk.fold(in[0].shape(), out[0].shape(), (from, to) -> y[to] = Math.max(y[to], x[0][from]));
            }
            case MatMul _ -> Products.matmul(x[0], x[1], y, in[0].shape(), in[1].shape());
            case Conv c -> Convolutions.forward(c, x[0], in[0].shape(), x[1], in[1].shape(), y, out[0].shape());
            case Conv.InputGradient(Conv c, Shape dx) ->
                Convolutions.inputGradient(c, y, dx, x[1], in[1].shape(), x[0], in[0].shape());
            case Conv.WeightGradient(Conv c, Shape dw) ->
                Convolutions.weightGradient(c, x[0], in[0].shape(), y, dw, x[1], in[1].shape());
            case MaxPool(var window) -> {
                return Pooling.max(window, x[0], in[0].shape(), out[0].shape());
            }
            case MaxPool.Largest(var window) ->
                System.arraycopy(Pooling.max(window, x[0], in[0].shape(), out[0].shape())[0], 0, y, 0, y.length);
            case MaxPool.Scatter(var window, Shape dx) ->
                Pooling.winners(window, x[1], in[0].shape(), dx, (place, pixel) -> y[pixel] += x[0][place]);
            case MaxPool.Pick(var window) ->
                Pooling.winners(window, x[1], in[1].shape(), in[0].shape(), (place, pixel) -> y[place] = x[0][pixel]);
            case LogSoftmax _ -> logSoftmax(x[0], y, out[0].shape().size(-1));
            case SumPool(var window) ->
                Pooling.all(window, out[0].shape(), in[0].shape(), (place, pixel) -> y[place] += x[0][pixel]);
            case SumPool.Gradient(var window, Shape dx) ->
                Pooling.all(window, in[0].shape(), dx, (place, pixel) -> y[pixel] += x[0][place]);
            case Where _ -> Arrays.setAll(y, i -> x[0][i] != 0 ? x[1][i] : x[2][i]);
            case Concat(int axis) -> Rows.concat(axis, in, x, y, out[0].shape());
            case CumSum(int axis, boolean reverse) -> Rows.cumSum(x[0], y, in[0].shape(), axis, reverse);
            case Finding.ArgMax(int axis) -> Rows.argMax(x[0], y, in[0].shape(), axis);
            case Finding.CumMax(int axis) -> Rows.cumMax(x[0], y, in[0].shape(), axis);
            case Finding.Sort(int axis, boolean descending) -> Rows.sort(x[0], y, in[0].shape(), axis, descending);
            case Finding.SearchSorted(boolean right) ->
                Rows.search(x[0], in[0].shape().size(-1), x[1], in[1].shape().size(-1), y, right);
            case Finding.Within w -> Places.within(w.operation(), w.axis(), w.size(), x[0], y);
            case Finding.LastIndex _ -> Places.last(x[0], y);
            case Finding.LargestIndex _ -> Places.largest(x[0], x[1], y);
            case Take(int axis) -> Places.take(x[0], in[0].shape(), axis, x[1], y);
            case IndexAdd(int axis, int size) -> Places.add(x[0], axis, x[1], y, out[0].shape(), size);
            case Draw d -> Arrays.setAll(y, i -> d.element((int) x[0][0], (int) x[0][1], (int) x[0][2], i));
            case OneHot(int classes, var _) -> {
                for (int i = 0; i < x[0].length; i++) {
                    if (x[0][i] >= 0 && x[0][i] < classes) {
                        y[i * classes + (int) x[0][i]] = 1;
                    }
                }
            }
            case Fill(var _, double value) -> Arrays.fill(y, value);
            case Alias _ -> System.arraycopy(x[0], 0, y, 0, y.length);
            case CustomOp custom -> {
                return custom(custom, in, x, out);
            }
            case Reshape _ -> System.arraycopy(x[0], 0, y, 0, y.length);
            case Expand _ -> Walk.fold(out[0].shape(), in[0].shape(), (to, from) -> y[to] = x[0][from]);
            case Permute(Shape order) -> Walk.permuted(in[0].shape(), order, (from, to) -> y[to] = x[0][from]);
            case Slice s -> Walk.slice(s, in[0].shape(), (big, small) -> y[small] = x[0][big]);
            case Split s -> {
                return split(s, x[0], in[0].shape(), out);
            }
            case Pad p -> Walk.slice(p.inverse(in[0].shape()), out[0].shape(), (big, small) -> y[big] = x[0][small]);
            case Factoring f -> {
                return LinearAlgebra.of(f, in, x, out);
            }
            case Solving s -> {
                return LinearAlgebra.of(s, in, x, out);
            }
            case BatchNorm(double epsilon) -> {
                return Normalization.forward(epsilon, x, in[0].shape());
            }
            case BatchNorm.Rectified(BatchNorm(double epsilon)) -> {
                return Normalization.rectified(epsilon, x, in[0].shape());
            }
            case BatchNorm.RectifiedGradient(BatchNorm(double epsilon)) -> {
                double[] dy = new double[x[1].length];
                Arrays.setAll(dy, i -> x[1][i] * x[2][i]);
                return Normalization.gradient(epsilon, new double[][] {x[0], dy, x[3], x[4], x[5]}, in[0].shape());
            }
            case BatchNorm.Gradient(BatchNorm(double epsilon)) -> {
                return Normalization.gradient(epsilon, x, in[0].shape());
            }
            case LstmSteps steps -> {
                return Recurrence.forward(steps, x, in[0].shape());
            }
            case LstmSteps.Gradient(LstmSteps steps) -> {
                return Recurrence.gradient(steps, x, in[2].shape());
            }
        }
        return out.length == 0 ? new double[0][] : new double[][] {y};
    }

    private static double[][] split(Split split, double[] x, Shape shape, Spec[] out) {
        double[][] y = new double[out.length][];
        for (int i = 0; i < out.length; i++) {
            double[] part = new double[Math.toIntExact(out[i].shape().elements())];
            Walk.slice(split.part(i, shape), shape, (big, small) -> part[small] = x[big]);
            y[i] = part;
        }
        return y;
    }

    private static double[][] custom(CustomOp op, Spec[] in, double[][] x, Spec[] out) {
        double[][] y = op.compute(in, x, out);
        boolean fits = y.length == out.length;
        for (int i = 0; fits && i < y.length; i++) {
            fits = y[i].length == out[i].shape().elements();
        }
        if (!fits) {
            throw new IllegalStateException(op + " computed "
                    + Arrays.stream(y).map(e -> e.length).toList() + " elements"
                    + System.lineSeparator() + "  its infer promised " + Arrays.toString(out));
        }
        return y;
    }

    private static double[][] fused(Fused f, double[][] x, List<DType> types) {
        double[][] values = Arrays.copyOf(x, f.inputs() + f.steps().size());
        int next = f.inputs();
        for (Fused.Step step : f.steps()) {
            double[] a = values[step.a()];
            double[] b = values[step.b()];
            double[] c = values[step.c()];
            double[] y = new double[a.length];
            DType dtype = types.get(next);
            Arrays.setAll(y, i -> rounded(element(step.op(), a[i], b[i], c[i]), dtype));
            values[next++] = y;
        }
        return f.outputs().stream().map(i -> values[i]).toArray(double[][]::new);
    }

    private static double element(Op op, double a, double b, double c) {
        return switch (op) {
            case Unary u -> u.f(a);
            case Binary two -> two.f(a, b);
            case Cast(DType to) when to == DType.BF16 -> Bf16.toFloat(Bf16.of((float) a));
            case Cast _ -> a;
            default -> a > 0 ? b : c; // a choice
        };
    }

    /** Rounded after each step, as if each were an op of its own. */
    private static double[] finished(Finished f, Spec[] in, double[][] x, Spec out) {
        double[] y = of(f.op(), in, x, new Spec[] {out})[0];
        Shape shape = out.shape();
        int axis = f.channels(shape);
        int channels = shape.size(axis);
        int run = behind(shape, axis);
        double[] last = x[x.length - 1];
        Arrays.setAll(y, i -> {
            double v = rounded(y[i], out.dtype());
            v = f.biased() ? rounded(v + x[2][i / run % channels], out.dtype()) : v;
            v = f.added() ? rounded(v + last[i], out.dtype()) : v;
            return f.rectified() ? Math.max(v, 0) : v;
        });
        return y;
    }

    /** Rounded once, at the end. */
    private static double[] quantized(Quantized q, Spec[] in, double[][] x, Spec out) {
        double[] y = of(q.op(), in, x, new Spec[] {out})[0];
        int axis = q.channels(out.shape());
        int channels = out.shape().size(axis);
        int run = behind(out.shape(), axis);
        double[] last = x[x.length - 1];
        Arrays.setAll(y, i -> {
            int channel = i / run % channels;
            double v = y[i] * x[2][channel];
            v = q.biased() ? v + x[3][channel] : v;
            v = q.added() ? v + last[i] * q.share() : v;
            v = q.rectified() ? Math.max(v, 0) : v;
            return q.to() == DType.F32 ? v : Math.rint(v);
        });
        return y;
    }

    /** How far apart neighbors along {@code axis} lie. */
    private static int behind(Shape shape, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            inner *= shape.size(i);
        }
        return inner;
    }

    private static double rounded(double v, DType dtype) {
        return dtype == DType.F32 ? (float) v : v;
    }

    private static double least(DType dtype) {
        return switch (dtype) {
            case F32, F64, F16, BF16 -> Double.NEGATIVE_INFINITY;
            case I64 -> Long.MIN_VALUE;
            case I32 -> Integer.MIN_VALUE;
            case I8 -> Byte.MIN_VALUE;
            case U8, BOOL -> 0;
        };
    }

    private static void logSoftmax(double[] x, double[] y, int c) {
        for (int row = 0; row < x.length; row += c) {
            double max = Double.NEGATIVE_INFINITY;
            for (int i = row; i < row + c; i++) {
                max = Math.max(max, x[i]);
            }
            double sum = 0;
            for (int i = row; i < row + c; i++) {
                sum += Math.exp(x[i] - max);
            }
            for (int i = row; i < row + c; i++) {
                y[i] = x[i] - max - Math.log(sum);
            }
        }
    }
}
