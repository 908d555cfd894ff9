package fovea.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who takes part: Fovea first, with which the others are compared, then its peers. */
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

    private static final Entry FOVEA = new Entry(
            "fovea",
            "fovea",
            "fovea.bench.fovea.Fovea",
            List.of(),
            JVM,
            Map.of(),
            _ -> true,
            "compiled step, as shipped: no setting of any kind");

    /** Layouts differ only where there are convolutions: elsewhere both are the same, and one of them is enough. */
    private static final List<Entry> USUAL = List.of(
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
                    "contiguous, tuned by hand: MALLOC_* thresholds raised, MKL preloaded, " + THREADS),
            spinning("libtorch-nhwc-tuned-spin", "nhwc", Workload::isSpatial),
            spinning("libtorch-nchw-tuned-spin", "nchw", work -> !work.isSpatial()),
            new Entry(
                    "onnxruntime",
                    "onnxruntime",
                    "fovea.bench.onnxruntime.OnnxRuntime",
                    List.of(),
                    JVM,
                    Map.of(),
                    work -> isSingle(work) && work instanceof Inference,
                    "the zoo's model, exported; all its graph optimizations, a thread per processor, which spin while they wait"));

    /** Downloads of their own, see the README. */
    private static final List<Entry> ON_REQUEST = List.of(
            new Entry(
                    "tfjava",
                    "tfjava",
                    "fovea.bench.tfjava.TfJava",
                    List.of(),
                    JVM,
                    Map.of("TF_CPP_MIN_LOG_LEVEL", "1"),
                    Roster::isClassification,
                    "a graph run by one session, channels-last, with a thread per processor"),
            new Entry(
                    "djl",
                    "djl",
                    "fovea.bench.djl.Djl",
                    List.of(),
                    JVM,
                    ONE_POOL,
                    work -> isSingle(work) && (work instanceof Classification || work instanceof CharacterModel),
                    "blocks and a trainer, contiguous, " + THREADS),
            new Entry(
                    "dl4j",
                    "dl4j",
                    "fovea.bench.dl4j.Dl4j",
                    List.of(),
                    List.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "-Dorg.bytedeco.javacpp.platform.extension=-onednn-avx512"),
                    ONE_POOL,
                    work -> isClassification(work) && !work.isSpatial(),
                    "a multilayer network, its build with oneDNN for AVX-512, " + THREADS));

    /** What measures the machine itself. */
    static final Entry CEILINGS = new Entry(
            "ceilings",
            "libtorch",
            "fovea.bench.libtorch.Ceilings",
            List.of(),
            JVM,
            both(ONE_POOL, TUNED),
            _ -> true,
            "a large product by libtorch with MKL");

    private Roster() {}

    /** Returns those who offer the workload, in 8 bits nobody but Fovea so far: Fovea, then the peers named, in that order; the usual ones when none is. */
    static List<Entry> of(Workload workload, List<String> peers) {
        List<Entry> entries = new ArrayList<>(List.of(FOVEA));
        entries.addAll(
                peers.isEmpty() ? USUAL : peers.stream().map(Roster::named).toList());
        return entries.stream()
                .filter(entry -> entry.offers().test(workload)
                        && (isFovea(entry.name()) || workload.precision() != Precision.INT8))
                .toList();
    }

    private static boolean isClassification(Workload workload) {
        return workload instanceof Classification && isSingle(workload);
    }

    private static boolean isSingle(Workload workload) {
        return workload.precision() == Precision.F32;
    }

    /** Whether it is Fovea. */
    static boolean isFovea(String name) {
        return name.equals(FOVEA.name());
    }

    private static Entry named(String name) {
        return known().filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "no peer is called " + name,
                        "choose among " + known().map(Entry::name).collect(Collectors.joining(", "))));
    }

    private static Stream<Entry> known() {
        return Stream.concat(USUAL.stream(), ON_REQUEST.stream());
    }

    private static Entry libtorch(String name, String layout, Map<String, String> more, String note) {
        Predicate<Workload> offers = layout.equals("nhwc") ? Workload::isSpatial : _ -> true;
        Map<String, String> environment = both(ONE_POOL, more);
        return new Entry(
                name, "libtorch", "fovea.bench.libtorch.LibTorch", List.of(layout), JVM, environment, offers, note);
    }

    /** With OpenMP's own wait policy, which is several times as quick on small steps while nobody else runs, and ruinous else. */
    private static Entry spinning(String name, String layout, Predicate<Workload> offers) {
        Map<String, String> threads = Map.of("OMP_NUM_THREADS", "@cores@", "OPENBLAS_NUM_THREADS", "1");
        return new Entry(
                name,
                "libtorch",
                "fovea.bench.libtorch.LibTorch",
                List.of(layout),
                JVM,
                both(TUNED, threads),
                offers,
                "tuned by hand, and OpenMP's own wait policy: idle threads spin for a while");
    }

    private static Map<String, String> both(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new LinkedHashMap<>();
        all.putAll(first);
        all.putAll(second);
        return all;
    }
}
