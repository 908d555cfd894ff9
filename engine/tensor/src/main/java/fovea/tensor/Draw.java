package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Random numbers by a counter: element {@code i} of draw {@code c} of stream {@code k} is the Philox 4×32-10 cipher of {@code (i, c)} under
 * the key {@code k} and nothing else (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). So the same stream gives the same
 * bits on every device, in any order, on any number of threads, and a draw can be repeated.
 *
 * <p>Input: the stream, {@code i32 [3]}: two words of key and the number of the draw. {@link RandomStream} keeps it. No gradient.
 *
 * <p>Shapes: {@code [3]} → {@code y} as {@code spec} says.
 *
 * @param spec {@code f32} (24 random bits an element) or {@code f64} (53)
 */
public record Draw(Spec spec, Distribution distribution) implements Op {

    /** What is drawn from. */
    public enum Distribution {
        /** Evenly from 0 up to 1, not included. */
        UNIFORM,
        /** The standard normal distribution, from two uniform numbers each (Box and Muller 1958). */
        NORMAL
    }

    @Override
    public Spec[] infer(Spec... stream) {
        if (!stream[0].equals(new Spec(Shape.of(3), DType.I32))) {
            throw new ShapeException(
                    "draw", "the stream is " + stream[0], "a stream is i32[3]; RandomStream keeps one");
        }
        if (spec.dtype() != DType.F32 && spec.dtype() != DType.F64) {
            throw new ShapeException("draw", spec + " is asked for", "f32 and f64 are drawn; cast converts");
        }
        return new Spec[] {spec};
    }

    @Override
    public boolean isDifferentiable(int input) {
        return false;
    }

    @Override
    public Keep keep() {
        return Keep.NOTHING;
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return new Tensor[1];
    }

    /** Room for drawing many elements at a time. */
    public static final class Block {
        /** Elements in a block. */
        public static final int SIZE = 512;

        private final long[] a = new long[SIZE];
        private final long[] b = new long[SIZE];
        private final long[] c = new long[SIZE];
        private final long[] d = new long[SIZE];

        /** Room. */
        public Block() {}

        /** Where to write which elements are wanted, anew each time. */
        public long[] places() {
            return a;
        }
    }

    /** The elements at the places in {@code block}, the first {@code n} of them, as {@link #element} gives them; of {@code f32}. */
    public void elements(int key0, int key1, int draw, Block block, float[] y, int n) {
        if (distribution == Distribution.NORMAL) {
            for (int i = 0; i < n; i++) {
                y[i] = (float) element(key0, key1, draw, block.a[i]);
            }
            return;
        }
        Philox.encrypt(key0, key1, draw, block.a, block.b, block.c, block.d, n);
        for (int i = 0; i < n; i++) {
            y[i] = (int) (block.a[i] >>> 8) * 0x1p-24f;
        }
    }

    /** Element {@code i} of a draw of this kind. */
    public double element(int key0, int key1, int draw, long i) {
        boolean single = spec.dtype() == DType.F32;
        Philox words = Philox.of(key0, key1, draw, i);
        return switch (distribution) {
            case UNIFORM -> single ? words.single(0) : words.precise(0);
            case NORMAL -> {
                double radius = Math.sqrt(-2 * Math.log(1 - (single ? words.single(0) : words.precise(0))));
                yield radius * Math.cos(2 * Math.PI * (single ? words.single(2) : words.precise(2)));
            }
        };
    }
}
