package fovea.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Index} for each axis, applied to tensors of one shape: first a part with axes left out and added, then arrays of places.
 * After the first step there is a <em>slot</em> for each axis that is kept or added.
 */
final class Subscript {
    private final String operation;
    private final Shape whole;
    private final Slicing part;
    private final List<Integer> slots = new ArrayList<>();
    private final List<@Nullable Tensor> arrays = new ArrayList<>();

    Subscript(String operation, Shape whole, Index... at) {
        this.operation = operation;
        this.whole = whole;
        this.part = new Slicing(whole);
        int axis = 0;
        for (Index index : complete(at)) {
            axis += place(axis, index);
        }
    }

    /** The indices with ranges over all in place of the ellipsis. */
    private List<Index> complete(Index... at) {
        int named = 0;
        int ellipsis = at.length;
        for (int i = 0; i < at.length; i++) {
            if (at[i] instanceof Index.Ellipsis) {
                if (ellipsis < at.length) {
                    throw new ShapeException(operation, "there are two ellipses", "one stands for all other axes");
                }
                ellipsis = i;
            }
            named += axes(at[i]);
        }
        if (named > whole.rank()) {
            throw new ShapeException(
                    operation,
                    "x is %s and the index names %d axes".formatted(whole, named),
                    "at most " + whole.rank() + " would fit");
        }
        List<Index> all = new ArrayList<>(Arrays.asList(at).subList(0, ellipsis));
        for (int i = named; i < whole.rank(); i++) {
            all.add(Index.ALL);
        }
        all.addAll(Arrays.asList(at).subList(Math.min(ellipsis + 1, at.length), at.length));
        return all;
    }

    private static int axes(Index index) {
        return switch (index) {
            case Index.At _, Index.Range _ -> 1;
            case Index.Ellipsis _, Index.NewAxis _ -> 0;
            case Index.Places(Tensor places) ->
                places.dtype() == DType.BOOL ? places.shape().rank() : 1;
        };
    }

    /** Notes one index; how many axes it stands for. */
    private int place(int axis, Index index) {
        switch (index) {
            case Index.At(int place) -> part.at(operation, axis, place);
            case Index.Range range -> {
                span(axis, range);
                slot(part.size().size(axis), null);
            }
            case Index.NewAxis _ -> slot(1, null);
            case Index.Places(Tensor mask) when mask.dtype() == DType.BOOL -> mask(axis, mask);
            case Index.Places(Tensor places) ->
                slot(whole.size(axis), Positions.within(operation, places, axis, whole.size(axis)));
            case Index.Ellipsis _ -> throw new IllegalStateException("an ellipsis was left");
        }
        return axes(index);
    }

    private void slot(int size, @Nullable Tensor array) {
        slots.add(size);
        arrays.add(array);
    }

    private void span(int axis, Index.Range range) {
        int n = whole.size(axis);
        int step = range.step();
        int lowest = step > 0 ? 0 : -1;
        int highest = step > 0 ? n : n - 1;
        int from = bound(range.from(), n, lowest, highest, step > 0 ? lowest : highest);
        int to = bound(range.to(), n, lowest, highest, step > 0 ? highest : lowest);
        int distance = step > 0 ? to - from : from - to;
        part.run(axis, from, distance <= 0 ? 0 : (int) ((distance - 1L) / Math.abs((long) step)) + 1, step);
    }

    private static int bound(@Nullable Integer given, int n, int lowest, int highest, int otherwise) {
        if (given == null) {
            return otherwise;
        }
        return Math.clamp(given < 0 ? (long) given + n : given, lowest, highest);
    }

    /** The places where a mask is true, along each of its axes; a mask without axes adds one, of size 1, which it keeps or not. */
    private void mask(int axis, Tensor mask) {
        int rank = mask.shape().rank();
        for (int i = 0; i < rank; i++) {
            if (mask.shape().size(i) != whole.size(axis + i)) {
                throw new ShapeException(
                        operation,
                        "x is %s and the mask is %s at axis %d".formatted(whole, mask.shape(), axis),
                        "the mask must have x's sizes there; axis %d has %d and the mask %d"
                                .formatted(
                                        axis + i,
                                        whole.size(axis + i),
                                        mask.shape().size(i)));
            }
        }
        if (rank == 0) {
            slot(1, Tensor.of(Shape.of(mask.toBooleans()[0] ? 1 : 0), new int[mask.toBooleans()[0] ? 1 : 0]));
            return;
        }
        int[][] places = Masks.places(mask);
        for (int i = 0; i < rank; i++) {
            slot(whole.size(axis + i), Tensor.of(Shape.of(places[i].length), places[i]));
        }
    }

    private Shape slots() {
        return Shape.of(slots.stream().mapToInt(Integer::intValue).toArray());
    }

    private boolean isBasic() {
        return arrays.stream().allMatch(a -> a == null);
    }

    /** What it names of {@code x}. */
    Tensor of(Tensor x) {
        Tensor basic = part.of(x).reshape(slots());
        return isBasic() ? basic : gathered(basic);
    }

    private Tensor gathered(Tensor x) {
        List<Integer> indexed = new ArrayList<>();
        Shape common = Shape.SCALAR;
        for (int i = 0; i < arrays.size(); i++) {
            Tensor array = arrays.get(i);
            if (array != null) {
                indexed.add(i);
                common = Shape.common(operation, common, array.shape());
            }
        }
        int first = indexed.getFirst();
        int count = indexed.size();
        Tensor together = x;
        if (indexed.getLast() - first != count - 1) {
            together = x.moveAxes(indexed.stream().mapToInt(Integer::intValue).toArray(), Positions.steps(count, 0, 1));
            first = 0;
        }
        Tensor places = null;
        int step = 1;
        for (int k = count - 1; k >= 0; k--) {
            Tensor array = java.util.Objects.requireNonNull(arrays.get(indexed.get(k)));
            Tensor scaled = array.mul(step);
            places = places == null ? scaled : places.add(scaled);
            step = Math.multiplyExact(step, x.shape().size(indexed.get(k)));
        }
        return together.flatten(first, first + count - 1)
                .take(first, java.util.Objects.requireNonNull(places).broadcastTo(common));
    }

    /** {@code x} with {@code values} in place of what it names, or added to it. */
    Tensor replaced(Tensor x, Tensor values, boolean added) {
        Positions.sameType(operation, x, values);
        if (isBasic()) {
            Tensor fitted = fitted(values, slots()).reshape(part.size());
            return part.replaced(x, added ? part.of(x).add(fitted) : fitted);
        }
        Tensor places = of(Positions.all(operation, whole));
        Tensor fitted = fitted(values, places.shape());
        return added ? Positions.add(operation, x, places, fitted) : Positions.write(operation, x, places, fitted);
    }

    /** Values broadcast to what is named; axes of size 1 in front may be too many. */
    private Tensor fitted(Tensor values, Shape named) {
        Tensor v = values;
        while (v.shape().rank() > named.rank() && v.shape().size(0) == 1) {
            v = v.squeeze(0);
        }
        boolean fits = v.shape().rank() <= named.rank();
        for (int i = 1; fits && i <= v.shape().rank(); i++) {
            fits = v.shape().size(-i) == named.size(-i) || v.shape().size(-i) == 1;
        }
        if (!fits) {
            throw new ShapeException(
                    operation,
                    "the index names %s of x %s, the values are %s".formatted(named, whole, values.shape()),
                    "values of that shape, or such as broadcast to it, would fit");
        }
        return v.broadcastTo(named);
    }
}
