package fovea.onednn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of an array lie in memory: element type, sizes, and one of three layouts.
 *
 * <ul>
 *   <li><b>strided</b>: element {@code [i, j, …]} lies {@code i·stride₀ + j·stride₁ + …} elements from the start;
 *   <li><b>any</b>: oneDNN may choose, and the primitive made from it tells what it chose ({@link Primitive#desc});
 *   <li><b>opaque</b>: oneDNN's choice, blocked or padded, to be filled and read through a {@link Reorder} only.
 * </ul>
 *
 * <p>A value: it holds no native memory. The native form is made when a primitive is built ({@link Build}) and let go after.
 */
final class MemoryDesc {

    private final DataType type;
    private final long[] sizes;
    private final long @Nullable [] strides;
    private final byte @Nullable [] opaque;
    private final long bytes;

    private MemoryDesc(DataType type, long[] sizes, long @Nullable [] strides, byte @Nullable [] opaque, long bytes) {
        this.type = type;
        this.sizes = sizes;
        this.strides = strides;
        this.opaque = opaque;
        this.bytes = bytes;
    }

    /** @param strides distance between neighbors along each axis, in elements */
    static MemoryDesc strided(DataType type, long[] sizes, long[] strides) {
        if (sizes.length != strides.length) {
            throw new IllegalArgumentException("memory: " + sizes.length + " sizes and " + strides.length + " strides\n"
                    + "  give one stride for each axis");
        }
        return new MemoryDesc(type, sizes.clone(), strides.clone(), null, extent(sizes, strides) * type.bytes());
    }

    /** Rows one after the other: the last axis is contiguous. */
    static MemoryDesc dense(DataType type, long... sizes) {
        long[] strides = new long[sizes.length];
        long step = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(sizes[i], 1);
        }
        return strided(type, sizes, strides);
    }

    /** Images whose channels lie together: sizes {@code [N, C, H, W]} in the order N, H, W, C, and alike with other axes after C. */
    static MemoryDesc channelsLast(DataType type, long... sizes) {
        long[] strides = new long[sizes.length];
        strides[1] = 1;
        long step = sizes[1];
        for (int i = sizes.length - 1; i >= 0; i--) {
            if (i != 1) {
                strides[i] = step;
                step *= sizes[i];
            }
        }
        return strided(type, sizes, strides);
    }

    /** A layout left to oneDNN. */
    static MemoryDesc any(DataType type, long... sizes) {
        return new MemoryDesc(type, sizes.clone(), null, null, 0);
    }

    /** @param opaque oneDNN's own bytes for the layout */
    static MemoryDesc opaque(DataType type, long[] sizes, byte[] opaque, long bytes) {
        return new MemoryDesc(type, sizes.clone(), null, opaque.clone(), bytes);
    }

    /** The same elements with the first axis as two: weights {@code [O, C, K…]} as {@code [G, O/G, C, K…]}. */
    MemoryDesc grouped(long groups) {
        long[] cut = new long[sizes.length + 1];
        System.arraycopy(sizes, 1, cut, 2, sizes.length - 1);
        cut[0] = groups;
        cut[1] = sizes[0] / groups;
        if (isAny()) {
            return any(type, cut);
        }
        long[] steps = strides();
        long[] both = new long[cut.length];
        System.arraycopy(steps, 0, both, 1, steps.length);
        both[0] = steps[0] * cut[1];
        return strided(type, cut, both);
    }

    private static long extent(long[] sizes, long[] strides) {
        long last = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == 0) {
                return 0;
            }
            last += (sizes[i] - 1) * strides[i];
        }
        return last + 1;
    }

    DataType type() {
        return type;
    }

    int rank() {
        return sizes.length;
    }

    long size(int axis) {
        return sizes[axis];
    }

    long[] sizes() {
        return sizes.clone();
    }

    boolean isStrided() {
        return strides != null;
    }

    boolean isAny() {
        return strides == null && opaque == null;
    }

    /** Whether elements fill their memory without gaps or repeats. */
    boolean isDense() {
        return isStrided() && bytes == type.bytes() * Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }

    /** Distance between neighbors along each axis, in elements. */
    long[] strides() {
        if (strides == null) {
            throw new IllegalStateException(
                    "memory: " + this + " has no strides\n  reorder it to a strided layout first");
        }
        return strides.clone();
    }

    byte @Nullable [] opaqueBytes() {
        return opaque;
    }

    /** From the first element to behind the last, in bytes; padding that oneDNN wants is counted. 0 for {@link #any}. */
    long bytes() {
        return bytes;
    }

    /** The same type and sizes in a layout of oneDNN's choice. */
    MemoryDesc toAny() {
        return any(type, sizes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MemoryDesc d
                && type == d.type
                && Arrays.equals(sizes, d.sizes)
                && Arrays.equals(strides, d.strides)
                && Arrays.equals(opaque, d.opaque);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * type.hashCode() + Arrays.hashCode(sizes)) + Arrays.hashCode(strides))
                + Arrays.hashCode(opaque);
    }

    /** Such as {@code f32 [8, 3, 32, 32]}, with strides unless they are those of {@link #dense}. */
    @Override
    public String toString() {
        String text = type + " " + Arrays.toString(sizes);
        if (strides == null) {
            return text + (opaque == null ? " any" : " blocked");
        }
        return Arrays.equals(strides, dense(type, sizes).strides)
                ? text
                : text + " strides " + Arrays.toString(strides);
    }
}
