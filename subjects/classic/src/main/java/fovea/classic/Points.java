package fovea.classic;

import fovea.data.Source;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Points in a space of {@link #size} numbers each, one a row, such as the pixels of pictures. They lie in Java's memory, as bytes where
 * they are bytes: 50,000 pictures of CIFAR take 154 MB.
 */
public sealed interface Points permits Points.Bytes, Points.Floats {

    /** How many points. */
    int count();

    /** Numbers of each point. */
    int size();

    /** The points at these places, in this order. */
    Points at(int... places);

    /** The mean of all points, summed in double precision. */
    default float[] mean() {
        double[] sum = new double[size()];
        for (int i = 0; i < count(); i++) {
            float[] row = floats(i, i + 1);
            for (int d = 0; d < row.length; d++) {
                sum[d] += row[d];
            }
        }
        float[] mean = new float[sum.length];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = (float) (sum[d] / count());
        }
        return mean;
    }

    /** The same points in single precision. */
    default Floats toFloats() {
        return this instanceof Floats floats ? floats : new Floats(count(), size(), floats(0, count()));
    }

    /** The points from {@code from} up to {@code to}, not included, as single-precision numbers {@code [to − from, size]}. */
    float[] floats(int from, int to);

    /**
     * The rows of a tensor, {@code f32} or {@code u8}, {@code [N, ...]}; what is behind the first axis is laid out in a row.
     *
     * @throws ShapeException if it has no rows, another type, or a number that is infinite or none
     */
    static Points of(Tensor x) {
        Shape shape = x.shape();
        long elements = shape.elements();
        if (shape.rank() < 2 || elements == 0 || elements > Integer.MAX_VALUE - 8) {
            throw new ShapeException(
                    "points", "x is " + x.spec(), "points are [N, ...], at least one of at least one number");
        }
        int count = shape.size(0);
        int size = Math.toIntExact(elements / count);
        if (x.dtype() == DType.U8) {
            byte[] values = new byte[count * size];
            x.copyTo(MemorySegment.ofArray(values));
            return new Bytes(count, size, values);
        }
        return new Floats(count, size, x.toArray());
    }

    /** The pixels of all pictures of a source, {@code [N, H · W · C]}, as bytes. */
    static Bytes of(Source source) {
        int size = source.height() * source.width() * source.channels();
        byte[] values = new byte[Math.multiplyExact(source.size(), size)];
        for (int i = 0; i < source.size(); i++) {
            System.arraycopy(source.get(i).image().pixels(), 0, values, i * size, size);
        }
        return new Bytes(source.size(), size, values);
    }

    /** Refuses a matrix whose elements are not as many as its shape says. */
    private static void check(int count, int size, int elements) {
        if (count < 1 || size < 1 || (long) count * size != elements) {
            throw new ShapeException(
                    "points",
                    "%,d points of %,d numbers from %,d elements".formatted(count, size, elements),
                    "there must be at least one, and an element for each number");
        }
    }

    /**
     * Points of whole numbers from 0 to 255.
     *
     * @param values unsigned, row by row; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy would double the memory
    record Bytes(int count, int size, byte[] values) implements Points {

        /** Checks the sizes. */
        public Bytes {
            check(count, size, values.length);
        }

        @Override
        public Bytes at(int... places) {
            byte[] chosen = new byte[places.length * size];
            for (int i = 0; i < places.length; i++) {
                System.arraycopy(values, places[i] * size, chosen, i * size, size);
            }
            return new Bytes(places.length, size, chosen);
        }

        @Override
        public float[] floats(int from, int to) {
            float[] wide = new float[(to - from) * size];
            int first = from * size;
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[first + i] & 0xff;
            }
            return wide;
        }

        /** The points from {@code from} up to {@code to} as whole numbers, into {@code wide} from its beginning. */
        public void widen(int from, int to, int[] wide) {
            int first = from * size;
            int n = (to - from) * size;
            for (int i = 0; i < n; i++) {
                wide[i] = values[first + i] & 0xff;
            }
        }
    }

    /**
     * Points of single-precision numbers.
     *
     * @param values row by row, all finite; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Floats(int count, int size, float[] values) implements Points {

        /** Checks the sizes and every number. */
        public Floats {
            check(count, size, values.length);
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new ShapeException(
                            "points",
                            "number %d of point %d is %s".formatted(i % size, i / size, values[i]),
                            "distances need finite numbers; leave the point out");
                }
            }
        }

        @Override
        public Floats at(int... places) {
            float[] chosen = new float[places.length * size];
            for (int i = 0; i < places.length; i++) {
                System.arraycopy(values, places[i] * size, chosen, i * size, size);
            }
            return new Floats(places.length, size, chosen);
        }

        @Override
        public float[] floats(int from, int to) {
            return Arrays.copyOfRange(values, from * size, to * size);
        }
    }
}
