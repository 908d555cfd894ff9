package fovea.conformance.files;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Damages bytes as accidents and attackers do: flipped and replaced bytes, cut ends, parts taken out, doubled or exchanged,
 * and numbers at the edge of what they can be. Half of the damage is near the start, where headers are.
 *
 * @param random decides; the same stream makes the same damage
 */
record Mutator(RandomGenerator random) {
    private static final int HEADER = 256;
    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        65_535,
        1 << 16,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    /** A damaged copy; one in a hundred is left whole. */
    byte[] damaged(byte[] good) {
        byte[] bytes = good.clone();
        int times = random.nextInt(100) == 0 ? 0 : 1 + random.nextInt(4);
        for (int i = 0; i < times && bytes.length > 0; i++) {
            int bound = random.nextBoolean() ? bytes.length : Math.min(bytes.length, HEADER);
            bytes = once(bytes, random.nextInt(bound));
        }
        return bytes;
    }

    private byte[] once(byte[] bytes, int at) {
        switch (random.nextInt(10)) {
            case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes[at] = (byte) random.nextInt(256);
            case 3 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 5 -> edge(bytes, at);
            case 6 -> digits(bytes, at);
            case 7 -> exchange(bytes, at);
            default -> {
                return repeated(bytes, at);
            }
        }
        return bytes;
    }

    /** A number of 1 to 8 bytes, little- or big-endian. */
    private void edge(byte[] bytes, int at) {
        long value = EDGES[random.nextInt(EDGES.length)];
        int width = Math.min(1 << random.nextInt(4), bytes.length - at);
        boolean isBig = random.nextBoolean();
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (value >>> (8 * (isBig ? width - 1 - i : i)));
        }
    }

    /** Replaces the decimal digits from there on, where there are some. */
    private void digits(byte[] bytes, int at) {
        for (int i = at; i < bytes.length && i < at + 20; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                bytes[i] = (byte) ('0' + random.nextInt(10));
            }
        }
    }

    /** Copies a part of up to 16 bytes from elsewhere. */
    private void exchange(byte[] bytes, int at) {
        int from = random.nextInt(bytes.length);
        int n = Math.min(1 + random.nextInt(16), bytes.length - Math.max(at, from));
        System.arraycopy(bytes, from, bytes, at, n);
    }

    /** Takes a part of up to 16 bytes out, or puts it in again up to 8 times. */
    private byte[] repeated(byte[] bytes, int at) {
        int n = Math.min(1 + random.nextInt(16), bytes.length - at);
        int times = random.nextInt(9);
        byte[] longer = new byte[bytes.length + (times - 1) * n];
        System.arraycopy(bytes, 0, longer, 0, at);
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, at, longer, at + i * n, n);
        }
        System.arraycopy(bytes, at + n, longer, at + times * n, bytes.length - at - n);
        return longer;
    }
}
