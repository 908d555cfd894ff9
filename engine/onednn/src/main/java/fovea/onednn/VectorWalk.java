package fovea.onednn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * How a vector loop passes over its operands. Operands without gaps, and rows long enough, are read where they lie; a number that stays
 * the same along a row is read once a row. What else there is, such as short rows that repeat or a transpose, is first written out in
 * spare memory, a block at a time; what repeats in each block, such as a bias, once.
 */
final class VectorWalk {
    /** Elements from which a row is worth a call of its own. */
    private static final int LONG = 128;

    /** Elements in a block of short rows. */
    private static final int BLOCK = 4096;

    /** Elements in one call; more would only keep the JVM from stopping the thread. */
    private static final int MOST = 1 << 20;

    private static final int BYTES = 4;

    private final Odometer odometer;
    private final int inputs;
    private final int outputs;
    private final int block;
    private final List<Integer> staged = new ArrayList<>();
    private final boolean[] repeats;
    private final boolean[] single;
    private final boolean[] half;
    private final int[] bytes;
    private final boolean isByRows;
    private final long[][] places;

    /** @param half for each input, then each output, whether it is bf16 */
    VectorWalk(Odometer odometer, int inputs, boolean[] half, int parts) {
        this.odometer = odometer;
        this.inputs = inputs;
        this.outputs = half.length - inputs;
        this.half = half;
        this.bytes = new int[half.length];
        for (int i = 0; i < half.length; i++) {
            bytes[i] = Halves.bytes(half[i]);
        }
        this.isByRows = odometer.rows() == 1 || odometer.inner() >= LONG;
        this.single = new boolean[inputs];
        this.repeats = new boolean[inputs];
        boolean isShort = false;
        for (int i = 0; i < inputs; i++) {
            boolean stays = odometer.stays(i);
            single[i] = odometer.step(i) == 0 && (isByRows || stays);
            repeats[i] = stays && !isByRows;
            boolean direct = isByRows ? odometer.step(i) == 1 : odometer.followsOn(i);
            if (!direct && !single[i]) {
                staged.add(i);
                isShort |= !repeats[i];
            }
        }
        this.block = isShort ? PlainWalk.BLOCK : isByRows ? MOST : BLOCK;
        this.places = new long[parts][inputs + outputs];
    }

    List<Boolean> single() {
        List<Boolean> all = new ArrayList<>();
        for (boolean s : single) {
            all.add(s);
        }
        return all;
    }

    /** For each operand, whether the loop finds it in bf16; what is written out beforehand is in single precision. */
    List<Boolean> half() {
        List<Boolean> all = new ArrayList<>();
        for (int i = 0; i < half.length; i++) {
            all.add(half[i] && !staged.contains(i));
        }
        return all;
    }

    /** Bytes of spare memory for each part. */
    long spare() {
        return (long) staged.size() * BLOCK * BYTES;
    }

    /** One of the parts, with its spare memory. */
    void run(
            VectorLoop.Code code,
            float[] constants,
            int part,
            int of,
            MemorySegment[] in,
            MemorySegment[] out,
            MemorySegment spare) {
        Turn turn = new Turn(code, constants, in, out, spare, places[part]);
        long rows = odometer.rows();
        long inner = odometer.inner();
        if (rows == 1) {
            long share = (inner / of + 15) & -16;
            turn.row(0, Math.min(inner, part * share), part == of - 1 ? inner : Math.min(inner, (part + 1) * share));
        } else if (isByRows) {
            for (long row = rows * part / of; row < rows * (part + 1) / of; row++) {
                turn.row(row, 0, inner);
            }
        } else {
            turn.shortRows(rows * part / of, rows * (part + 1) / of);
        }
    }

    /** One thread's share. */
    private final class Turn {
        private final VectorLoop.Code code;
        private final float[] constants;
        private final MemorySegment[] in;
        private final MemorySegment spare;
        private final long[] at;
        private final long[] base;
        private float[] numbers = new float[0];

        Turn(
                VectorLoop.Code code,
                float[] constants,
                MemorySegment[] in,
                MemorySegment[] out,
                MemorySegment spare,
                long[] at) {
            this.code = code;
            this.constants = constants;
            this.in = in;
            this.spare = spare;
            this.at = at;
            this.base = new long[inputs + outputs];
            for (int i = 0; i < inputs; i++) {
                base[i] = in[i].address();
            }
            for (int i = 0; i < outputs; i++) {
                base[inputs + i] = out[i].address();
            }
            if (!staged.isEmpty()) {
                numbers = new float[PlainWalk.BLOCK];
            }
        }

        void row(long row, long from, long to) {
            for (long start = from; start < to; start += block) {
                int n = (int) Math.min(block, to - start);
                for (int i = 0; i < inputs; i++) {
                    at[i] = base[i] + bytes[i] * (odometer.offset(i, row) + start * odometer.step(i));
                }
                placeOutputs(row * odometer.inner() + start);
                for (int k = 0; k < staged.size(); k++) {
                    stage(k, row, 1, start, n);
                }
                code.run(at, constants, n);
            }
        }

        void shortRows(long from, long to) {
            int inner = (int) odometer.inner();
            int together = Math.max(1, block / inner);
            repeat((int) Math.min(together, to - from));
            for (long row = from; row < to; row += together) {
                int count = (int) Math.min(together, to - row);
                for (int i = 0; i < inputs; i++) {
                    at[i] = base[i] + (single[i] ? 0 : bytes[i] * row * inner);
                }
                placeOutputs(row * inner);
                for (int k = 0; k < staged.size(); k++) {
                    if (repeats[staged.get(k)]) {
                        at[staged.get(k)] = spare(k).address();
                    } else {
                        stage(k, row, count, 0, inner);
                    }
                }
                code.run(at, constants, count * inner);
            }
        }

        private void placeOutputs(long element) {
            for (int i = inputs; i < at.length; i++) {
                at[i] = base[i] + bytes[i] * element;
            }
        }

        private MemorySegment spare(int k) {
            return spare.asSlice((long) k * BLOCK * BYTES, (long) BLOCK * BYTES);
        }

        /** Writes out so much of some rows. */
        private void stage(int k, long row, int count, long start, int n) {
            int i = staged.get(k);
            MemorySegment spare = spare(k);
            odometer.read(i, row, count, start, n, in[i], half[i], numbers);
            MemorySegment.copy(numbers, 0, spare, ValueLayout.JAVA_FLOAT, 0, count * n);
            at[i] = spare.address();
        }

        /** Writes out what is the same in each row, so many times. */
        private void repeat(int count) {
            int inner = (int) odometer.inner();
            for (int k = 0; k < staged.size(); k++) {
                if (repeats[staged.get(k)]) {
                    stage(k, 0, 1, 0, inner);
                    for (int r = 1; r < count; r++) {
                        MemorySegment.copy(spare(k), 0, spare(k), (long) r * inner * BYTES, (long) inner * BYTES);
                    }
                }
            }
        }
    }
}
