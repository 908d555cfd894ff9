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

    /** {@code bool}, true with probability {@code p}. */
    public Tensor bernoulli(Shape shape, double p) {
        return uniform(shape).lt(p);
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
