package fovea.classic.neighbor;

import fovea.classic.Points;
import fovea.tensor.Bf16;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * Bytes as 16-bit numbers, in which they are exact, and the sums of their squares; both in one pass.
 *
 * @param x {@code bf16 [N, size]}
 * @param squares {@code f32 [N]}
 */
record NarrowBytes(Tensor x, Tensor squares) {
    /** The bits of 0 to 255 in bf16. */
    private static final short[] BITS = bits();

    private static final int[] SQUARES =
            IntStream.range(0, 256).map(value -> value * value).toArray();

    static NarrowBytes of(Points.Bytes points) {
        int size = points.size();
        short[] narrow = new short[points.values().length];
        float[] squares = new float[points.count()];
        IntStream.range(0, points.count())
                .parallel()
                .forEach(i -> squares[i] = row(points.values(), narrow, i * size, (i + 1) * size));
        return new NarrowBytes(
                Tensor.of(new Spec(Shape.of(points.count(), size), DType.BF16), MemorySegment.ofArray(narrow)),
                Tensor.of(squares));
    }

    private static long row(byte[] bytes, short[] narrow, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            int value = bytes[i] & 0xff;
            narrow[i] = BITS[value];
            sum += SQUARES[value];
        }
        return sum;
    }

    private static short[] bits() {
        short[] bits = new short[256];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Bf16.of(i);
        }
        return bits;
    }
}
