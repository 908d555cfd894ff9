package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * How long an idle thread of the team spins before it sleeps.
 *
 * <p>libgomp reads this from the process's environment when it is loaded. Java cannot change that environment, but C can: {@code
 * setenv} is called just before. Whoever sets {@code GOMP_SPINCOUNT} or {@code OMP_WAIT_POLICY} keeps their setting.
 */
final class SpinPolicy {

    private static final String COUNT = "GOMP_SPINCOUNT";
    private static final String POLICY = "OMP_WAIT_POLICY";
    private static final String DEFAULT_COUNT = "300000";

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
