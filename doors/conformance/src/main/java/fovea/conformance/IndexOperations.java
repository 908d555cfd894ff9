package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Fold;
import fovea.tensor.Index;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Reading and writing at places: slices, arrays of places, masks, gathering and scattering. */
final class IndexOperations {
    private IndexOperations() {}

    static Operations addTo(Operations operations) {
        return writing(reading(operations));
    }

    private static Operations reading(Operations operations) {
        return operations
                .with("slice", IndexOperations::subscript)
                .with("index", IndexOperations::subscript)
                .with("getitem", IndexOperations::subscript)
                .with("select", (in, at) -> x(in).select(axis(at), at.integer("index")))
                .with("narrow", IndexOperations::narrow)
                .with("index_select", (in, at) -> x(in).take(axis(at), list(in)))
                .with("gather", (in, at) -> x(in).gather(axis(at), index(in)))
                .with("take_along_dim", IndexOperations::takeAlong)
                .with("take", (in, _) -> x(in).takeFlat(index(in)))
                .with("masked_select", (in, _) -> x(in).maskedSelect(mask(in)))
                .with("argwhere", (in, _) -> x(in).nonzero().cast(DType.I64))
                .with("where", IndexOperations::where)
                .withMany("nonzero", (in, at) -> places(in, at));
    }

    private static Operations writing(Operations operations) {
        return operations
                .with("masked_fill", IndexOperations::maskedFill)
                .with("masked_scatter", (in, _) -> x(in).maskedScatter(mask(in), source(in)))
                .with("scatter", IndexOperations::scatter)
                .with("scatter_add", (in, at) -> x(in).scatterAdd(axis(at), index(in), source(in)))
                .with("scatter_reduce", IndexOperations::scatterReduce)
                .with("index_add", (in, at) -> x(in).indexAdd(axis(at), index(in), source(in), at.number("alpha", 1)))
                .with("index_copy", (in, at) -> x(in).indexCopy(axis(at), index(in), source(in)))
                .with("index_fill", IndexOperations::indexFill)
                .with("index_reduce", IndexOperations::indexReduce)
                .with("index_put", IndexOperations::indexPut)
                .with("setitem", IndexOperations::assigned)
                .with("put", IndexOperations::put)
                .with(
                        "select_scatter",
                        (in, at) -> x(in).with(source(in), along(in, at, Index.at(at.integer("index")))))
                .with("slice_scatter", IndexOperations::sliceScatter)
                .with("diagonal_scatter", IndexOperations::diagonalScatter);
    }

    /** What is read from or written to: the input of that name, else the first. */
    static Tensor x(Inputs in) {
        return in.named("x", "input", "a", "self")
                .orElseGet(() -> in.tensor(in.keys().getFirst()));
    }

    static int axis(Attributes at) {
        return at.has("axis") ? at.integer("axis") : at.integer("dim", 0);
    }

    private static Tensor index(Inputs in) {
        return in.named("i", "index", "idx", "indices").orElseGet(() -> other(in, DType::isIndex));
    }

    /** The first input after the first of such a type. */
    private static Tensor other(Inputs in, Predicate<DType> type) {
        return in.keys().stream()
                .skip(1)
                .map(in::tensor)
                .filter(each -> type.test(each.dtype()))
                .findFirst()
                .orElseThrow(() -> new CaseException("an input is missing; there are " + in.keys()));
    }

    private static Tensor list(Inputs in) {
        return index(in).shape().rank() == 0 ? index(in).unsqueeze(0) : index(in);
    }

    private static Tensor mask(Inputs in) {
        return in.named("m", "mask", "cond", "condition")
                .orElseGet(() -> in.keys().stream()
                        .map(in::tensor)
                        .filter(each -> each.dtype() == DType.BOOL)
                        .findFirst()
                        .orElseThrow(() -> new CaseException("a mask is missing; there are " + in.keys())));
    }

    /** What is written: the input of such a name, else the last. */
    private static Tensor source(Inputs in) {
        return in.named("src", "source", "v", "values", "value", "w")
                .orElseGet(() -> in.tensor(in.keys().getLast()));
    }

    private static Tensor subscript(Inputs in, Attributes at) {
        return new PythonIndex(in::tensor).value(at.text("expr"));
    }

    /** All along the axes before the one that {@code dim} names, then {@code index}. */
    private static Index[] along(Inputs in, Attributes at, Index index) {
        List<Index> all = new ArrayList<>();
        for (int i = 0; i < x(in).shape().axis(axis(at)); i++) {
            all.add(Index.ALL);
        }
        all.add(index);
        return all.toArray(Index[]::new);
    }

    private static Tensor narrow(Inputs in, Attributes at) {
        int start = at.integer("start");
        int n = x(in).shape().size(axis(at));
        int from = start < 0 ? start + n : start;
        return x(in).slice(axis(at), from, from + at.integer("length"));
    }

    private static Tensor takeAlong(Inputs in, Attributes at) {
        return at.has("dim") || at.has("axis")
                ? x(in).takeAlong(axis(at), index(in))
                : x(in).reshape(-1).take(0, index(in).reshape(-1));
    }

