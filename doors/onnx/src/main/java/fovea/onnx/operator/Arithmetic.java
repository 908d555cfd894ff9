package fovea.onnx.operator;

import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Arithmetic of two or more tensors, which are broadcast to each other. */
final class Arithmetic {

    private Arithmetic() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        binary(all, "Add", Tensor::add);
        binary(all, "Sub", Tensor::sub);
        binary(all, "Mul", Tensor::mul);
        binary(all, "Div", (a, b) -> a.dtype().isFloating() ? a.div(b) : a.truncDivide(b));
        all.put(
                "Mod",
                call -> call.one(
                        call.flag("fmod", false)
                                ? call.x(0).fmod(call.x(1))
                                : call.x(0).remainder(call.x(1))));
        all.put("Pow", call -> call.one(power(call.x(0), placed(call))));
        folded(all, "Max", Arithmetic::larger);
        folded(all, "Min", Arithmetic::smaller);
        folded(all, "Sum", Tensor::add);
        all.put("Mean", call -> call.one(fold(call, Tensor::add).div(call.count())));
        return all;
    }

    private static void binary(Map<String, Operator> all, String name, BinaryOperator<Tensor> function) {
        all.put(name, call -> call.one(function.apply(call.x(0), placed(call))));
    }

    private static void folded(Map<String, Operator> all, String name, BinaryOperator<Tensor> function) {
        all.put(name, call -> call.one(fold(call, function)));
    }

    private static Tensor fold(Call call, BinaryOperator<Tensor> function) {
        Tensor y = call.x(0);
        for (int i = 1; i < call.count(); i++) {
            y = function.apply(y, call.x(i));
        }
        return y;
    }

    /** Not-a-number where one of them is, as NumPy has it. */
    private static Tensor larger(Tensor a, Tensor b) {
        return a.maximum(b);
    }

    private static Tensor smaller(Tensor a, Tensor b) {
        return a.minimum(b);
    }

    /**
     * The second input where the first one's axes want it. Before opset 7 it was broadcast if the node said so, from {@code axis} on; since
     * then as NumPy does.
     */
    static Tensor placed(Call call) {
        Tensor b = call.x(1);
        if (call.opset() >= 7 || !call.flag("broadcast", false) || !call.isSet("axis")) {
            return b;
        }
        int rank = call.shape(0).rank();
        int first = call.axis(call.whole("axis", 0), rank);
        int after = rank - first - b.shape().rank();
        if (after < 0) {
            throw call.wrong(
                    "b is %s, to begin at axis %d of %s".formatted(b.shape(), first, call.shape(0)),
                    "the network is damaged");
        }
        int[] sizes = Arrays.copyOf(b.shape().toArray(), b.shape().rank() + after);
        Arrays.fill(sizes, b.shape().rank(), sizes.length, 1);
        return b.reshape(Shape.of(sizes));
    }

    /** In double precision where types differ or are whole; whole results are rounded down towards 0. */
    private static Tensor power(Tensor x, Tensor exponent) {
        if (x.dtype().isFloating()) {
            return x.pow(exponent.cast(x.dtype()));
        }
        return x.cast(DType.F64).pow(exponent.cast(DType.F64)).cast(x.dtype());
    }

    /** The one output, of the second input's type. */
    static List<OnnxValue> second(Call call, Tensor y) {
        return List.of(Carrying.as(call.type(1), y));
    }
}
