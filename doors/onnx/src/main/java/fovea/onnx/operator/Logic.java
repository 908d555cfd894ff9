package fovea.onnx.operator;

import fovea.onnx.model.HostNumbers;
import fovea.onnx.model.OnnxStrings;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;

/** Comparisons, conditions and operations on bits. */
final class Logic {

    private Logic() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        condition(all, "Equal", Tensor::eq);
        condition(all, "Greater", Tensor::gt);
        condition(all, "GreaterOrEqual", Tensor::ge);
        condition(all, "Less", Tensor::lt);
        condition(all, "LessOrEqual", Tensor::le);
        condition(all, "And", Tensor::and);
        condition(all, "Or", Tensor::or);
        condition(all, "Xor", Tensor::xor);
        Elementwise.add(all, "Not", Tensor::not);
        bits(all, "BitwiseAnd", (a, b) -> a & b);
        bits(all, "BitwiseOr", (a, b) -> a | b);
        bits(all, "BitwiseXor", (a, b) -> a ^ b);
        all.put("BitwiseNot", call -> bitwise(call, call.tensor(0), call.tensor(0), (a, _) -> ~a));
        all.put("BitShift", Logic::shift);
        all.put("Where", Logic::where);
        return all;
    }

    private static void condition(Map<String, Operator> all, String name, BinaryOperator<Tensor> function) {
        all.put(name, call -> {
            if (call.value(0) instanceof OnnxStrings a && call.value(1) instanceof OnnxStrings b) {
                Map<String, Long> known = new HashMap<>();
                return call.one(OnnxType.BOOL, function.apply(numbered(a, known), numbered(b, known)));
            }
            return call.one(OnnxType.BOOL, function.apply(call.x(0), Arithmetic.placed(call)));
        });
    }

    /** Texts as numbers, equal where the texts are. */
    private static Tensor numbered(OnnxStrings texts, Map<String, Long> known) {
        long[] numbers = texts.elements().stream()
                .mapToLong(each -> known.computeIfAbsent(each, _ -> (long) known.size()))
                .toArray();
        return Tensor.of(texts.shape(), numbers);
    }

    private static void bits(Map<String, Operator> all, String name, LongBinaryOperator function) {
        all.put(name, call -> bitwise(call, call.tensor(0), call.tensor(1), function));
    }

    /** On the host: all 64 bits count, and a double holds 53. */
    private static List<OnnxValue> bitwise(Call call, OnnxTensor a, OnnxTensor b, LongBinaryOperator function) {
        List<Tensor> both = Tensor.broadcastTensors(a.tensor(), b.tensor());
        long[] x = HostNumbers.longs(both.getFirst());
        long[] y = HostNumbers.longs(both.getLast());
        for (int i = 0; i < x.length; i++) {
            x[i] = clipped(call.type(0), function.applyAsLong(x[i], y[i]));
        }
        Spec spec = new Spec(both.getFirst().shape(), call.type(0).carrier());
        return List.of(new OnnxTensor(call.type(0), HostNumbers.tensor(spec, x)));
    }

    /** The lowest bits of {@code x}, as many as the type has, with their sign. */
    private static long clipped(OnnxType type, long x) {
        int shift = 64 - type.bits();
        return type.isUnsigned() ? x << shift >>> shift : x << shift >> shift;
    }

    private static List<OnnxValue> shift(Call call) {
        boolean left = call.text("direction", "").equals("LEFT");
        return bitwise(call, call.tensor(0), call.tensor(1), (a, b) -> b > 63 || b < 0 ? 0 : left ? a << b : a >>> b);
    }

    private static List<OnnxValue> where(Call call) {
        if (call.value(1) instanceof OnnxStrings a && call.value(2) instanceof OnnxStrings b) {
            return Movement.texts(List.of(a, b), numbers -> choice(call.x(0), numbers.getFirst(), numbers.getLast()));
        }
        return List.of(Carrying.as(call.type(1), choice(call.x(0), call.x(1), call.x(2))));
    }

    private static Tensor choice(Tensor condition, Tensor a, Tensor b) {
        if (a.dtype() == DType.BOOL) {
            return condition.where(a.cast(DType.I32), b.cast(DType.I32)).ne(0);
        }
        return condition.where(a, b);
    }
}
