package fovea.device;

import java.lang.foreign.MemorySegment;

/**
 * A device's routine for one op and its operands' shapes and layouts: prepared once, run often.
 *
 * <p>Run under the lock of {@link Kernels}, one at a time.
 */
public interface Kernel {

    /** Which implementation this is, such as {@code jit:avx512_core}; for people. */
    String name();

    /** The layout in which the i-th input must come. */
    Layout input(int i);

    /** The layout in which the i-th output is given. */
    Layout output(int i);

    /** Whether an output may lie on the i-th input, where both have one layout. */
    default boolean inPlace(int i) {
        return false;
    }

    /** Computes the outputs; each segment begins at its operand's first element. */
    void run(MemorySegment[] inputs, MemorySegment[] outputs);
}
