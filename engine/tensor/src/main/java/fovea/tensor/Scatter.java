package fovea.tensor;

/**
 * Reading and writing of {@code x} at places in its row-major order. Where several values meet at one place they are folded by algebra
 * over {@link IndexAdd} and {@link Finding}, so gradients of every order come by themselves.
 *
 * @param operation for whom, as messages say
 * @param places {@code i32} of any shape
 */
record Scatter(String operation, Tensor x, Tensor places) {

    /** At {@code x[index[i, j], j]} for axis 0. */
    static Scatter of(String operation, Tensor x, int axis, Tensor index) {
        return new Scatter(
                operation, x, Positions.along(operation, x.shape(), x.shape().axis(axis), index));
    }

    /** The places of the slices along {@code axis} that the index {@code [n]} names, in the shape of {@code values}. */
    static Tensor slices(String operation, Tensor x, int axis, Tensor index, Tensor values) {
        Tensor list = index.shape().rank() == 0 ? index.unsqueeze(0) : index;
        Shape expected =
                list.shape().rank() == 1 ? x.shape().with(axis, list.shape().size(0)) : x.shape();
        if (list.shape().rank() != 1 || !values.shape().equals(expected)) {
            throw new ShapeException(
                    operation,
                    "x is %s, the index %s along axis %d and the values are %s"
                            .formatted(x.shape(), index.shape(), axis, values.shape()),
                    list.shape().rank() != 1 ? "the index must be [n]" : "values of " + expected + " would fit");
        }
        Tensor names = Positions.within(operation, list, axis, x.shape().size(axis));
        return Positions.all(operation, x.shape()).take(axis, names);
    }

    /** {@code x.gather} after x and the index have been broadcast to each other along all other axes. */
    static Tensor broadcast(Tensor x, int axis, Tensor index) {
        if (index.shape().rank() != x.shape().rank()) {
            throw new ShapeException(
                    "takeAlong",
                    "x is " + x.shape() + " and the index is " + index.shape(),
                    "both need the same number of axes");
        }
        Shape common =
                Shape.common("takeAlong", x.shape().with(axis, 1), index.shape().with(axis, 1));
        return x.expand(common.with(axis, x.shape().size(axis)))
                .gather(axis, index.expand(common.with(axis, index.shape().size(axis))));
    }

    Tensor read() {
        return Positions.read(x, places);
    }

    Tensor write(Tensor values) {
        return Positions.write(operation, x, places, fitted(values));
    }

    Tensor add(Tensor values) {
        return Positions.add(operation, x, places, fitted(values));
    }

    /** What of {@code values} has a place. */
    private Tensor fitted(Tensor values) {
        Shape at = places.shape();
        boolean fits = values.shape().rank() == at.rank();
        for (int i = 0; fits && i < at.rank(); i++) {
            fits = at.size(i) <= values.shape().size(i);
        }
        if (!fits) {
            throw new ShapeException(
                    operation,
                    "the index is " + at + " and the values are " + values.shape(),
                    "the values must be as large as the index, or larger");
        }
        Tensor part = values;
        for (int i = 0; i < at.rank(); i++) {
            part = part.slice(i, 0, at.size(i));
        }
        return part;
    }

    Tensor fold(Tensor given, Fold fold, boolean includeSelf) {
        Positions.sameType(operation, x, given);
        Tensor values = fitted(given);
        if (values.shape().elements() == 0) {
            return x;
        }
        Tensor hit = last().ge(0).reshape(x.shape());
        Tensor start = includeSelf ? x : hit.where(neutral(fold), x);
        return switch (fold) {
            case SUM -> start.add(sum(values));
            case PROD -> start.mul(product(values));
            case MEAN -> hit.where(mean(start.add(sum(values)), includeSelf), x);
            case AMAX, AMIN -> extreme(values, hit, fold == Fold.AMAX, includeSelf);
        };
    }

    private static double neutral(Fold fold) {
        return fold == Fold.PROD ? 1 : 0;
    }

    private Tensor last() {
        return new Finding.LastIndex(Positions.count(operation, x.shape())).apply(Positions.flat(places));
    }

    private Tensor sum(Tensor values) {
        return Positions.sum(x.shape(), places, values);
    }

    private Tensor mean(Tensor sum, boolean includeSelf) {
        DType type = x.dtype().isFloating() ? x.dtype() : DType.F64;
        Tensor one = Tensor.full(new Spec(places.shape(), type), 1);
        Tensor count = sum(one).add(includeSelf ? 1 : 0).maximum(1);
        Tensor mean = sum.cast(type).div(count);
        return x.dtype().isFloating() ? mean : mean.floor().cast(x.dtype());
    }

    /**
     * The products of values of one place, 1 where there are none. Values are brought into the order of their places, then each is
     * multiplied with the one 1, 2, 4, … before it as long as that belongs to the same place; so a gradient needs no division.
     */
    private Tensor product(Tensor values) {
        Tensor order = Positions.flat(places).argsort(0, false);
        Tensor place = Positions.flat(places).take(0, order);
        Tensor product = Positions.flat(values).take(0, order);
        int n = product.shape().size(0);
        for (int step = 1; step < n; step *= 2) {
            Tensor same = place.slice(0, step, n).eq(place.slice(0, 0, n - step));
            Tensor before = same.where(product.slice(0, 0, n - step), 1);
            product = Tensor.concat(
                    0, product.slice(0, 0, step), product.slice(0, step, n).mul(before));
        }
        Tensor end = new Finding.LastIndex(Positions.count(operation, x.shape())).apply(place);
        return end.ge(0).where(product.take(0, end.maximum(0)), 1).reshape(x.shape());
    }

    private Tensor extreme(Tensor values, Tensor hit, boolean largest, boolean includeSelf) {
        Tensor flat = Positions.flat(values.stopGradient());
        Tensor winner = new Finding.LargestIndex(Positions.count(operation, x.shape()))
                .apply(largest ? flat : flat.cast(DType.F64).neg(), Positions.flat(places));
        Tensor best = flat.take(0, winner.maximum(0)).reshape(x.shape());
        Tensor self = x.stopGradient();
        Tensor both = largest ? self.maximum(best) : self.minimum(best);
        Tensor result = hit.where(includeSelf ? both : best, self);
        return x.dtype().isFloating() ? result.add(shared(values, hit, result, includeSelf)) : result;
    }

    /** Zeros whose gradient goes to those that equal {@code result}, in equal shares. */
    private Tensor shared(Tensor values, Tensor hit, Tensor result, boolean includeSelf) {
        Tensor winners = values.eq(Positions.read(result, places));
        Tensor own = x.eq(result);
        Tensor count = sum(winners.cast(x.dtype()));
        Tensor parts = sum(winners.where(onlyGradient(values), 0));
        if (includeSelf) {
            count = count.add(own.cast(x.dtype()));
            parts = parts.add(own.where(onlyGradient(x), 0));
        }
        return hit.where(parts.div(count.maximum(1)), onlyGradient(x));
    }

    /** Zeros with the gradient of {@code x}; where x is not finite, without. */
    private static Tensor onlyGradient(Tensor x) {
        Tensor finite = x.sub(x).eq(0);
        Tensor tame = finite.where(x, 0);
        return tame.sub(tame.stopGradient());
    }
}
