package fovea.testing;

import fovea.autograd.Autograd;
import fovea.tensor.Axes;
import fovea.tensor.Concat;
import fovea.tensor.CumSum;
import fovea.tensor.CustomOp;
import fovea.tensor.Expand;
import fovea.tensor.Finding;
import fovea.tensor.IndexAdd;
import fovea.tensor.Keep;
import fovea.tensor.Max;
import fovea.tensor.OneHot;
import fovea.tensor.Op;
import fovea.tensor.Pad;
import fovea.tensor.Permute;
import fovea.tensor.Residuals;
import fovea.tensor.Shape;
import fovea.tensor.Slice;
import fovea.tensor.Spec;
import fovea.tensor.Split;
import fovea.tensor.Sum;
import fovea.tensor.Take;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Steps that move elements, fold axes, find and fetch; and ways to differentiate. */
final class ArrayMoves {
    private ArrayMoves() {}

    static List<Move> all() {
        return List.of(
                new Move("permute", ArrayMoves::permute),
                new Move("transpose", d -> d.map("transpose", Tensor::transpose, d.real(2, 5))),
                new Move(
                        "reshape",
                        d -> d.map(
                                "reshape flat",
                                x -> x.reshape(Shape.of((int) x.shape().elements())),
                                d.real())),
                new Move("expand", ArrayMoves::expand),
                new Move("slice", ArrayMoves::slice),
                new Move("pad", ArrayMoves::pad),
                new Move("split", ArrayMoves::split),
                new Move("within", ArrayMoves::within),
                new Move("concat", ArrayMoves::concat),
                new Move("sum", d -> fold(d, true)),
                new Move("max", d -> fold(d, false)),
                new Move("mean", d -> d.map("mean", Tensor::mean, d.real())),
                new Move("logSoftmax", d -> d.map("logSoftmax", Tensor::logSoftmax, d.real(1, 4))),
                new Move("softmax", ArrayMoves::softmax),
                new Move("glu", ArrayMoves::glu),
                new Move("cumSum", ArrayMoves::cumSum),
                new Move("argMax", d -> find(d, Finding.ArgMax::new)),
                new Move("cumMax", d -> find(d, Finding.CumMax::new)),
                new Move("sort", d -> find(d, axis -> new Finding.Sort(axis, axis % 2 == 0))),
                new Move("searchSorted", ArrayMoves::search),
                new Move("take", ArrayMoves::take),
                new Move("take what was found", ArrayMoves::takeFound),
                new Move("indexAdd", ArrayMoves::indexAdd),
                new Move("oneHot", ArrayMoves::oneHot),
                new Move("lastIndex", ArrayMoves::last),
                new Move("stopGradient", d -> d.map("stopGradient", Tensor::stopGradient, d.real())),
                new Move("checkpoint", ArrayMoves::checkpoint),
                new Move("gradient", ArrayMoves::gradient),
                new Move("cube", d -> d.op(new Cube(), d.real())));
    }

    /** The axes of {@code v} in random order. */
    private static int[] order(Draft d, Draft.Value v) {
        int[] order = IntStream.range(0, v.rank()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int at = d.upTo(i);
            int moved = order[i];
            order[i] = order[at];
            order[at] = moved;
        }
        return order;
    }

    private static void permute(Draft d) {
        Draft.Value x = d.real(0, 5);
        d.op(new Permute(Shape.of(order(d, x))), x);
    }

    private static void expand(Draft d) {
        Draft.Value x = d.real(0, 4);
        int axis = d.upTo(x.rank());
        int[] sizes = new int[x.rank() + 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i < axis ? x.size(i) : i == axis ? 1 : x.size(i - 1);
        }
        Shape one = Shape.of(sizes);
        Shape to = one.with(axis, 1 + d.upTo(3));
        d.step(
                "expand " + one + " to " + to,
                (real, in) -> List.of(new Expand(to).apply(in.getFirst().reshape(one))),
                x);
    }

