package fovea.cli;

import fovea.graph.Plan;
import fovea.plot.SlabMap;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan and how long each of its steps takes.
 *
 * @param milliseconds a step each; 0 where nobody looked
 */
record PlanTimes(Plan plan, List<Double> milliseconds) {
    private static final int WARM = 20;
    private static final int RUNS = 9;

    static PlanTimes unknown(Plan plan) {
        return new PlanTimes(plan, plan.steps().stream().map(_ -> 0.0).toList());
    }

    /** Medians of {@value #RUNS} runs, after {@value #WARM} that nobody times: loops are compiled in them. */
    static PlanTimes measured(Plan plan, Tensor... arguments) {
        for (int i = 0; i < WARM; i++) {
            plan.profile(arguments);
        }
        double[][] all = new double[plan.steps().size()][RUNS];
        for (int run = 0; run < RUNS; run++) {
            List<Plan.Timing> timings = plan.profile(arguments);
            for (int i = 0; i < all.length; i++) {
                all[i][run] = timings.get(i).milliseconds();
            }
        }
        return new PlanTimes(
                plan,
                Arrays.stream(all)
                        .map(runs -> Arrays.stream(runs).sorted().toArray()[RUNS / 2])
                        .toList());
    }

    double sum() {
        return milliseconds.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** What lies where in the slab, and from when to when. */
    SlabMap map(String title) {
        List<Plan.Planned> steps = plan.steps();
        List<SlabMap.Value> values = new ArrayList<>();
        Map<Long, Integer> latest = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (Plan.Slot slot : steps.get(i).in()) {
                Integer read = latest.get(slot.offset());
                if (read != null) {
                    SlabMap.Value value = values.get(read);
                    values.set(read, new SlabMap.Value(value.offset(), value.bytes(), value.from(), i));
                }
            }
            for (Plan.Slot slot : steps.get(i).out()) {
                if (slot.offset() != Plan.Slot.OUTSIDE) {
                    latest.put(slot.offset(), values.size());
                    values.add(new SlabMap.Value(slot.offset(), slot.operand().bytes(), i, i));
                }
            }
        }
        List<SlabMap.Step> seen = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            seen.add(new SlabMap.Step(kind(steps.get(i)), milliseconds.get(i)));
        }
        return new SlabMap(title, plan.bytes(), seen, values);
    }

    /** {@code Conv} of {@code Conv[window=…]}, and of {@code Finished[op=Conv[…]…]} or {@code Quantized[op=Conv[…]…]}. */
    private static String kind(Plan.Planned step) {
        return step.op()
                .replace("Finished[op=", "")
                .replace("Quantized[op=", "")
                .split("[\\[( ]", 2)[0];
    }
}
