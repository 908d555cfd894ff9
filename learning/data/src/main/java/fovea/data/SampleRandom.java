package fovea.data;

import java.util.random.RandomGenerator;

/** SplitMix64 that can be set to another stream, so that a stream per sample costs no object per sample. */
final class SampleRandom implements RandomGenerator {

    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    /** Goes to the start of a stream. */
    void seed(long seed) {
        state = seed;
    }

    @Override
    public long nextLong() {
        long z = state;
        state += GAMMA;
        return Seed.mix(z);
    }
}
