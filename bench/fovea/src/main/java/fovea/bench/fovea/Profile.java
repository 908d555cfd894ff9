package fovea.bench.fovea;

import fovea.bench.Adversaries;
import fovea.bench.CharacterModel;
import fovea.bench.Classification;
import fovea.bench.Inference;
import fovea.bench.Precision;
import fovea.bench.Workload;
import fovea.graph.Plan;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Prints where the time of a training step goes: milliseconds a step and runs a step of each kind of kernel. */
public final class Profile {
    /** Nanoseconds and steps: vector loops practise before they take over. */
    private static final long WARM_UP = 4_000_000_000L;

    private static final int LEAST = 5;
    private static final int STEPS = 20;

    private Profile() {}

    /** Takes the workload's name, resnet20-128 if none, and perhaps a precision. */
    public static void main(String[] arguments) {
        Precision precision = arguments.length > 1 ? Precision.labeled(arguments[1]) : Precision.F32;
        Supplier<List<Plan.Timing>> step =
                step(Workload.named(arguments.length > 0 ? arguments[0] : "resnet20-128", precision));
        long start = System.nanoTime();
        for (int i = 0; i < LEAST || System.nanoTime() - start < WARM_UP; i++) {
            List<Plan.Timing> _ = step.get();
        }
        Map<String, double[]> byKind = new LinkedHashMap<>();
        for (int i = 0; i < STEPS; i++) {
            for (Plan.Timing timing : step.get()) {
                double[] total = byKind.computeIfAbsent(kind(timing), k -> new double[2]);
                total[0] += timing.milliseconds() / STEPS;
                total[1] += 1.0 / STEPS;
            }
        }
        byKind.entrySet().stream()
                .sorted(Comparator.comparingDouble(e -> -e.getValue()[0]))
                .forEach(e -> System.out.printf(
                        Locale.ROOT, "%9.3f ms %5.0f x  %s%n", e.getValue()[0], e.getValue()[1], e.getKey()));
    }

    private static Supplier<List<Plan.Timing>> step(Workload workload) {
        return switch (workload) {
            case Classification classification -> TrainingStep.of(classification)::profile;
            case CharacterModel model -> TrainingStep.of(model)::profile;
            case Adversaries adversaries -> AdversariesStep.of(adversaries)::profile;
            case Inference inference -> InferenceStep.of(inference)::profile;
        };
    }

    /** The op's name without its settings, and the kernel's. */
    private static String kind(Plan.Timing timing) {
        int end = timing.what().indexOf(timing.what().startsWith("move") ? ' ' : '[');
        return timing.what().substring(0, end) + ", " + timing.kernel();
    }
}
