package fovea.onnx.operator;

import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent layers, one step after another in each direction. Gates lie one after another along the rows of the weights: of the LSTM input,
 * output, forget and cell; of the GRU update, reset and hidden.
 *
 * <p>Shapes: {@code x [T, N, I]}, {@code w [D, G·H, I]}, {@code r [D, G·H, H]}, bias {@code [D, 2·G·H]} → {@code y [T, D, N, H]}, last state
 * {@code [D, N, H]}; if {@code layout} is 1, the batch comes first.
 */
final class Recurrence {

    private Recurrence() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("RNN", call -> run(call, 1, List.of("Tanh"), Recurrence::plain));
        all.put("GRU", call -> run(call, 3, List.of("Sigmoid", "Tanh"), Recurrence::gru));
        all.put("LSTM", call -> run(call, 4, List.of("Sigmoid", "Tanh", "Tanh"), Recurrence::lstm));
        return all;
    }

    /** What one direction of a layer is made of. */
    private record Cell(
            Tensor r,
            Tensor inputBias,
            Tensor hiddenBias,
            @Nullable Tensor peepholes,
            List<UnaryOperator<Tensor>> activations,
            UnaryOperator<Tensor> clip,
            boolean coupled,
            boolean resetAfter) {

        /** The i-th of some gates side by side, {@code [N, H]}. */
        Tensor gate(Tensor gates, int i) {
            int h = r.shape().size(1);
            return gates.slice(-1, i * h, (i + 1) * h);
        }

        Tensor activated(int i, Tensor x) {
            return activations.get(i).apply(clip.apply(x));
        }
    }

    /** What is carried from step to step; the cell's own state is of the LSTM only. */
    private record Memory(Tensor hidden, @Nullable Tensor cell) {}

    /** One step: the new state from the input's part of the gates and the old state. */
    @FunctionalInterface
    private interface Step {
        Memory apply(Cell cell, Tensor fromInput, Memory before);
    }

    private static List<OnnxValue> run(Call call, int gates, List<String> names, Step step) {
        boolean batchFirst = call.flag("layout", false);
        Tensor x = batchFirst ? call.x(0).transpose(0, 1) : call.x(0);
        String direction = call.text("direction", "forward");
        int directions = direction.equals("bidirectional") ? 2 : 1;
        List<Tensor> outputs = new ArrayList<>();
        List<Tensor> hidden = new ArrayList<>();
        List<Tensor> cells = new ArrayList<>();
        for (int d = 0; d < directions; d++) {
            boolean backwards = d == 1 || direction.equals("reverse");
            Tensor[] states = new Tensor[x.shape().size(0)];
            Memory last =
                    direction(call, x, d, gates, activations(call, d, names), step, backwards, batchFirst, states);
            outputs.add(Tensor.stack(0, states));
            hidden.add(last.hidden);
            if (last.cell != null) {
                cells.add(last.cell);
            }
        }
        Tensor y = Tensor.stack(1, outputs);
        List<OnnxValue> results = new ArrayList<>();
        results.add(Carrying.as(call.type(0), batchFirst ? y.permute(2, 0, 1, 3) : y));
        results.add(Carrying.as(call.type(0), stacked(hidden, batchFirst)));
        if (!cells.isEmpty()) {
            results.add(Carrying.as(call.type(0), stacked(cells, batchFirst)));
        }
        return results;
    }

    private static Tensor stacked(List<Tensor> states, boolean batchFirst) {
        return Tensor.stack(batchFirst ? 1 : 0, states);
    }

    private static Memory direction(
            Call call,
            Tensor x,
            int d,
            int gates,
            List<UnaryOperator<Tensor>> activations,
            Step step,
            boolean backwards,
            boolean batchFirst,
            Tensor[] outputs) {
        Tensor w = call.x(1).select(0, d);
        Cell cell = cell(call, d, gates, activations);
        int steps = x.shape().size(0);
        int n = x.shape().size(1);
        int h = cell.r.shape().size(1);
        Memory memory = new Memory(
                initial(call, 5, d, batchFirst, Shape.of(n, h), x.dtype()),
                gates == 4 ? initial(call, 6, d, batchFirst, Shape.of(n, h), x.dtype()) : null);
        Tensor fromInput = x.matmul(w.transpose()).add(cell.inputBias);
        Tensor lengths = call.has(4) ? call.x(4).reshape(n, 1) : null;
        for (int i = 0; i < steps; i++) {
            int t = backwards ? steps - 1 - i : i;
            Memory after = step.apply(cell, fromInput.select(0, t), memory);
            if (lengths == null) {
                outputs[t] = after.hidden;
                memory = after;
            } else {
                Tensor runs = lengths.gt(t);
                outputs[t] = runs.where(after.hidden, 0);
                memory = kept(runs, after, memory);
            }
        }
        return memory;
    }

    /** Sequences that are over keep what they had. */
    private static Memory kept(Tensor runs, Memory after, Memory before) {
        Tensor cell = after.cell == null || before.cell == null ? null : runs.where(after.cell, before.cell);
        return new Memory(runs.where(after.hidden, before.hidden), cell);
    }

    private static Tensor initial(Call call, int i, int d, boolean batchFirst, Shape shape, DType type) {
        return call.has(i) ? call.x(i).select(batchFirst ? 1 : 0, d) : Gathering.zeros(shape, type);
    }

    private static Cell cell(Call call, int d, int gates, List<UnaryOperator<Tensor>> activations) {
        Tensor r = call.x(2).select(0, d);
        int rows = r.shape().size(0);
        Tensor bias = call.has(3) ? call.x(3).select(0, d) : Gathering.zeros(Shape.of(2 * rows), r.dtype());
        double clip = call.real("clip", 0);
        return new Cell(
                r,
                bias.slice(0, 0, rows),
                bias.slice(0, rows, 2 * rows),
                gates == 4 && call.has(7) ? call.x(7).select(0, d) : null,
                activations,
                clip > 0 ? x -> x.clamp(-clip, clip) : x -> x,
                call.flag("input_forget", false),
                call.flag("linear_before_reset", false));
    }

    private static Memory plain(Cell cell, Tensor fromInput, Memory before) {
        Tensor sum = fromInput.add(before.hidden.matmul(cell.r.transpose())).add(cell.hiddenBias);
        return new Memory(cell.activated(0, sum), null);
    }

    private static Memory gru(Cell cell, Tensor fromInput, Memory before) {
        int h = cell.r.shape().size(1);
        Tensor r = cell.r.transpose();
        Tensor zr = fromInput
                .slice(-1, 0, 2 * h)
                .add(before.hidden.matmul(r.slice(1, 0, 2 * h)))
                .add(cell.hiddenBias.slice(0, 0, 2 * h));
        Tensor update = cell.activated(0, cell.gate(zr, 0));
        Tensor reset = cell.activated(0, cell.gate(zr, 1));
        Tensor weights = r.slice(1, 2 * h, 3 * h);
        Tensor bias = cell.hiddenBias.slice(0, 2 * h, 3 * h);
        Tensor past = cell.resetAfter
                ? before.hidden.matmul(weights).add(bias).mul(reset)
                : before.hidden.mul(reset).matmul(weights).add(bias);
        Tensor hidden = cell.activated(1, cell.gate(fromInput, 2).add(past));
        return new Memory(hidden.sub(hidden.mul(update)).add(before.hidden.mul(update)), null);
    }

    private static Memory lstm(Cell cell, Tensor fromInput, Memory before) {
        Tensor old = java.util.Objects.requireNonNull(before.cell);
        Tensor gates = fromInput.add(before.hidden.matmul(cell.r.transpose())).add(cell.hiddenBias);
        Tensor input = cell.activated(0, peeping(cell, 0, cell.gate(gates, 0), old));
        Tensor forget =
                cell.coupled ? input.neg().add(1) : cell.activated(0, peeping(cell, 2, cell.gate(gates, 2), old));
        Tensor proposal = cell.activated(1, cell.gate(gates, 3));
        Tensor state = forget.mul(old).add(input.mul(proposal));
        Tensor output = cell.activated(0, peeping(cell, 1, cell.gate(gates, 1), state));
        return new Memory(output.mul(cell.activations.get(2).apply(state)), state);
    }

    private static Tensor peeping(Cell cell, int i, Tensor gate, Tensor state) {
        return cell.peepholes == null
                ? gate
                : gate.add(cell.gate(cell.peepholes, i).mul(state));
    }

    private static List<UnaryOperator<Tensor>> activations(Call call, int d, List<String> otherwise) {
        List<String> names = call.texts("activations");
        double[] alphas = call.reals("activation_alpha");
        double[] betas = call.reals("activation_beta");
        List<UnaryOperator<Tensor>> all = new ArrayList<>();
        for (int i = 0; i < otherwise.size(); i++) {
            int at = d * otherwise.size() + i;
            String name = names.isEmpty() ? otherwise.get(i) : names.get(Math.min(at, names.size() - 1));
            all.add(activation(
                    call,
                    name,
                    at < alphas.length ? alphas[at] : Double.NaN,
                    at < betas.length ? betas[at] : Double.NaN));
        }
        return all;
    }

    private static UnaryOperator<Tensor> activation(Call call, String name, double a, double b) {
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "tanh" -> Tensor::tanh;
            case "sigmoid" -> Tensor::sigmoid;
            case "relu" -> Tensor::relu;
            case "softsign" -> x -> x.div(x.abs().add(1));
            case "softplus" -> Activations::softplus;
            case "affine" -> x -> x.mul(or(a, 1)).add(or(b, 0));
            case "leakyrelu" -> x -> Activations.leaky(x, or(a, 0.01));
            case "thresholdedrelu" -> x -> Activations.thresholded(x, or(a, 1));
            case "scaledtanh" -> x -> x.mul(or(b, 1)).tanh().mul(or(a, 1));
            case "hardsigmoid" -> x -> Activations.hardSigmoid(x, or(a, 0.2), or(b, 0.5));
            case "elu" -> x -> Activations.elu(x, or(a, 1));
            default ->
                throw call.wrong(
                        "the activation " + name + " is unknown",
                        "it must be one of the standard's: " + Arrays.asList("Tanh", "Sigmoid", "Relu"));
        };
    }

    private static double or(double given, double otherwise) {
        return Double.isNaN(given) ? otherwise : given;
    }
}
