package fovea.conformance;

import fovea.tensor.Ordering.Between;
import fovea.tensor.Searching.Unique;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** What goes along an axis, puts elements in order, looks them up or counts them. */
final class OrderingOperations {
    private OrderingOperations() {}

    static Operations addTo(Operations to) {
        return to.with("cumsum", (in, at) -> along(Promotion.summable(in.tensor(0)), at, Tensor::cumsum))
                .with("cumprod", (in, at) -> along(Promotion.summable(in.tensor(0)), at, Tensor::cumprod))
                .with("logcumsumexp", (in, at) -> along(in.tensor(0), at, Tensor::logcumsumexp))
                .withMany("cummax", (in, at) -> ReductionOperations.along(in, scan(at), Tensor::cummax))
                .withMany("cummin", (in, at) -> ReductionOperations.along(in, scan(at), Tensor::cummin))
                .with("diff", OrderingOperations::diff)
                .with("trapezoid", (in, at) -> area(in, at))
                .with("trapz", (in, at) -> area(in, at))
                .with("cumulative_trapezoid", OrderingOperations::areas)
                .withMany(
                        "sort",
                        (in, at) -> ReductionOperations.along(
                                in, scan(at), (x, axis) -> x.sort(axis, at.bool("descending", false))))
                .withMany(
                        "msort",
                        (in, _) -> Map.of(
                                in.outputs().get(0), in.tensor(0).sort(0, false).values()))
                .with(
                        "argsort",
                        (in, at) -> along(in.tensor(0), at, (x, axis) -> x.argsort(axis, at.bool("descending", false))))
                .withMany(
                        "topk",
                        (in, at) -> ReductionOperations.along(
                                in, scan(at), (x, axis) -> x.topk(at.integer("k"), axis, at.bool("largest", true))))
                .withMany(
                        "kthvalue",
                        (in, at) -> ReductionOperations.along(in, at, (x, axis) -> x.kthvalue(at.integer("k"), axis)))
                .withMany(
                        "median",
                        (in, at) -> at.has("dim")
                                ? ReductionOperations.along(in, at, Tensor::median)
                                : Map.of(in.outputs().get(0), in.tensor(0).median()))
                .withMany(
                        "nanmedian",
                        (in, at) -> at.has("dim")
                                ? ReductionOperations.along(in, at, Tensor::nanmedian)
                                : Map.of(in.outputs().get(0), in.tensor(0).nanmedian()))
                .withMany("mode", (in, at) -> ReductionOperations.along(in, at, Tensor::mode))
                .with("quantile", (in, at) -> quantile(in, at, false))
                .with("nanquantile", (in, at) -> quantile(in, at, true))
                .with("searchsorted", OrderingOperations::searchsorted)
                .with("bucketize", (in, at) -> in.tensor(0).bucketize(in.tensor(1), right(at)))
                .withMany(
                        "unique",
                        (in, at) -> counted(
                                in,
                                at.has("dim")
                                        ? in.tensor(0).unique(at.integer("dim"))
                                        : in.tensor(0).unique()))
                .withMany(
                        "unique_consecutive",
                        (in, at) -> counted(
                                in,
                                at.has("dim")
                                        ? in.tensor(0).uniqueConsecutive(at.integer("dim"))
                                        : in.tensor(0).uniqueConsecutive()))
                .with("isin", (in, at) -> {
                    Tensor found = in.tensor(0).isIn(in.tensor(1));
                    return at.bool("invert", false) ? found.not() : found;
                })
                .with(
                        "bincount",
                        (in, at) -> in.keys().size() > 1
                                ? in.tensor(0).bincount(in.tensor(1), at.integer("minlength", 0))
                                : in.tensor(0).bincount(at.integer("minlength", 0)))
                .with(
                        "histc",
                        (in, at) ->
                                in.tensor(0).histc(at.integer("bins", 100), at.number("min", 0), at.number("max", 0)))
                .withMany("histogram", OrderingOperations::histogram);
    }

    /** Attributes of what keeps its axis in any case. */
    private static Attributes scan(Attributes at) {
        Map<String, Object> values = new HashMap<>(at.values());
        values.remove("keepdim");
        return new Attributes(values);
    }

    private static Tensor along(Tensor x, Attributes at, BiFunction<Tensor, Integer, Tensor> scan) {
        boolean scalar = x.shape().rank() == 0;
        Tensor y = scan.apply(scalar ? x.unsqueeze(0) : x, at.integer("dim", -1));
        return scalar ? y.reshape(x.shape()) : y;
    }

