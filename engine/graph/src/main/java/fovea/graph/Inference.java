package fovea.graph;

import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.Interpreter;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * A program made ready to answer, with the weights it has now: batch normalization folded into them, weights in the order their kernels
 * want, neighbours fused, memory laid out beforehand. Later changes of the weights do not show.
 *
 * <p>Safe to share between threads: runs take turns.
 *
 * @param plan what runs; for inputs of one shape each
 */
public record Inference(Plan plan) {

    /**
     * Of a function of tensors of these shapes and types, on the device in force, or the best.
     *
     * @throws IllegalArgumentException if the program writes a variable, as layers that learn do
     */
    public static Inference of(Function<List<Tensor>, List<Tensor>> program, Spec... inputs) {
        Device device = Device.evaluating(Interpreter.current()).orElseGet(Device::best);
        return Region.run(() -> device.use(() -> new Inference(Plan.ofInference(Trace.of(program, inputs), device))));
    }

    /**
     * The same with convolutions and products in 8 bits, by constant weights that is; what lies between two of them stays in 8 bits where it
     * can. On a processor that multiplies 8-bit numbers it takes a fraction of the time, and a quarter of the memory for weights.
     *
     * <p>Scales are chosen beforehand, from what the program computes for the examples (static quantization): a value has one, which
     * reproduces the numbers seen best in squares, and weights have one for each output channel.
     *
     * @param examples inputs such as the program will be given, dozens of them: one list a run, of these shapes and types
     * @throws IllegalArgumentException if there are no examples, or the program writes a variable
     */
    public static Inference int8(
            Function<List<Tensor>, List<Tensor>> program, List<List<Tensor>> examples, Spec... inputs) {
        Device device = Device.evaluating(Interpreter.current()).orElseGet(Device::best);
        return Region.run(() ->
                device.use(() -> new Inference(Plan.ofInt8(Trace.of(program, inputs), device, examples))));
    }

    /** The outputs for these inputs. */
    public List<Tensor> run(Tensor... inputs) {
        return plan.run(inputs);
    }

    /** The only output for the only input. */
    public Tensor forward(Tensor x) {
        return plan.run(x).getFirst();
    }
}
