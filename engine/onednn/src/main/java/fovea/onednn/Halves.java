package fovea.onednn;

import fovea.tensor.Bf16;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers in memory, of 16 bits (bf16) or 32, to arrays of single precision and back. */
final class Halves {
    private static final int SINGLE = 4;
    private static final int HALF = 2;

    private Halves() {}

    static int bytes(boolean half) {
        return half ? HALF : SINGLE;
    }

    /** The bf16 number at an address. */
    static float number(long address) {
        return Bf16.toFloat(VectorLoop.MEMORY.get(ValueLayout.JAVA_SHORT_UNALIGNED, address));
    }

    /** Element {@code at}. */
    static float get(MemorySegment x, long at, boolean half) {
        return half ? Bf16.toFloat(x.getAtIndex(ValueLayout.JAVA_SHORT, at)) : x.getAtIndex(ValueLayout.JAVA_FLOAT, at);
    }

    /** Copies {@code n} elements from {@code at} on. */
    static void read(MemorySegment x, long at, boolean half, float[] y, int first, int n) {
        if (half) {
            for (int i = 0; i < n; i++) {
                y[first + i] = Bf16.toFloat(x.getAtIndex(ValueLayout.JAVA_SHORT, at + i));
            }
        } else {
            MemorySegment.copy(x, ValueLayout.JAVA_FLOAT, SINGLE * at, y, first, n);
        }
    }

    /** Copies {@code n} numbers to element {@code at} and on, rounded where these are of 16 bits. */
    static void write(float[] x, MemorySegment y, long at, boolean half, int n) {
        if (half) {
            for (int i = 0; i < n; i++) {
                y.setAtIndex(ValueLayout.JAVA_SHORT, at + i, (short) (rounded(Float.floatToRawIntBits(x[i])) >> 16));
            }
        } else {
            MemorySegment.copy(x, 0, y, ValueLayout.JAVA_FLOAT, SINGLE * at, n);
        }
    }

    /** As {@link Bf16#of}, in the upper half, without a branch: for numbers the sum that carries, for others a bit that keeps them so. */
    private static int rounded(int bits) {
        int notNumber = (0x7F800000 - (bits & Integer.MAX_VALUE)) >> 31;
        return ((bits + 0x7FFF + ((bits >> 16) & 1)) & ~notNumber) | ((bits | 0x400000) & notNumber);
    }
}
