package fovea.onednn;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.SymbolLookup;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The two native libraries of this process: libgomp, the thread team, and libdnnl, which runs on it.
 *
 * <p>They travel in the jar {@code org.bytedeco:dnnl} with the platform's classifier and are unpacked once into a per-user cache
 * (see {@link NativeCache}). libgomp is loaded first and libdnnl looks beside itself for it, so one copy serves both.
 *
 * <p>Whatever is missing or refused is told by {@link #reason()}; nothing is thrown, since plain Java can take over.
 */
final class Natives {

    private static final String FOLDER = "org/bytedeco/dnnl/";
    private static final String GOMP = "libgomp.so.1";
    private static final String DNNL = "libdnnl.so.3";

    private final @Nullable SymbolLookup gomp;
    private final @Nullable SymbolLookup dnnl;
    private final @Nullable String failure;

    private Natives(@Nullable SymbolLookup gomp, @Nullable SymbolLookup dnnl, @Nullable String failure) {
        this.gomp = gomp;
        this.dnnl = dnnl;
        this.failure = failure;
    }

    /** Loaded at most once: a second copy would bring a second set of threads. */
    private static final class Loaded {
        static final Natives ONCE = load();
    }

    static Natives get() {
        return Loaded.ONCE;
    }

    /** Why oneDNN cannot be used here, or null when it can; two lines, what and what to do. Loads it on the first call. */
    static @Nullable String reason() {
        String failure = get().failure;
        return failure != null ? failure : Dnnl.reason();
    }

    /** libdnnl's functions. */
    SymbolLookup dnnl() {
        if (dnnl == null) {
            throw new IllegalStateException(String.valueOf(failure));
        }
        return dnnl;
    }

    /** libgomp's functions, or null where the libraries could not be loaded. */
    @Nullable
    SymbolLookup gomp() {
        return gomp;
    }

    private static Natives load() {
        String platform = platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        URL gomp = resource(FOLDER + platform + "/" + GOMP);
        URL dnnl = resource(FOLDER + platform + "/" + DNNL);
        if (gomp == null || dnnl == null) {
            return failed(
                    "oneDNN is not here: no " + FOLDER + platform + "/" + DNNL + " on the class path or module path\n"
                            + "  add org.bytedeco:dnnl with the classifier " + platform + ", if there is one");
        }
        StringBuilder tried = new StringBuilder();
        for (NativeCache cache : NativeCache.candidates()) {
            try (cache) {
                Path folder = folder(cache, gomp, dnnl);
                return new Natives(Link.library(folder.resolve(GOMP)), Link.library(folder.resolve(DNNL)), null);
            } catch (IOException | IllegalArgumentException e) {
                tried.append(tried.isEmpty() ? "" : "; ")
                        .append(cache)
                        .append(": ")
                        .append(NativeCache.describe(e));
            } catch (IllegalCallerException e) {
                return failed("oneDNN may not be loaded: " + e.getMessage() + "\n"
                        + "  start java with --enable-native-access for fovea.onednn (ALL-UNNAMED on the class path)");
            }
        }
        return failed(
                "oneDNN does not load: " + tried + "\n"
                        + "  set XDG_CACHE_HOME to a folder that is writable and may hold libraries, or see what the linker misses");
    }

    /** Checking the files and waking Java's linker take some 20 ms each, so they are done side by side. */
    private static Path folder(NativeCache cache, URL... libraries) throws IOException {
        FutureTask<Path> checked = new FutureTask<>(() -> cache.folder(libraries));
        Thread.ofPlatform().daemon().name("fovea-natives").start(checked);
        SpinPolicy.applyDefault();
        try {
            return checked.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        }
    }

    private static Natives failed(String reason) {
        return new Natives(null, null, reason);
    }

    /**
     * A resource by its full path. The folder's hyphen keeps it out of any Java package, so no module encapsulates it, and the
     * system loader sees class path and module path alike; our own loader is asked for containers that load us apart.
     */
    private static @Nullable URL resource(String path) {
        URL url = ClassLoader.getSystemResource(path);
        ClassLoader own = Natives.class.getClassLoader();
        return url != null || own == null ? url : own.getResource(path);
    }

    /** The classifier's name for a system and processor, such as {@code linux-x86_64}. */
    static String platform(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        String os = name.startsWith("mac") ? "macosx" : name.startsWith("windows") ? "windows" : name.replace(' ', '-');
        String arch = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> processor;
        };
        return os + "-" + arch;
    }
}
