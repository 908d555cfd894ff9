package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Memory straight from Linux, in huge pages where it has some to spare ({@code mmap}, {@code madvise}).
 *
 * <p>A page is made when it is first touched, full of zeros. In pages of 4 KiB that takes as long for a network's weights as reading them,
 * and Java, which writes zeros over them once more, takes much longer: its loop waits for the JIT's last compiler like all others.
 */
final class Pages {
    private static final int READ_AND_WRITE = 0x1 | 0x2;
    private static final int PRIVATE_AND_ANONYMOUS = 0x02 | 0x20;
    private static final int NO_FILE = -1;
    private static final int WANT_HUGE = 14;
    private static final long FAILED = -1;

    /** What begins at a multiple of this can lie in huge pages from its first byte on. */
    private static final long HUGE = 2 << 20;

    private static final @Nullable Calls SYSTEM = Calls.find();

    private Pages() {}

    /** Linux's functions for it. */
    private record Calls(MethodHandle map, MethodHandle unmap, MethodHandle advise) {

        /** The constants above are those of this processor and system. */
        static @Nullable Calls find() {
            String platform = Natives.platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
            try {
                return platform.equals("linux-x86_64")
                        ? new Calls(
                                Link.function(Link.standard("mmap"), 'L', "LLIIIL"),
                                Link.function(Link.standard("munmap"), 'I', "LL"),
                                Link.function(Link.standard("madvise"), 'I', "LLI"))
                        : null;
            } catch (IllegalCallerException notEnabled) {
                return null;
            }
        }
    }

    /** So many bytes of zeros that go back when {@code arena} closes; null where there are none, or the system is another. */
    static @Nullable MemorySegment map(long bytes, Arena arena) {
        if (SYSTEM == null) {
            return null;
        }
        long slack = bytes < HUGE ? 0 : HUGE;
        try {
            long base = (long)
                    SYSTEM.map.invokeExact(0L, bytes + slack, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, NO_FILE, 0L);
            if (base == FAILED) {
                return null;
            }
            long start = slack == 0 ? base : (base + HUGE - 1) & -HUGE;
            // Where the system has no huge pages it says so, and small ones do.
            int _ = (int) SYSTEM.advise.invokeExact(start, bytes, WANT_HUGE);
            return Link.owned(start, bytes, arena, () -> unmap(base, bytes + slack));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    private static void unmap(long base, long bytes) {
        try {
            int _ = (int) Objects.requireNonNull(SYSTEM).unmap.invokeExact(base, bytes);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
