package fovea.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who takes part. The first is the one the others are compared with. */
final class Roster {
    private static final List<String> JVM =
            List.of("--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector");

    /** One thread per processor in OpenMP, none in OpenBLAS: libtorch with two pools spins against itself. */
    private static final Map<String, String> ONE_POOL =
            Map.of("OMP_NUM_THREADS", "@cores@", "OMP_WAIT_POLICY", "PASSIVE", "OPENBLAS_NUM_THREADS", "1");

    /** MKL on libtorch's own OpenMP pool; and glibc told to keep large blocks instead of returning them to the kernel. */
    private static final Map<String, String> TUNED = Map.of(
            "LD_PRELOAD", "@module@/target/mkl/libmkl_rt.so.3",
            "LD_LIBRARY_PATH", "@module@/target/mkl",
            "MKL_THREADING_LAYER", "GNU",
            "MKL_INTERFACE_LAYER", "LP64",
            "MALLOC_MMAP_THRESHOLD_", "4294967296",
            "MALLOC_TRIM_THRESHOLD_", "8589934592",
            "MALLOC_TOP_PAD_", "67108864");

    private static final String THREADS = "one OpenMP pool (OMP_NUM_THREADS, OPENBLAS_NUM_THREADS=1)";

    private static final List<Entry> USUAL = List.of(
            new Entry(
                    "fovea",
                    "fovea",
                    "fovea.bench.fovea.Fovea",
                    List.of(),
                    JVM,
                    Map.of(),
                    "compiled step, channels-last, as shipped: no setting of any kind"),
            libtorch("libtorch-nhwc", "nhwc", Map.of(), "channels-last, allocator and BLAS as shipped, " + THREADS),
            libtorch("libtorch-nchw", "nchw", Map.of(), "contiguous, allocator and BLAS as shipped, " + THREADS),
            libtorch(
                    "libtorch-nhwc-tuned",
                    "nhwc",
                    TUNED,
                    "channels-last, tuned by hand: MALLOC_* thresholds raised, MKL preloaded, " + THREADS),
            libtorch(
                    "libtorch-nchw-tuned",
                    "nchw",
                    TUNED,
                    "contiguous, tuned by hand: MALLOC_* thresholds raised, MKL preloaded, " + THREADS));

    /** Spinning may gain a little on a machine that does nothing else, and ruins a contest on any other. */
    private static final List<Entry> ON_REQUEST = List.of(new Entry(
            "libtorch-nhwc-tuned-spin",
            "libtorch",
            "fovea.bench.libtorch.LibTorch",
            List.of("nhwc"),
            JVM,
            both(TUNED, Map.of("OMP_NUM_THREADS", "@cores@", "OPENBLAS_NUM_THREADS", "1")),
            "channels-last, tuned by hand, and OpenMP's own wait policy: idle threads spin for a while"));

    private Roster() {}

    /** Returns the entries named, in that order; the usual ones when none is. */
    static List<Entry> of(List<String> names) {
        return names.isEmpty() ? USUAL : names.stream().map(Roster::named).toList();
    }

    private static Entry named(String name) {
        return known().filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "no contestant is called " + name,
                        "choose among " + known().map(Entry::name).collect(Collectors.joining(", "))));
    }

    private static Stream<Entry> known() {
        return Stream.concat(USUAL.stream(), ON_REQUEST.stream());
    }

    private static Entry libtorch(String name, String layout, Map<String, String> more, String note) {
        return new Entry(
                name, "libtorch", "fovea.bench.libtorch.LibTorch", List.of(layout), JVM, both(ONE_POOL, more), note);
    }

    private static Map<String, String> both(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new LinkedHashMap<>();
        all.putAll(first);
        all.putAll(second);
        return all;
    }
}
