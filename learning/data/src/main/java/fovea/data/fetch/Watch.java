package fovea.data.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Closes a stream that has been silent for too long, so that whoever reads it gets an exception instead of waiting. */
final class Watch implements AutoCloseable {

    private final Closeable stream;
    private final Duration patience;
    private final Thread thread;
    private volatile long since = System.nanoTime();
    private volatile boolean rung;

    Watch(Closeable stream, Duration patience) {
        this.stream = stream;
        this.patience = patience;
        this.thread = Thread.ofVirtual().name("fovea-watch").start(this::watch);
    }

    /** To be called whenever something came. */
    void reset() {
        since = System.nanoTime();
    }

    /** Why reading failed: silence, or the reason given. */
    String hasRungOr(String reason) {
        return rung ? "was silent for %.1f s".formatted(patience.toMillis() / 1000.0) : reason;
    }

    private void watch() {
        try {
            for (long left = patience.toNanos(); left > 0; left = patience.toNanos() - (System.nanoTime() - since)) {
                Thread.sleep(Duration.ofNanos(left));
            }
            rung = true;
            stream.close();
        } catch (InterruptedException e) {
            // Nobody reads any more.
        } catch (IOException e) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
