package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A chain's vector loop, written and warmed up only when the chain has worked for it. Code of the Vector API is slow, by a factor of a
 * thousand, until the JIT's last compiler has had it, which takes some hundred milliseconds. So a chain begins with plain loops; what
 * time they take is granted to the vector loop to practise on spare memory, which at most doubles the time of the beginning, and later
 * a twentieth of it; once it is quick it takes over. Both give the same bits, so nobody can tell when that was.
 *
 * <p>Where the module {@code jdk.incubator.vector} is absent, or {@code -Dfovea.vectors=off}, plain loops stay; {@code now} does not wait.
 */
final class WarmLoop {
    /** Nanoseconds of plain loops below which nothing is written: a short program has no use for it. */
    private static final long WORTH = 2_000_000;

    /** Runs before which nothing is written either, unless they are long: what is done once for each weight of a network is done then. */
    private static final int OFTEN = 100;

    /** Nanoseconds of plain loops after which it is written however few the runs. */
    private static final long LONG = 250_000_000;

    /**
     * Nanoseconds of practice after which a loop that is still slow is written once more, and after as many again gets a small share of the
     * plain loops' time only. The second is a class that the JIT knows nothing of: one that met a full queue of the last compiler and was
     * then too long for the first stays with what it has, for good (JDK 25).
     */
    private static final long MUCH = 1_200_000_000L;

    /** One part in so many: a busy machine's compiler may take seconds for a long chain, and some JVMs have none. */
    private static final long SHARE = 20;

    /**
     * Elements in the exercises: with a rest, without, and nothing but a rest, so that the JIT has seen each. The code of the rest has no loop, so
     * that its last compiler comes to it some thousand runs later; to wait for that cost an LSTM 25 steps instead of 10.
     */
    private static final int[] EXERCISES = {1003, 1024, 5};

    /** How often in a row all exercises must be quick. */
    private static final int SURE = 3;

    private static final String MODE = System.getProperty("fovea.vectors", "");
    private static final Optional<Module> API = ModuleLayer.boot().findModule(VectorCode.PACKAGE);
    private static final Map<Chain, WarmLoop> LOOPS = new ConcurrentHashMap<>();

    private final Chain chain;
    private VectorLoop.@Nullable Code code;
    private VectorLoop.@Nullable Code ready;
    private boolean isSecond;
    private long earned;
    private long spent;
    private int runs;
    private int quick;

    private WarmLoop(Chain chain) {
        this.chain = chain;
        if (MODE.equals("now")) {
            ready = now();
        }
    }

    /** The loop that all chains of this structure share; null where there is no Vector API. */
    static @Nullable WarmLoop of(Chain chain) {
        return isPossible() ? LOOPS.computeIfAbsent(chain, WarmLoop::new) : null;
    }

    static boolean isPossible() {
        return API.isPresent() && !MODE.equals("off");
    }

    /** The loop, once it is quick; only while computing. */
    VectorLoop.@Nullable Code ready() {
        return ready;
    }

    /** The loop, slow as it may be. */
    VectorLoop.Code now() {
        VectorLoop.Code made = code == null ? VectorLoop.of(chain, Spare.LANES) : code;
        code = made;
        return made;
    }

    /** Plain loops ran for so long in its place; only while computing. */
    void missed(long nanos) {
        earned += nanos;
        runs++;
        while (spent < granted() && ready == null) {
            long start = System.nanoTime();
            practise();
            spent += System.nanoTime() - start;
            if (spent >= MUCH && !isSecond) {
                isSecond = true;
                code = null;
            }
        }
    }

    private long granted() {
        return runs < OFTEN && earned < LONG
                ? 0
                : Math.min(earned - WORTH, (isSecond ? 2 * MUCH : MUCH) + earned / SHARE);
    }

    private void practise() {
        VectorLoop.Code code = now();
        long[] at = new long[chain.single().size() + chain.outputs().size()];
        Arrays.fill(at, 0, chain.single().size(), Spare.MEMORY.address());
        Arrays.fill(at, chain.single().size(), at.length, Spare.MEMORY.address() + Spare.MEMORY.byteSize() / 2);
        float[] constants = new float[chain.constants()];
        int elements = 0;
        long start = System.nanoTime();
        for (int n : EXERCISES) {
            code.run(at, constants, n);
            elements += n;
        }
        long allowed = elements
                * (1L + chain.calls().size() + 4L * Collections.frequency(chain.half(), true))
                * 16
                / Spare.LANES;
        quick = System.nanoTime() - start < allowed ? quick + 1 : 0;
        if (quick == SURE) {
            ready = code;
        }
    }

    /** What exercises need; set up with the first. */
    private static final class Spare {
        static final MemorySegment MEMORY = Arena.global().allocate(8 * 1024, 64);
        static final int LANES = lanes();

        private static int lanes() {
            Module api = API.orElseThrow();
            WarmLoop.class.getModule().addReads(api);
            try {
                Object species = Class.forName(api, VectorCode.PACKAGE + ".FloatVector")
                        .getField("SPECIES_PREFERRED")
                        .get(null);
                return (int) Class.forName(api, VectorCode.PACKAGE + ".VectorSpecies")
                        .getMethod("length")
                        .invoke(species);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the Vector API is not as in JDK 25", e);
            }
        }
    }
}
