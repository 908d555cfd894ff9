package fovea.format;

import java.util.Arrays;

/**
 * The numbers of a repeated field of {@link Protobuf}, which come one by one, or packed, or both. Room for them doubles, so that many cost no
 * more than they are long.
 */
public final class RepeatedNumbers {
    private static final int FIRST = 8;

    private long[] values = new long[FIRST];
    private int count;

    /** None so far. */
    public RepeatedNumbers() {}

    void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(2, count));
        }
        values[count++] = value;
    }

    /** All that came so far. */
    public long[] toArray() {
        return Arrays.copyOf(values, count);
    }
}