    /** Between what the case puts in front and at the end. */
    private static Tensor diff(Inputs in, Attributes at) {
        Tensor x = in.tensor(0);
        int axis = x.shape().axis(at.integer("dim", -1));
        Tensor front = in.optional("prepend").orElse(x.slice(axis, 0, 0, 1));
        Tensor end = in.optional("append").orElse(x.slice(axis, 0, 0, 1));
        return new fovea.tensor.Concat(axis).apply(front, x, end).diff(at.integer("n", 1), axis);
    }

    private static Tensor area(Inputs in, Attributes at) {
        int axis = at.integer("dim", -1);
        return in.keys().size() > 1
                ? in.tensor(0).trapezoid(in.tensor(1), axis)
                : in.tensor(0).trapezoid(at.number("dx", 1), axis);
    }

    private static Tensor areas(Inputs in, Attributes at) {
        int axis = at.integer("dim", -1);
        return in.keys().size() > 1
                ? in.tensor(0).cumulativeTrapezoid(in.tensor(1), axis)
                : in.tensor(0).cumulativeTrapezoid(at.number("dx", 1), axis);
    }

    /** Without an axis of all elements; then the kept axes are all. */
    private static Tensor quantile(Inputs in, Attributes at, boolean withoutNan) {
        Tensor x = in.tensor(0);
        boolean all = !at.has("dim") || x.shape().rank() == 0;
        int n = Math.toIntExact(x.shape().elements());
        Tensor rows = all ? x.reshape(Shape.of(n)) : x;
        int axis = all ? 0 : x.shape().axis(at.integer("dim"));
        Tensor q = in.keys().size() > 1
                ? in.tensor(1)
                : at.values().get("q") instanceof java.util.List<?>
                        ? Tensor.of(Shape.of(at.numbers("q").length), at.numbers("q"))
                                .cast(x.dtype())
                        : Tensor.full(new Spec(Shape.SCALAR, x.dtype()), at.number("q"));
        Between between = Between.valueOf(at.text("interpolation", "linear").toUpperCase(Locale.ROOT));
        Tensor y = withoutNan ? rows.nanquantile(q, axis, between) : rows.quantile(q, axis, between);
        if (!at.bool("keepdim", false)) {
            return y;
        }
        int before = q.shape().rank();
        int[] kept = all
                ? java.util.stream.IntStream.range(before, before + x.shape().rank())
                        .toArray()
                : new int[] {before + axis};
        return y.unsqueeze(kept);
    }

    private static boolean right(Attributes at) {
        return at.bool("right", false) || at.text("side", "left").equals("right");
    }

    /** Rows in any order, where a sorter says which. */
    private static Tensor searchsorted(Inputs in, Attributes at) {
        Tensor rows = in.tensor(0);
        if (in.keys().size() > 2) {
            rows = rows.sort(-1, false).values();
        }
        return rows.searchsorted(in.tensor(1), right(at));
    }

    /** Under the case's names, which begin as these. */
    private static Map<String, Tensor> counted(Inputs in, Unique found) {
        Map<String, Tensor> named = new HashMap<>();
        for (String name : in.outputs()) {
            named.put(
                    name,
                    name.startsWith("inv")
                            ? found.inverse()
                            : name.startsWith("count") ? found.counts() : found.values());
        }
        return named;
    }

    private static Map<String, Tensor> histogram(Inputs in, Attributes at) {
        Tensor x = in.tensor(0);
        int n = Math.toIntExact(x.shape().elements());
        Tensor weights = in.optional("weight").orElse(Tensor.full(x.spec(), 1));
        Tensor edges;
        if (at.has("bins")) {
            int bins = at.integer("bins");
            double[] range = at.has("range")
                    ? at.numbers("range")
                    : n == 0
                            ? new double[] {0, 0}
                            : new double[] {x.min().item(), x.max().item()};
            boolean flat = range[0] == range[1];
            double from = range[0] - (flat ? 0.5 : 0);
            double to = range[1] + (flat ? 0.5 : 0);
            double[] all = new double[bins + 1];
            java.util.Arrays.setAll(all, i -> i == bins ? to : from + i * (to - from) / bins);
            edges = Tensor.of(Shape.of(bins + 1), all).cast(x.dtype());
        } else {
            edges = in.tensor(1);
        }
        Tensor counts = x.histogram(edges, weights);
        if (at.bool("density", false)) {
            counts = counts.div(counts.sum()).div(edges.diff(1, 0));
        }
        return ReductionOperations.both(in, counts, edges);
    }
}
