package fovea.tensor;

/** Four random words, by ten rounds of the Philox cipher (Salmon et al. 2011, section 4; constants from table 2 and its text). */
record Philox(int a, int b, int c, int d) {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long WORD = 0xFFFFFFFFL;

    /** The words of place {@code i} in draw {@code draw} of a stream. */
    static Philox of(int key0, int key1, int draw, long i) {
        return encrypt((int) i, (int) (i >>> 32), draw, 0, key0, key1);
    }

    /** The key of the {@code i}-th stream split from the one with this key: words that no draw uses, for their last counter is 1. */
    static int[] split(int key0, int key1, int i) {
        Philox words = encrypt(i, 0, 0, 1, key0, key1);
        return new int[] {words.a, words.b};
    }

    static Philox encrypt(int c0, int c1, int c2, int c3, int key0, int key1) {
        int k0 = key0;
        int k1 = key1;
        int a = c0;
        int b = c1;
        int c = c2;
        int d = c3;
        for (int round = 0; round < ROUNDS; round++) {
            long left = M0 * Integer.toUnsignedLong(a);
            long right = M1 * Integer.toUnsignedLong(c);
            a = (int) (right >>> 32) ^ b ^ k0;
            b = (int) right;
            c = (int) (left >>> 32) ^ d ^ k1;
            d = (int) left;
            k0 += W0;
            k1 += W1;
        }
        return new Philox(a, b, c, d);
    }

    /**
     * The first and the third word of many places: each of {@code a} holds a place at first, and word a in the end; {@code b}, {@code c} and
     * {@code d} are room, and c holds word c. Words are the lower halves of numbers, so that every line is one the JIT turns into vector code.
     */
    static void encrypt(int key0, int key1, int draw, long[] a, long[] b, long[] c, long[] d, int n) {
        for (int i = 0; i < n; i++) {
            b[i] = a[i] >>> 32;
            a[i] &= WORD;
            c[i] = draw & WORD;
            d[i] = 0;
        }
        long k0 = key0 & WORD;
        long k1 = key1 & WORD;
        for (int round = 0; round < ROUNDS; round++) {
            round(k0, k1, a, b, c, d, n);
            k0 = (k0 + W0) & WORD;
            k1 = (k1 + W1) & WORD;
        }
    }

    private static void round(long k0, long k1, long[] a, long[] b, long[] c, long[] d, int n) {
        for (int i = 0; i < n; i++) {
            long left = M0 * a[i];
            long right = M1 * c[i];
            a[i] = (right >>> 32) ^ b[i] ^ k0;
            b[i] = right & WORD;
            c[i] = (left >>> 32) ^ d[i] ^ k1;
            d[i] = left & WORD;
        }
    }

    /** 24 bits of word {@code i} as a number from 0 up to 1. */
    double single(int i) {
        return (word(i) >>> 8) * 0x1p-24;
    }

    /** 53 bits of word {@code i} and the next as a number from 0 up to 1. */
    double precise(int i) {
        return (((Integer.toUnsignedLong(word(i)) << 32) | Integer.toUnsignedLong(word(i + 1))) >>> 11) * 0x1p-53;
    }

    private int word(int i) {
        return switch (i) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            default -> d;
        };
    }
}
