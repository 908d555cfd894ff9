package fovea.onednn;

import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The functions of libgomp, the one that oneDNN runs on. Touch nothing here unless it is loaded ({@link Natives#gomp}). */
final class OpenMp {

    private static final SymbolLookup GOMP = library();
    private static final MethodHandle PARALLEL = Link.function(GOMP, "GOMP_parallel", 'V', "LLII");
    private static final MethodHandle LEVEL = Link.brief(GOMP, "omp_get_level", 'I', "");
    private static final MethodHandle THREAD = Link.brief(GOMP, "omp_get_thread_num", 'I', "");
    private static final MethodHandle SIZE = Link.brief(GOMP, "omp_get_num_threads", 'I', "");
    private static final MethodHandle MAX_THREADS = Link.brief(GOMP, "omp_get_max_threads", 'I', "");
    private static final MethodHandle SET_THREADS = Link.brief(GOMP, "omp_set_num_threads", 'V', "I");

    private OpenMp() {}

    /** Where the team calls into Java; linked when the first loop runs. */
    private static final class Entry {

        static final long ADDRESS = Link.upcall(member(), "L");

        private static MethodHandle member() {
            try {
                MethodType type = MethodType.methodType(void.class, long.class);
                return MethodHandles.lookup().findStatic(Team.class, "member", type);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static SymbolLookup library() {
        SymbolLookup gomp = Natives.get().gomp();
        if (gomp == null) {
            throw new IllegalStateException("libgomp is not loaded\n  ask Natives.gomp() first");
        }
        return gomp;
    }

    /** Calls {@link Team#member} on the calling thread and its team, and returns when all are done. */
    static void parallel(int threads) {
        try {
            PARALLEL.invokeExact(Entry.ADDRESS, 0L, threads, 0);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** How deep the calling thread is in parallel work; 0 outside. */
    static int level() {
        try {
            return (int) LEVEL.invokeExact();
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** The calling thread's number in its team, from 0. */
    static int thread() {
        try {
            return (int) THREAD.invokeExact();
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** How many threads the calling thread's team has. */
    static int size() {
        try {
            return (int) SIZE.invokeExact();
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** Sets how many threads parallel work started by the calling thread gets. */
    static void threads(int count) {
        try {
            if ((int) MAX_THREADS.invokeExact() != count) {
                SET_THREADS.invokeExact(count);
            }
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }
}
