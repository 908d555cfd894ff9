package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How long an idle thread of the team spins before it sleeps.
 *
 * <p>libgomp reads this from the process's environment when it is loaded. Java cannot change that environment, but C can: {@code
 * setenv} is called just before. Whoever sets {@code GOMP_SPINCOUNT} or {@code OMP_WAIT_POLICY} keeps their setting.
 *
 * <p>Our default is 5,000 turns, about 0.2 ms: enough to get from one kernel of a step to the next, so that small networks take a third to
 * two thirds of the time they take when the team sleeps in between; and little enough where anything else wants a core. libgomp's own
 * 300,000 turns gain no more on idle cores, and make a convolution 3 to 12 times slower on busy ones, since the spinning thread holds the
 * core that the awaited one needs.
 */
final class SpinPolicy {

    private static final String COUNT = "GOMP_SPINCOUNT";
    private static final String POLICY = "OMP_WAIT_POLICY";
    private static final String DEFAULT_COUNT = "5000";

    private SpinPolicy() {}

    /** Sets our default unless the user has set theirs. Without effect once libgomp is loaded. */
    static void applyDefault() {
        MemorySegment symbol = Link.standard("setenv");
        if (System.getenv(COUNT) != null || System.getenv(POLICY) != null || symbol.equals(MemorySegment.NULL)) {
            return;
        }
        MethodHandle setenv = Link.function(symbol, 'I', "LLI");
        try (Arena arena = Arena.ofConfined()) {
            long name = arena.allocateFrom(COUNT).address();
            int _ = (int)
                    setenv.invokeExact(name, arena.allocateFrom(DEFAULT_COUNT).address(), 0);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
