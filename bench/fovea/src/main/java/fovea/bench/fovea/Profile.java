package fovea.bench.fovea;

import fovea.bench.ResNet20Training;
import fovea.graph.Plan;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints where the time of a ResNet-20 training step goes: milliseconds a step and runs a step of each kind of kernel. */
public final class Profile {
    private static final int WARM_UP = 20;
    private static final int STEPS = 20;

    private Profile() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        ResNet20Step step = ResNet20Step.of(new ResNet20Training());
        for (int i = 0; i < WARM_UP; i++) {
            float _ = step.run();
        }
        Plan plan = step.plan();
        Map<String, double[]> byKind = new LinkedHashMap<>();
        for (int i = 0; i < STEPS; i++) {
            for (Plan.Timing timing : plan.profile()) {
                double[] total = byKind.computeIfAbsent(kind(timing), k -> new double[2]);
                total[0] += timing.milliseconds() / STEPS;
                total[1] += 1.0 / STEPS;
            }
        }
        byKind.entrySet().stream()
                .sorted(Comparator.comparingDouble(e -> -e.getValue()[0]))
                .forEach(e -> System.out.printf(
                        Locale.ROOT, "%9.3f ms %5.0f x  %s%n", e.getValue()[0], e.getValue()[1], e.getKey()));
        System.out.printf(Locale.ROOT, "%,d bytes in one slab%n", plan.bytes());
    }

    /** The op's name without its settings, and the kernel's. */
    private static String kind(Plan.Timing timing) {
        int end = timing.what().indexOf(timing.what().startsWith("move") ? ' ' : '[');
        return timing.what().substring(0, end) + ", " + timing.kernel();
    }
}