    private static void slice(Draft d) {
        Draft.Value x = d.real(1, 5);
        int n = x.rank();
        int[] start = new int[n];
        int[] size = new int[n];
        int[] step = new int[n];
        for (int i = 0; i < n; i++) {
            step[i] = d.chance(0.7) ? 1 : 1 + d.upTo(2);
            start[i] = d.chance(0.5) ? 0 : d.upTo(Math.max(0, x.size(i) - 1));
            int most = Math.ceilDiv(x.size(i) - start[i], step[i]);
            size[i] = d.chance(0.5) ? most : d.upTo(most);
            size[i] = d.chance(0.97) ? Math.max(size[i], Math.min(1, most)) : size[i];
        }
        d.op(new Slice(Shape.of(start), Shape.of(size), Shape.of(step)), x);
    }

    /** Into two parts, or three; what nothing reads of them has no gradient. */
    private static void split(Draft d) {
        Draft.Value x = d.real(1, 4);
        int axis = d.axis(x);
        int first = d.upTo(x.size(axis));
        int second = d.upTo(x.size(axis) - first);
        d.op(new Split(axis, Shape.of(first, second, x.size(axis) - first - second)), x);
    }

    /** Places counted from the end of an axis. */
    private static void within(Draft d) {
        int size = 1 + d.upTo(6);
        Draft.Value places = d.places(d.shape(d.upTo(2)), size);
        d.map("within " + size + " from its end", x -> new Finding.Within("take", 0, size).apply(x.sub(size)), places);
    }

    private static void pad(Draft d) {
        Draft.Value x = d.real(1, 4);
        IntUnaryOperator some = i -> d.chance(0.5) ? 0 : d.upTo(2);
        int n = x.rank();
        Shape before = Shape.of(IntStream.range(0, n).map(some).toArray());
        Shape after = Shape.of(IntStream.range(0, n).map(some).toArray());
        Shape between =
                Shape.of(IntStream.range(0, n).map(i -> d.chance(0.8) ? 0 : 1).toArray());
        d.op(new Pad(before, after, between), x);
    }

    private static void concat(Draft d) {
        Draft.Value a = d.real(1, 4);
        int axis = d.axis(a);
        List<Draft.Value> all = new ArrayList<>(List.of(a));
        for (int i = 0; i <= d.upTo(2); i++) {
            all.add(d.like(a.shape().with(axis, d.chance(0.5) ? a.size(axis) : 1 + d.upTo(2))));
        }
        d.op(new Concat(axis), all.toArray(Draft.Value[]::new));
    }

    private static void fold(Draft d, boolean sum) {
        Draft.Value x = d.real(0, 5);
        Axes axes = new Axes(d.random().nextInt(1 << x.rank()));
        d.op(sum ? new Sum(axes) : new Max(axes), x);
    }

    private static void softmax(Draft d) {
        Draft.Value x = d.real(1, 4);
        int axis = d.axis(x);
        boolean min = d.chance(0.3);
        d.map((min ? "softmin" : "softmax") + " along " + axis, t -> min ? t.softmin(axis) : t.softmax(axis), x);
    }

    private static void glu(Draft d) {
        Draft.Value x = d.real(1, 4);
        int axis = d.axis(x);
        int n = x.size(axis) / 2 * 2;
        if (n > 0) {
            d.map("glu along " + axis, t -> t.slice(axis, 0, n, 1).glu(axis), x);
        }
    }

    private static void cumSum(Draft d) {
        Draft.Value x = d.real(1, 4);
        d.op(new CumSum(d.axis(x), d.chance(0.5)), x);
    }

    private static void find(Draft d, Function<Integer, Op> op) {
        Draft.Value x = d.real(1, 4);
        d.op(op.apply(d.axis(x)), x);
    }

    private static void search(Draft d) {
        Draft.Value values = d.real(1, 3);
        Draft.Value steps = d.like(values.shape().with(-1, 1 + d.upTo(5)));
        Op op = new Finding.SearchSorted(d.chance(0.5));
        d.step(
                op + " in sums of squares",
                (real, in) -> List.of(op.apply(
                        new CumSum(in.get(1).shape().rank() - 1, false)
                                .apply(in.get(1).square().add(0.1)),
                        in.get(0))),
                values,
                steps);
    }

    private static void take(Draft d) {
        Draft.Value x = d.real(1, 4);
        int axis = d.axis(x);
        if (x.size(axis) > 0) {
            Draft.Value index = d.places(d.shape(d.upTo(1)), x.size(axis));
            if (x.shape().elements() * index.shape().elements() < 1000) {
                d.op(new Take(axis), x, index);
            }
        }
    }

