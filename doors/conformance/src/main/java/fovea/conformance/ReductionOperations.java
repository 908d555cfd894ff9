package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Selection;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What folds axes away: those of {@code dim}, or all; {@code keepdim} leaves them with size 1. */
final class ReductionOperations {
    private ReductionOperations() {}

    static Operations addTo(Operations to) {
        return to.with("sum", (in, at) -> fold(Promotion.summable(typed(in, at)), at, Tensor::sum))
                .with("nansum", (in, at) -> fold(Promotion.summable(typed(in, at)), at, Tensor::nansum))
                .with("prod", (in, at) -> fold(Promotion.summable(typed(in, at)), at, Tensor::prod))
                .with("mean", (in, at) -> fold(typed(in, at), at, Tensor::mean))
                .with("nanmean", (in, at) -> fold(typed(in, at), at, Tensor::nanmean))
                .with("amax", (in, at) -> fold(in.tensor(0), at, Tensor::max))
                .with("amin", (in, at) -> fold(in.tensor(0), at, Tensor::min))
                .with("logsumexp", (in, at) -> fold(Promotion.floating(in.tensor(0)), at, Tensor::logsumexp))
                .with("count_nonzero", (in, at) -> fold(in.tensor(0), at, Tensor::countNonzero))
                .with("any", (in, at) -> fold(in.tensor(0), at, Tensor::any))
                .with("all", (in, at) -> fold(in.tensor(0), at, Tensor::all))
                .with("var", (in, at) -> var(in, at))
                .with("std", (in, at) -> std(in, at))
                .with("norm", (in, at) -> fold(in.tensor(0), at, (x, axes) -> x.norm(order(at), axes)))
                .with("vector_norm", (in, at) -> fold(in.tensor(0), at, (x, axes) -> x.norm(order(at), axes)))
                .with("dist", (in, at) -> in.tensor(0).sub(in.tensor(1)).norm(order(at)))
                .with("renorm", ReductionOperations::renorm)
                .with("argmax", (in, at) -> place(in.tensor(0), at, true))
                .with("argmin", (in, at) -> place(in.tensor(0), at, false))
                .withMany(
                        "any/all",
                        (in, at) -> Map.of(
                                "any", fold(in.tensor(0), at, Tensor::any),
                                "all", fold(in.tensor(0), at, Tensor::all)))
                .withMany("aminmax", (in, at) -> {
                    Tensor min = fold(in.tensor(0), at, Tensor::min);
                    Tensor max = fold(in.tensor(0), at, Tensor::max);
                    return Map.of("min", min, "max", max, "amin", min, "amax", max);
                })
                .withMany(
                        "var_mean",
                        (in, at) -> Map.of("var", var(in, at), "mean", fold(in.tensor(0), at, Tensor::mean)))
                .withMany(
                        "std_mean",
                        (in, at) -> Map.of("std", std(in, at), "mean", fold(in.tensor(0), at, Tensor::mean)))
                .withMany("max", (in, at) -> extreme(in, at, true))
                .withMany("min", (in, at) -> extreme(in, at, false));
    }

    /** In the type asked for, which the pack may name. */
    private static Tensor typed(Inputs in, Attributes at) {
        return at.has("dtype") ? Promotion.cast(in.tensor(0), at.text("dtype")) : in.tensor(0);
    }

    /** The axes folded, counted from 0. PyTorch lets a scalar have one axis. */
    static int[] axes(Tensor x, Attributes at) {
        int rank = x.shape().rank();
        String name = at.has("dims") ? "dims" : at.has("axis") ? "axis" : "dim";
        int[] given = at.has(name) ? at.ints(name) : new int[0];
        if (given.length == 0 || rank == 0) {
            return IntStream.range(0, rank).toArray();
        }
        return IntStream.of(given).map(x.shape()::axis).toArray();
    }

    /** Folds, and keeps the axes if asked to. */
    static Tensor fold(Tensor x, Attributes at, BiFunction<Tensor, int[], Tensor> folding) {
        int[] axes = axes(x, at);
        Tensor y = folding.apply(x, axes);
        return at.bool("keepdim", false) ? y.unsqueeze(axes) : y;
    }

