package fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** An array in native memory under a strided layout, read and written by position; for comparing kernels with plain loops. */
record Data(MemoryDesc desc, MemorySegment memory) {

    static Data zeros(MemoryDesc desc) {
        return new Data(desc, Arena.ofAuto().allocate(Math.max(desc.bytes(), 4), 64));
    }

    /** Uniform in {@code [-1, 1)}. */
    static Data random(MemoryDesc desc, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return filled(desc, _ -> random.nextDouble(-1, 1));
    }

    static Data filled(MemoryDesc desc, ToDoubleFunction<long[]> value) {
        Data made = zeros(desc);
        made.eachPosition(at -> made.set(value.applyAsDouble(at), at));
        return made;
    }

    /** The same elements under another layout, or this one if it is the same. */
    Data to(MemoryDesc other) {
        if (other.equals(desc)) {
            return this;
        }
        Data copy = zeros(other);
        try (Primitive reorder = Reorder.of(desc, other, Attributes.NONE)) {
            run(reorder, this, copy);
        }
        return copy;
    }

    float get(long... at) {
        return memory.getAtIndex(ValueLayout.JAVA_FLOAT, offset(at));
    }

    void set(double value, long... at) {
        memory.setAtIndex(ValueLayout.JAVA_FLOAT, offset(at), (float) value);
    }

    private long offset(long[] at) {
        long[] strides = desc.strides();
        long offset = 0;
        for (int i = 0; i < at.length; i++) {
            offset += at[i] * strides[i];
        }
        return offset;
    }

    void eachPosition(Consumer<long[]> visit) {
        long[] at = new long[desc.rank()];
        long count = Arrays.stream(desc.sizes()).reduce(1, (a, b) -> a * b);
        for (long i = 0; i < count; i++) {
            long rest = i;
            for (int axis = at.length - 1; axis >= 0; axis--) {
                at[axis] = rest % desc.size(axis);
                rest /= desc.size(axis);
            }
            visit.accept(at);
        }
    }

    /** Every element must be what the loop says. */
    void mustBe(ToDoubleFunction<long[]> expected) {
        mustBe(expected, 1e-5);
    }

    void mustBe(ToDoubleFunction<long[]> expected, double tolerance) {
        eachPosition(at -> {
            double wanted = expected.applyAsDouble(at);
            assertThat((double) get(at))
                    .as("element %s of %s", Arrays.toString(at), desc)
                    .isCloseTo(wanted, within(tolerance * (1 + Math.abs(wanted))));
        });
    }

    /** Runs a primitive on data in the order of its arguments, with a scratchpad of its own. */
    static void run(Primitive primitive, Data... data) {
        MemorySegment scratchpad = Arena.ofAuto().allocate(Math.max(1, primitive.scratchpadBytes()), 64);
        MemorySegment[] memory = new MemorySegment[data.length];
        for (int i = 0; i < data.length; i++) {
            memory[i] = data[i].memory();
        }
        primitive.execute(scratchpad, memory);
    }
}
