package fovea.bench.fovea;

import fovea.bench.Classification;
import fovea.bench.Precision;
import fovea.bench.Workload;
import fovea.graph.Inference;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.zoo.Architectures;
import fovea.zoo.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long it takes from the start of a JVM to a first result: medians over fresh processes that take turns, of the clock and of the
 * processors' time. The first of them does nothing; what the others take beyond it is Fovea's.
 */
public final class Start {
    private static final int ROUNDS = 7;
    private static final String NOTHING = "nothing";
    private static final String ANSWER = "answer";
    private static final List<String> STEPS = List.of("mlp-128", "lenet5-128", "resnet20-128");

    private Start() {}

    /** In milliseconds. */
    private record Sample(double clock, double processors) {}

    /** The file of a ResNet-50's weights, and perhaps how many rounds; or what one of the processes is to do. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals("do")) {
            run(arguments[1], arguments[2]);
            return;
        }
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        List<String> all = new ArrayList<>(List.of(NOTHING, ANSWER));
        all.addAll(STEPS);
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        all.forEach(what -> samples.put(what, new ArrayList<>()));
        // The first round finds files that nobody has read yet, and does not count.
        for (int round = -1; round < rounds; round++) {
            for (String what : all) {
                Sample sample = sample(what, arguments[0]);
                if (round >= 0) {
                    samples.get(what).add(sample);
                }
            }
        }
        Sample nothing = median(samples.get(NOTHING));
        System.out.printf(Locale.ROOT, "%-34s %8s %8s %12s %12s%n", "ms", "clock", "beyond", "processors", "beyond");
        samples.forEach((what, several) -> print(what, median(several), nothing));
    }

    private static void print(String what, Sample median, Sample nothing) {
        String words = what.equals(NOTHING)
                ? "an empty main"
                : what.equals(ANSWER) ? "first answer of a ResNet-50" : "first training step of " + what;
        System.out.printf(
                Locale.ROOT,
                "%-34s %8.0f %8.0f %12.0f %12.0f%n",
                words,
                median.clock,
                median.clock - nothing.clock,
                median.processors,
                median.processors - nothing.processors);
    }

    private static Sample sample(String what, String weights) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:+UseParallelGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Start.class.getName(),
                        "do",
                        what,
                        weights)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(what + " ended with " + process.exitValue() + ", saying: " + told);
        }
        return new Sample((System.nanoTime() - start) / 1e6, Double.parseDouble(told) / 1e6);
    }

    private static Sample median(List<Sample> samples) {
        return new Sample(
                median(samples.stream().mapToDouble(Sample::clock).toArray()),
                median(samples.stream().mapToDouble(Sample::processors).toArray()));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Does it, and prints how many nanoseconds of processors the process took. */
    private static void run(String what, String weights) {
        switch (what) {
            case NOTHING -> {}
            case ANSWER -> answer(Path.of(weights));
            default -> step(what);
        }
        System.out.println(ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos());
    }

    private static void answer(Path weights) {
        Layer model = Architectures.unfilled("resnet50", 1000);
        Weights.load(model, weights);
        Shape photograph = Shape.of(1, 3, 224, 224);
        Inference ready = model.compile(photograph);
        check(ready.forward(Tensor.ones(photograph)).toArray()[0]);
    }

    private static void step(String workload) {
        check(TrainingStep.of((Classification) Workload.named(workload, Precision.F32))
                .loss());
    }

    private static void check(float number) {
        if (!Float.isFinite(number)) {
            throw new IllegalStateException("the result is " + number);
        }
    }
}
