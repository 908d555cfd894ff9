package fovea.data;

/**
 * Seeds made of other seeds, so that whatever is random has a stream of its own and nobody's draws move anybody else's.
 */
public final class Seed {

    private Seed() {}

    /**
     * The seed of a part, such as an epoch of a run or a sample of an epoch: {@code Seed.of(seed, epoch, index)}. Equal
     * parts give equal seeds; a change in any bit changes about half the bits.
     */
    public static long of(long seed, long... parts) {
        long z = mix(seed);
        for (long part : parts) {
            z = mix(z + part);
        }
        return z;
    }

    /** SplitMix64's step: a bijection that spreads every bit over all 64 (Stafford 2011, variant 13). */
    static long mix(long z) {
        z += 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
