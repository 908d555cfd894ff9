package fovea.tensor;

/**
 * A stream of random tensors from a seed. What it has drawn is a {@link State}, so a compiled step draws anew each time, and a checkpoint
 * resumes where it stopped; streams split from one another never meet. See {@link Draw} for how numbers are made.
 */
public final class RandomStream {
    private final int key0;
    private final int key1;
    private final State state;

    private RandomStream(int key0, int key1) {
        this.key0 = key0;
        this.key1 = key1;
        this.state = new State(Tensor.of(Shape.of(3), key0, key1, 0));
    }

    /** The stream of a seed. */
    public static RandomStream of(long seed) {
        return new RandomStream((int) seed, (int) (seed >>> 32));
    }

    /** The i-th stream split from this one; it depends on this one's seed and on i, and not on what was drawn. */
    public RandomStream split(int i) {
        int[] key = Philox.split(key0, key1, i);
        return new RandomStream(key[0], key[1]);
    }

    /** Its key and the number of draws, {@code i32 [3]}, to be saved with a model. */
    public State state() {
        return state;
    }

    /** Numbers from 0 up to 1, not included, {@code f32}. */
    public Tensor uniform(Shape shape) {
        return draw(Spec.f32(shape), Draw.Distribution.UNIFORM);
    }

    /** Numbers from {@code from} up to {@code to}, {@code f32}. */
    public Tensor uniform(Shape shape, double from, double to) {
        return uniform(shape).mul(to - from).add(from);
    }

    /** Standard normal numbers, {@code f32}. */
    public Tensor normal(Shape shape) {
        return draw(Spec.f32(shape), Draw.Distribution.NORMAL);
    }

    /** Normal numbers of this mean and standard deviation, {@code f32}. */
    public Tensor normal(Shape shape, double mean, double deviation) {
        return normal(shape).mul(deviation).add(mean);
    }

    /** {@code bool}, true with probability {@code p}. */
    public Tensor bernoulli(Shape shape, double p) {
        return uniform(shape).lt(p);
    }

    /** {@code bool}, each true with the probability that {@code p} has there. */
    public Tensor bernoulli(Tensor p) {
        return draw(new Spec(p.shape(), DType.F64), Draw.Distribution.UNIFORM).lt(p.cast(DType.F64));
    }

    /**
     * {@code n} places along the last axis of {@code weights [..., C]}, which are 0 or more, each drawn with a probability in proportion to its
     * weight; {@code i32 [..., n]}. Without replacement no place comes twice, and those of weight 0 only when no others are left.
     */
    public Tensor multinomial(Tensor weights, int n, boolean replacement) {
        Shape shape = weights.shape();
        if (shape.rank() < 1 || !weights.dtype().isFloating() || n < 0 || (!replacement && n > shape.size(-1))) {
            throw new ShapeException(
                    "multinomial",
                    "%d places by weights %s%s".formatted(n, weights.spec(), replacement ? "" : " without replacement"),
                    "weights are [..., C] of floating-point numbers, and without replacement there are C places");
        }
        Tensor w = weights.cast(DType.F64);
        if (replacement) {
            Tensor reached = new CumSum(shape.rank() - 1, false).apply(w);
            Tensor drawn = draw(new Spec(shape.with(-1, n), DType.F64), Draw.Distribution.UNIFORM);
            return new Finding.SearchSorted(true)
                    .apply(reached, drawn.mul(reached.slice(-1, shape.size(-1) - 1, shape.size(-1))));
        }
        Tensor waits = draw(w.spec(), Draw.Distribution.UNIFORM).neg().log1p().neg();
        Tensor none = w.eq(0);
        Tensor arrivals = none.where(Double.POSITIVE_INFINITY, waits.div(none.where(1, w)));
        return arrivals.argsort(-1, false).slice(-1, 0, n);
    }

    /** Whole numbers from {@code from} up to {@code to}, not included, {@code i32}. */
    public Tensor integers(Shape shape, int from, int to) {
        return draw(new Spec(shape, DType.F64), Draw.Distribution.UNIFORM)
                .mul((double) to - from)
                .floor()
                .add(from)
                .cast(DType.I32);
    }

    /** The numbers 0 to {@code n − 1} in random order, {@code i32 [n]}. */
    public Tensor permutation(int n) {
        return draw(new Spec(Shape.of(n), DType.F64), Draw.Distribution.UNIFORM).argsort(0, false);
    }

    /** Numbers of any shape, floating-point type and distribution. */
    public Tensor draw(Spec spec, Draw.Distribution distribution) {
        Tensor stream = state.get();
        Tensor drawn = new Draw(spec, distribution).apply(stream);
        state.set(stream.add(Tensor.of(Shape.of(3), 0, 0, 1)));
        return drawn;
    }
}
