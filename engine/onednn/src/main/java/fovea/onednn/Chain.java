package fovea.onednn;

import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.DType;
import fovea.tensor.Fused;
import fovea.tensor.Op;
import fovea.tensor.Rounding;
import fovea.tensor.Special;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The structure of an element-wise chain, without its shapes and constants: chains that are equal run as one piece of code.
 *
 * <p>Values are numbered: first the inputs, then the constants, then the result of each call.
 *
 * @param single for each input, whether it is one number instead of many
 * @param half for each input, then each output, whether it is bf16 in memory instead of single precision
 */
record Chain(List<Boolean> single, List<Boolean> half, int constants, List<Call> calls, List<Integer> outputs) {

    /** One of the functions of {@link Lanes}, of values. */
    record Call(String function, List<Integer> arguments) {}

    Chain {
        single = List.copyOf(single);
        half = List.copyOf(half);
        calls = List.copyOf(calls);
        outputs = List.copyOf(outputs);
    }

    /** The structure of {@code fused}, or null where a step has no function in {@link Lanes}. */
    static @Nullable Chain of(Fused fused, List<Boolean> single, List<Boolean> half) {
        int constants = constants(fused).length;
        int shift = 0;
        List<Call> calls = new ArrayList<>();
        for (Fused.Step step : fused.steps()) {
            String function = function(step.op());
            if (function == null) {
                return null;
            }
            List<Integer> arguments = new ArrayList<>();
            arguments.add(moved(step.a(), fused, constants));
            if (!(step.op() instanceof Unary) && !(step.op() instanceof Cast)) {
                arguments.add(moved(step.b(), fused, constants));
            }
            if (step.op() instanceof Where) {
                arguments.add(moved(step.c(), fused, constants));
            }
            for (int i = constants(step.op()).length; i > 0; i--) {
                arguments.add(fused.inputs() + shift++);
            }
            calls.add(new Call(function, arguments));
        }
        List<Integer> outputs =
                fused.outputs().stream().map(o -> moved(o, fused, constants)).toList();
        return new Chain(single, half, constants, calls, outputs);
    }

    private static int moved(int value, Fused fused, int constants) {
        return value < fused.inputs() ? value : value + constants;
    }

    /** The constants of all steps, in the order in which {@link #of} numbers them. */
    static float[] constants(Fused fused) {
        List<Float> all = new ArrayList<>();
        for (Fused.Step step : fused.steps()) {
            for (float constant : constants(step.op())) {
                all.add(constant);
            }
        }
        float[] constants = new float[all.size()];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = all.get(i);
        }
        return constants;
    }

    private static float[] constants(Op op) {
        return switch (op) {
            case Unary.Affine(double scale, double shift) when shift == 0 -> new float[] {(float) scale};
            case Unary.Affine(double scale, double shift) -> new float[] {(float) scale, (float) shift};
            default -> new float[0];
        };
    }

    private static @Nullable String function(Op op) {
        return switch (op) {
            case Cast(DType to) -> to == DType.BF16 ? "bf16" : "same";
            case Unary.Affine(var _, double shift) -> shift == 0 ? "scale" : "affine";
            case Unary.Abs _ -> "abs";
            case Unary.Exp _ -> "exp";
            case Unary.Log _ -> "log";
            case Unary.Sqrt _ -> "sqrt";
            case Unary.Reciprocal _ -> "reciprocal";
            case Unary.Tanh _ -> "tanh";
            case Unary.Sigmoid _ -> "sigmoid";
            case Unary.Relu _ -> "relu";
            case Rounding.Floor _ -> "floor";
            case Rounding.Ceil _ -> "ceil";
            case Rounding.Round _ -> "round";
            case Rounding.Sign _ -> "sign";
            case Special.Expm1 _ -> "expm1";
            case Special.Log1p _ -> "log1p";
            case Special.Softplus _ -> "softplus";
            case Special.Erf _ -> "erf";
            case Special.Erfc _ -> "erfc";
            case Binary.Add _ -> "add";
            case Binary.Sub _ -> "sub";
            case Binary.Mul _ -> "mul";
            case Binary.Div _ -> "div";
            case Binary.Maximum _ -> "maximum";
            case Binary.Minimum _ -> "minimum";
            case Binary.WherePositive _ -> "wherePositive";
            case Where _ -> "where";
            case Comparison.Equal _ -> "equal";
            case Comparison.Less _ -> "less";
            case Comparison.LessEqual _ -> "lessEqual";
            default -> null;
        };
    }
}
