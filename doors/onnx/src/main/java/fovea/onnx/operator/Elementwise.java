package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Functions of one number. */
final class Elementwise {

    private Elementwise() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        add(all, "Abs", Tensor::abs);
        add(all, "Acos", Tensor::acos);
        add(all, "Acosh", Tensor::acosh);
        add(all, "Asin", Tensor::asin);
        add(all, "Asinh", Tensor::asinh);
        add(all, "Atan", Tensor::atan);
        add(all, "Atanh", Tensor::atanh);
        add(all, "Ceil", Tensor::ceil);
        add(all, "Cos", Tensor::cos);
        add(all, "Cosh", Tensor::cosh);
        add(all, "Erf", Tensor::erf);
        add(all, "Exp", Tensor::exp);
        add(all, "Floor", Tensor::floor);
        add(all, "Log", Tensor::log);
        add(all, "Neg", Tensor::neg);
        add(all, "Reciprocal", Tensor::reciprocal);
        add(all, "Round", Tensor::round);
        add(all, "Sign", Tensor::sign);
        add(all, "Sin", Tensor::sin);
        add(all, "Sinh", Tensor::sinh);
        add(all, "Sqrt", Tensor::sqrt);
        add(all, "Tan", Tensor::tan);
        add(all, "Tanh", Tensor::tanh);
        all.put("IsNaN", call -> call.one(OnnxType.BOOL, call.x(0).isNan()));
        all.put("IsInf", call -> call.one(OnnxType.BOOL, isInfinite(call)));
        return all;
    }

    static void add(Map<String, Operator> all, String name, UnaryOperator<Tensor> function) {
        all.put(name, call -> call.one(function.apply(call.x(0))));
    }

    private static Tensor isInfinite(Call call) {
        boolean positive = call.flag("detect_positive", true);
        boolean negative = call.flag("detect_negative", true);
        Tensor x = call.x(0);
        if (positive && negative) {
            return x.isInf();
        }
        return positive ? x.isPosInf() : negative ? x.isNegInf() : x.ne(x).and(x.eq(x));
    }
}