    private static double correction(Attributes at) {
        return at.has("correction") ? at.number("correction") : at.bool("unbiased", true) ? 1 : 0;
    }

    private static Tensor var(Inputs in, Attributes at) {
        return fold(in.tensor(0), at, (x, axes) -> x.varCorrected(correction(at), axes));
    }

    private static Tensor std(Inputs in, Attributes at) {
        return fold(in.tensor(0), at, (x, axes) -> x.stdCorrected(correction(at), axes));
    }

    /** Two by name or by default, else any. */
    private static double order(Attributes at) {
        String name = at.has("ord") ? "ord" : "p";
        return !at.has(name) || "fro".equals(at.values().get(name)) ? 2 : at.number(name);
    }

    /** Slices along an axis, scaled down to a norm where theirs is larger. */
    private static Tensor renorm(Inputs in, Attributes at) {
        Tensor x = in.tensor(0);
        int axis = x.shape().axis(at.integer("dim"));
        int[] others =
                IntStream.range(0, x.shape().rank()).filter(i -> i != axis).toArray();
        Tensor norm = x.norm(order(at), others).unsqueeze(others);
        double most = at.number("maxnorm");
        Tensor scale = norm.add(1e-7).reciprocal().mul(most);
        return x.mul(norm.gt(most).where(scale, 1));
    }

    private static Tensor place(Tensor x, Attributes at, boolean largest) {
        if (!at.has("dim") || x.shape().rank() == 0) {
            Tensor y = largest ? x.argmax() : x.argmin();
            int[] all = IntStream.range(0, x.shape().rank()).toArray();
            return at.bool("keepdim", false) ? y.unsqueeze(all) : y;
        }
        return fold(x, at, (of, axes) -> largest ? of.argmax(axes[0]) : of.argmin(axes[0]));
    }

    /** Of all elements, of two tensors, or along an axis with its place. */
    private static Map<String, Tensor> extreme(Inputs in, Attributes at, boolean largest) {
        if (in.keys().size() > 1) {
            var x = ElementwiseOperations.alike(ElementwiseOperations.operands(in, at));
            return named(in, largest ? x.get(0).maximum(x.get(1)) : x.get(0).minimum(x.get(1)));
        }
        if (!at.has("dim")) {
            return named(in, largest ? in.tensor(0).max() : in.tensor(0).min());
        }
        return along(in, at, (x, axis) -> largest ? x.largest(axis) : x.smallest(axis));
    }

    /** One output under the name the case has for it. */
    private static Map<String, Tensor> named(Inputs in, Tensor y) {
        return Map.of(in.outputs().get(0), y);
    }

    /** Values and places found along {@code dim}, the last axis by default, which {@code keepdim} keeps; under the case's names. */
    static Map<String, Tensor> along(Inputs in, Attributes at, BiFunction<Tensor, Integer, Selection> search) {
        Tensor x = in.tensor(0);
        boolean scalar = x.shape().rank() == 0;
        Tensor rows = scalar ? x.unsqueeze(0) : x;
        int axis = rows.shape().axis(at.integer("dim", -1));
        Selection found = search.apply(rows, axis);
        if (!scalar && at.bool("keepdim", false)) {
            found = new Selection(
                    found.values().unsqueeze(axis), found.indices().unsqueeze(axis));
        } else if (scalar && found.values().shape().rank() > 0) {
            found = new Selection(
                    found.values().reshape(x.shape()), found.indices().reshape(x.shape()));
        }
        return both(in, found.values(), found.indices().cast(DType.I64));
    }

    /** Two outputs under the names the case has for them. */
    static Map<String, Tensor> both(Inputs in, Tensor values, Tensor indices) {
        return in.outputs().size() == 1
                ? Map.of(in.outputs().get(0), values)
                : Map.of(in.outputs().get(0), values, in.outputs().get(1), indices);
    }
}