    private static Tensor where(Inputs in, Attributes at) {
        List<String> others = in.keys().stream()
                .filter(key -> in.tensor(key).dtype() != DType.BOOL)
                .toList();
        if (others.size() == 2) {
            return mask(in).where(in.tensor(others.get(0)), in.tensor(others.get(1)));
        }
        String number = at.has("other") ? "other" : at.has("y") ? "y" : at.has("b") ? "b" : "value";
        return others.size() == 1
                ? mask(in).where(in.tensor(others.getFirst()), at.number(number))
                : mask(in).where(at.number("x"), Tensor.scalar(at.number("y")));
    }

    /** One row a place, or one output an axis if {@code as_tuple}. */
    private static Map<String, Tensor> places(Inputs in, Attributes at) {
        Tensor rows = x(in).nonzero().cast(DType.I64);
        return at.bool("as_tuple", false) ? named(in, rows.unbind(1)) : named(in, List.of(rows));
    }

    /** Outputs in the order in which the case names them. */
    static Map<String, Tensor> named(Inputs in, List<Tensor> outputs) {
        Map<String, Tensor> named = new HashMap<>();
        for (int i = 0; i < Math.min(outputs.size(), in.outputs().size()); i++) {
            named.put(in.outputs().get(i), outputs.get(i));
        }
        return named;
    }

    private static Tensor maskedFill(Inputs in, Attributes at) {
        return at.has("value")
                ? x(in).maskedFill(mask(in), at.number("value"))
                : x(in).maskedFill(mask(in), source(in));
    }

    private static Tensor scatter(Inputs in, Attributes at) {
        Tensor values =
                at.has("value") ? Tensor.full(x(in).spec().with(index(in).shape()), at.number("value")) : source(in);
        return switch (at.text("reduce", "none")) {
            case "add", "sum" -> x(in).scatterAdd(axis(at), index(in), values);
            case "multiply", "prod" -> x(in).scatterReduce(axis(at), index(in), values, Fold.PROD, true);
            default -> x(in).scatter(axis(at), index(in), values);
        };
    }

    private static Fold fold(Attributes at) {
        return Fold.valueOf(at.text("reduce").toUpperCase(Locale.ROOT));
    }

    private static Tensor scatterReduce(Inputs in, Attributes at) {
        return x(in).scatterReduce(axis(at), index(in), source(in), fold(at), at.bool("include_self", true));
    }

    private static Tensor indexReduce(Inputs in, Attributes at) {
        return x(in).indexReduce(axis(at), index(in), source(in), fold(at), at.bool("include_self", true));
    }

    private static Tensor indexFill(Inputs in, Attributes at) {
        return at.has("value")
                ? x(in).indexFill(axis(at), index(in), at.number("value"))
                : x(in).with(source(in), along(in, at, Index.of(index(in))));
    }

    /** The inputs of whole numbers or booleans are the indices, in their order; or they stand in an expression. */
    private static Tensor indexPut(Inputs in, Attributes at) {
        Index[] places = at.has("expr")
                ? places(in, at.text("expr"))
                : in.keys().stream()
                        .filter(key -> !key.equals("x") && !key.startsWith("v"))
                        .map(in::tensor)
                        .filter(each -> each.dtype().isIndex() || each.dtype() == DType.BOOL)
                        .map(Index::of)
                        .toArray(Index[]::new);
        Tensor values = at.has("value")
                ? Tensor.full(x(in).spec().with(fovea.tensor.Shape.SCALAR), at.number("value"))
                : source(in);
        return at.bool("accumulate", false) ? x(in).withAdded(values, places) : x(in).with(values, places);
    }

    /** The index in {@code x[...]}, whatever is done with it. */
    private static Index[] places(Inputs in, String expression) {
        String left = expression.contains("=") && !expression.contains("==")
                ? expression.substring(0, expression.indexOf('='))
                : expression;
        return new PythonIndex(in::tensor).indices(left.substring(left.indexOf('[') + 1, left.lastIndexOf(']')));
    }

    private static Tensor assigned(Inputs in, Attributes at) {
        Index[] places = places(in, at.text("expr"));
        return at.has("value") ? x(in).with(at.number("value"), places) : x(in).with(source(in), places);
    }

    private static Tensor put(Inputs in, Attributes at) {
        return at.bool("accumulate", false)
                ? x(in).putFlatAdded(index(in), source(in))
                : x(in).putFlat(index(in), source(in));
    }

    private static Tensor sliceScatter(Inputs in, Attributes at) {
        Integer from = at.has("start") ? Integer.valueOf(at.integer("start")) : null;
        Integer to = at.has("end") ? Integer.valueOf(at.integer("end")) : null;
        return x(in).with(source(in), along(in, at, new Index.Range(from, to, at.integer("step", 1))));
    }

    private static Tensor diagonalScatter(Inputs in, Attributes at) {
        Tensor places = Tensor.arange((int) x(in).shape().elements()).reshape(x(in).shape());
        return x(in).putFlat(MovementOperations.diagonal(places, at), source(in));
    }
}
