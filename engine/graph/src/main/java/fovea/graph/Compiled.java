package fovea.graph;

import fovea.device.Device;
import fovea.tensor.Interpreter;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A function of tensors that is traced once for each combination of input shapes, and from then on runs as a plan: kernels prepared,
 * neighbours fused, memory laid out beforehand.
 *
 * <p>Under another reading than evaluation (a tape, an outer trace) the function itself runs, so that it can be differentiated. Safe to
 * share between threads: runs take turns.
 */
public final class Compiled {
    /** Plans kept, the least recently used dropped first; an epoch needs two, for full batches and for the last. */
    private static final int PLANS = 8;

    private final Function<List<Tensor>, List<Tensor>> program;
    private final Map<Key, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

    private Compiled(Function<List<Tensor>, List<Tensor>> program) {
        this.program = program;
    }

    public static Compiled of(Function<List<Tensor>, List<Tensor>> program) {
        return new Compiled(program);
    }

    private record Key(Device device, List<Spec> specs) {}

    /** Runs the function on these inputs, tracing it first where their shapes are new. */
    public List<Tensor> run(Tensor... inputs) {
        Device device = Device.evaluating(Interpreter.current()).orElse(null);
        if (device == null) {
            return program.apply(List.of(inputs));
        }
        return plan(device, Arrays.stream(inputs).map(Tensor::spec).toArray(Spec[]::new))
                .run(inputs);
    }

    /** The plan for inputs of these shapes on this device. */
    public synchronized Plan plan(Device device, Spec... specs) {
        Key key = new Key(device, List.of(specs));
        Plan plan = plans.get(key);
        if (plan == null) {
            plan = device.use(() -> Plan.of(Trace.of(program, specs), device));
            plans.put(key, plan);
            if (plans.size() > PLANS) {
                plans.remove(plans.keySet().iterator().next());
            }
        }
        return plan;
    }
}