    /** The elements of a flat tensor in the order in which a search found them. */
    private static void takeFound(Draft d) {
        Draft.Value x = d.real(1, 3);
        boolean descending = d.chance(0.5);
        int axis = d.axis(x);
        d.map(
                "sorted along " + axis,
                t -> {
                    Tensor rows = t.permute(last(t.shape().rank(), axis));
                    int n = rows.shape().size(-1);
                    int all = (int) rows.shape().elements();
                    Tensor order = new Finding.Sort(rows.shape().rank() - 1, descending).apply(rows);
                    int[] firsts = IntStream.range(0, n == 0 ? 0 : all / n)
                            .map(i -> i * n)
                            .toArray();
                    Tensor places = order.reshape(Shape.of(firsts.length, n))
                            .add(Tensor.of(Shape.of(firsts.length, 1), firsts));
                    return rows.reshape(Shape.of(all)).take(0, places);
                },
                x);
    }

    private static int[] last(int rank, int axis) {
        int[] order = new int[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            if (i != axis) {
                order[next++] = i;
            }
        }
        order[rank - 1] = axis;
        return order;
    }

    private static void indexAdd(Draft d) {
        Draft.Value x = d.real(1, 4);
        int axis = d.axis(x);
        int size = 1 + d.upTo(5);
        d.op(new IndexAdd(axis, size), x, d.places(Shape.of(x.size(axis)), size));
    }

    private static void oneHot(Draft d) {
        int classes = 1 + d.upTo(5);
        Draft.Value labels = d.places(d.shape(d.upTo(2)), classes + 1);
        d.step("oneHot of " + classes, (real, in) -> List.of(new OneHot(classes, real).apply(in.getFirst())), labels);
    }

    private static void last(Draft d) {
        int size = 1 + d.upTo(6);
        int n = 1 + d.upTo(8);
        Draft.Value places = d.places(Shape.of(n), size);
        if (d.chance(0.3)) {
            d.op(new Finding.Within("within", 0, size), places);
        } else if (d.chance(0.5)) {
            d.op(new Finding.LastIndex(size), places);
        } else {
            d.op(new Finding.LargestIndex(size), d.like(Shape.of(n)), places);
        }
    }

    private static void checkpoint(Draft d) {
        d.map(
                "checkpoint of tanh(x²)·x",
                x -> Autograd.checkpoint(() -> x.square().tanh().mul(x)),
                d.real());
    }

    /** The gradient of a small program as a step: that of the whole is then of second order. */
    private static void gradient(Draft d) {
        Draft.Value x = d.real(2, 2);
        int kind = d.upTo(5);
        d.map(
                "gradient of "
                        + List.of("tanh", "logSoftmax", "matmul", "maxPool", "conv", "sumPool")
                                .get(kind)
                        + " squared",
                in -> Autograd.gradient(in, t -> inner(kind, t).square().sum().mul(0.5)),
                x);
    }

    private static Tensor inner(int kind, Tensor t) {
        int rows = t.shape().size(0);
        int columns = t.shape().size(1);
        Tensor image = t.reshape(Shape.of(1, 1, rows, columns));
        return switch (kind) {
            case 0 -> t.tanh();
            case 1 -> t.logSoftmax();
            case 2 -> t.matmul(t.transpose());
            case 3 ->
                image.maxPool2d(1, 1)
                        .add(image.maxPool(fovea.tensor.Window.of(Math.min(2, rows), 1))
                                .sum());
            case 4 -> image.conv2d(image, 1, 1);
            default -> new fovea.tensor.SumPool(fovea.tensor.Window.of(1, Math.min(2, columns))).apply(image.square());
        };
    }

    /** An op from outside the vocabulary, {@code y = x³}. */
    private record Cube() implements CustomOp {
        @Override
        public Spec[] infer(Spec... x) {
            return new Spec[] {x[0]};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
            return new Tensor[] {Op.only(dy).mul(r.input(0).square().mul(3))};
        }

        @Override
        public double[][] compute(Spec[] in, double[][] x, Spec[] out) {
            return new double[][] {Arrays.stream(x[0]).map(v -> v * v * v).toArray()};
        }
    }
}
