package fovea.onednn;

import org.junit.jupiter.api.Assumptions;

/** Skips a test by name where the native library cannot be, and only there. */
final class Needs {

    private Needs() {}

    static void oneDnn() {
        String platform = Natives.platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        Assumptions.assumeTrue(platform.equals("linux-x86_64"), "oneDNN is built for linux-x86_64 only");
        String reason = Natives.reason();
        if (reason != null) {
            throw new AssertionError(reason);
        }
    }
}
