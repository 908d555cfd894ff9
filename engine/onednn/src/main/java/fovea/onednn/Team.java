package fovea.onednn;

import org.jspecify.annotations.Nullable;

/**
 * Runs Java loops on the threads on which oneDNN computes, so that the two never compete for the cores.
 *
 * <p>libgomp keeps a team for each thread that starts parallel work; its members spin for a while between two jobs, hence a Java
 * pool beside it would find the cores taken. Here a loop is handed to that same team: {@code GOMP_parallel} calls back into Java
 * on every member, the calling thread among them.
 *
 * <p>One computation at a time in the whole process: {@link #COMPUTE} is held for its length. Without libgomp, with one thread,
 * or from inside a part, the parts run one after the other on the calling thread.
 */
final class Team {

    /** Held by whoever computes. Reentrant; a {@link Part} must not take it, since its caller holds it and waits. */
    static final Object COMPUTE = new Object();

    private static volatile int threads = Runtime.getRuntime().availableProcessors();

    /** The job in hand, written before the team starts and read by its members. */
    private static volatile @Nullable Job job;

    private Team() {}

    /** A share of a loop. */
    @FunctionalInterface
    interface Part {

        /** Does share {@code part} of {@code parts}, counted from 0. */
        void run(int part, int parts);
    }

    /** How many threads compute, the calling one included; as many as processors unless set. */
    static int threads() {
        return threads;
    }

    /** Sets how many threads compute, in Java loops and oneDNN alike; results may differ in the last bits between settings. */
    static void threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: " + count + "\n  at least 1 thread must compute");
        }
        synchronized (COMPUTE) {
            threads = count;
        }
    }

    /** Runs a loop in as many parts as there are threads. */
    static void run(Part part) {
        run(threads, part);
    }

    /**
     * Runs all parts of a loop and returns when every one has ended. What a part throws is thrown here, the first of several with
     * the others suppressed; the other parts still run to their end.
     */
    static void run(int parts, Part part) {
        int workers = Math.min(parts, threads);
        if (workers <= 1 || Natives.get().gomp() == null || OpenMp.level() > 0) {
            for (int i = 0; i < parts; i++) {
                part.run(i, parts);
            }
            return;
        }
        synchronized (COMPUTE) {
            Job mine = new Job(part, parts);
            job = mine;
            try {
                join();
                OpenMp.parallel(workers);
            } finally {
                job = null;
            }
            mine.rethrow();
        }
    }

    /** Makes the calling thread's OpenMP setting ours: it is kept per thread. Called before any native computation. */
    static void join() {
        if (Natives.get().gomp() != null) {
            OpenMp.threads(threads);
        }
    }

    /** Refuses what would wait for itself: a native computation from inside a part. */
    static void refuseInside() {
        if (job != null && OpenMp.level() > 0) {
            throw new IllegalStateException("a part of a loop started a computation of its own\n"
                    + "  start it after the loop, on the thread that runs the loop");
        }
    }

    /** Called by libgomp on each member of the team. Nothing may escape: it would end the process. */
    static void member(long unused) {
        Job mine = job;
        if (mine == null) {
            return;
        }
        try {
            mine.member(OpenMp.thread(), OpenMp.size());
        } catch (Throwable t) {
            mine.keep(t);
        }
    }

    /** A loop, and what went wrong in it. */
    private static final class Job {

        private final Part part;
        private final int parts;
        private @Nullable Throwable thrown;

        Job(Part part, int parts) {
            this.part = part;
            this.parts = parts;
        }

        /** The team may be smaller than asked for, so each member takes every n-th part. */
        void member(int first, int step) {
            for (int i = first; i < parts; i += step) {
                try {
                    part.run(i, parts);
                } catch (Throwable t) {
                    keep(t);
                }
            }
        }

        private synchronized void keep(Throwable t) {
            if (thrown == null) {
                thrown = t;
            } else if (!thrown.equals(t)) {
                thrown.addSuppressed(t);
            }
        }

        synchronized void rethrow() {
            if (thrown != null) {
                throw Link.unexpected(thrown);
            }
        }
    }
}
