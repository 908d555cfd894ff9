package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Functions of one element, or of the elements of several tensors at one place. Operands are taken in order, whatever they are called. */
final class ElementwiseOperations {
    private ElementwiseOperations() {}

    static Operations addTo(Operations to) {
        FUNCTIONS.forEach((name, f) -> alias(to, name, (in, _) -> f.apply(Promotion.floating(in.tensor(0)))));
        PLAIN.forEach((name, f) -> alias(to, name, (in, _) -> f.apply(in.tensor(0))));
        ARITHMETIC.forEach((name, f) -> alias(to, name, (in, at) -> {
            List<Tensor> x = alike(operands(in, at));
            return f.apply(x.get(0), x.get(1));
        }));
        FLOATING.forEach((name, f) -> alias(to, name, (in, at) -> {
            List<Tensor> x =
                    alike(operands(in, at).stream().map(Promotion::floating).toList());
            return f.apply(x.get(0), x.get(1));
        }));
        return to.with("add", (in, at) -> shifted(in, at, 1))
                .with("sub", (in, at) -> shifted(in, at, -1))
                .with("subtract", (in, at) -> shifted(in, at, -1))
                .with("rsub", ElementwiseOperations::rsub)
                .with("div", ElementwiseOperations::div)
                .with("divide", ElementwiseOperations::div)
                .with(
                        "round",
                        (in, at) -> at.integer("decimals", 0) == 0
                                ? in.tensor(0).round()
                                : in.tensor(0).round(at.integer("decimals")))
                .with(
                        "logit",
                        (in, at) -> at.has("eps")
                                ? Promotion.floating(in.tensor(0)).logit(at.number("eps"))
                                : Promotion.floating(in.tensor(0)).logit())
                .with(
                        "polygamma",
                        (in, at) -> new fovea.tensor.Special.Polygamma(at.integer("n"))
                                .apply(Promotion.floating(in.tensor(0))))
                .with("nan_to_num", ElementwiseOperations::nanToNum)
                .with("clamp", ElementwiseOperations::clamp)
                .with("clip", ElementwiseOperations::clamp)
                .with("clamp_min", ElementwiseOperations::clamp)
                .with("clamp_max", ElementwiseOperations::clamp)
                .with("float_power", (in, at) -> {
                    List<Tensor> x = operands(in, at);
                    return x.get(0).cast(DType.F64).pow(x.get(1).cast(DType.F64));
                })
                .with("addcmul", (in, at) -> in.tensor(0).addcmul(in.tensor(1), in.tensor(2), at.number("value", 1)))
                .with("addcdiv", (in, at) -> in.tensor(0).addcdiv(in.tensor(1), in.tensor(2), at.number("value", 1)))
                .with(
                        "lerp",
                        (in, at) -> in.keys().size() > 2
                                ? in.tensor(0).lerp(in.tensor(1), in.tensor(2))
                                : in.tensor(0).lerp(in.tensor(1), at.number("weight")))
                .with("isclose", (in, at) -> close(in, at))
                .with("allclose", (in, at) -> close(in, at).all())
                .with("equal", (in, _) -> in.tensor(0).eq(in.tensor(1)).all())
                .with("where", ElementwiseOperations::where)
                .with("masked_fill", ElementwiseOperations::maskedFill)
                .with("cast", ElementwiseOperations::cast)
                .with("to", ElementwiseOperations::cast)
                .withMany("frexp", (in, _) -> {
                    Tensor exponent = exponent(in.tensor(0));
                    return Map.of("mantissa", in.tensor(0).ldexp(exponent.neg()), "exponent", exponent.cast(DType.I32));
                });
    }

    /** Also under the name it has in {@code torch.special}. */
    private static void alias(Operations to, String names, Operation.Single operation) {
        for (String name : names.split(" ", -1)) {
            to.with(name, operation).with("special_" + name, operation);
        }
    }

    /** Of floating-point numbers, and of integers as singles. */
    private static final Map<String, UnaryOperator<Tensor>> FUNCTIONS = Map.ofEntries(
            Map.entry("exp", Tensor::exp),
            Map.entry("exp2", Tensor::exp2),
            Map.entry("expm1", Tensor::expm1),
            Map.entry("log", Tensor::log),
            Map.entry("log2", Tensor::log2),
            Map.entry("log10", Tensor::log10),
            Map.entry("log1p", Tensor::log1p),
            Map.entry("sqrt", Tensor::sqrt),
            Map.entry("rsqrt", Tensor::rsqrt),
            Map.entry("reciprocal", Tensor::reciprocal),
            Map.entry("sin", Tensor::sin),
            Map.entry("cos", Tensor::cos),
            Map.entry("tan", Tensor::tan),
            Map.entry("asin arcsin", Tensor::asin),
            Map.entry("acos arccos", Tensor::acos),
            Map.entry("atan arctan", Tensor::atan),
            Map.entry("sinh", Tensor::sinh),
            Map.entry("cosh", Tensor::cosh),
            Map.entry("tanh", Tensor::tanh),
            Map.entry("asinh arcsinh", Tensor::asinh),
            Map.entry("acosh arccosh", Tensor::acosh),
            Map.entry("atanh arctanh", Tensor::atanh),
            Map.entry("erf", Tensor::erf),
            Map.entry("erfc", Tensor::erfc),
            Map.entry("erfinv", Tensor::erfinv),
            Map.entry("lgamma gammaln", Tensor::lgamma),
            Map.entry("digamma psi", Tensor::digamma),
            Map.entry("sigmoid expit", Tensor::sigmoid),
            Map.entry("sinc", Tensor::sinc),
            Map.entry("entr", Tensor::entropy),
            Map.entry("deg2rad", Tensor::deg2rad),
            Map.entry("rad2deg", Tensor::rad2deg));

    /** Of any numbers. */
    private static final Map<String, UnaryOperator<Tensor>> PLAIN = Map.ofEntries(
            Map.entry("abs absolute", Tensor::abs),
            Map.entry("neg negative", Tensor::neg),
            Map.entry("positive clone contiguous", x -> x),
            Map.entry("detach", Tensor::stopGradient),
            Map.entry("square", Tensor::square),
            Map.entry("relu", Tensor::relu),
            Map.entry("sign sgn", Tensor::sign),
            Map.entry("floor", Tensor::floor),
            Map.entry("ceil", Tensor::ceil),
            Map.entry("trunc fix", Tensor::trunc),
            Map.entry("frac", Tensor::frac),
            Map.entry("isnan", Tensor::isNan),
            Map.entry("isinf", Tensor::isInf),
            Map.entry("isfinite", Tensor::isFinite),
            Map.entry("isposinf", Tensor::isPosInf),
            Map.entry("isneginf", Tensor::isNegInf),
            Map.entry("signbit", Tensor::signBit),
            Map.entry("bitwise_not", Tensor::not),
            Map.entry("logical_not", x -> truth(x).not()),
            Map.entry("zeros_like", x -> Tensor.full(x.spec(), 0)),
            Map.entry("ones_like", x -> Tensor.full(x.spec(), 1)));

    /** Of two operands, brought to one type. */
    private static final Map<String, BinaryOperator<Tensor>> ARITHMETIC = Map.ofEntries(
            Map.entry("mul multiply", Tensor::mul),
            Map.entry("pow", Tensor::pow),
            Map.entry("fmod", Tensor::fmod),
            Map.entry("remainder", Tensor::remainder),
            Map.entry("floor_divide", Tensor::floorDivide),
            Map.entry("minimum", Tensor::minimum),
            Map.entry("maximum", Tensor::maximum),
            Map.entry("fmin", Tensor::fmin),
            Map.entry("fmax", Tensor::fmax),
            Map.entry("heaviside", Tensor::heaviside),
            Map.entry("gcd", Tensor::gcd),
            Map.entry("lcm", Tensor::lcm),
            Map.entry("bitwise_and", Tensor::and),
            Map.entry("bitwise_or", Tensor::or),
            Map.entry("bitwise_xor", Tensor::xor),
            Map.entry("bitwise_left_shift", Tensor::shiftLeft),
            Map.entry("bitwise_right_shift", Tensor::shiftRight),
            Map.entry("logical_and", (a, b) -> truth(a).and(truth(b))),
            Map.entry("logical_or", (a, b) -> truth(a).or(truth(b))),
            Map.entry("logical_xor", (a, b) -> truth(a).xor(truth(b))),
            Map.entry("eq", Tensor::eq),
            Map.entry("ne not_equal", Tensor::ne),
            Map.entry("lt less", Tensor::lt),
            Map.entry("le less_equal", Tensor::le),
            Map.entry("gt greater", Tensor::gt),
            Map.entry("ge greater_equal", Tensor::ge));

    /** Of two operands, brought to one floating-point type. */
    private static final Map<String, BinaryOperator<Tensor>> FLOATING = Map.ofEntries(
            Map.entry("true_divide", Tensor::div),
            Map.entry("atan2 arctan2", Tensor::atan2),
            Map.entry("hypot", Tensor::hypot),
            Map.entry("logaddexp", Tensor::logaddexp),
            Map.entry("logaddexp2", Tensor::logaddexp2),
            Map.entry("xlogy", Tensor::xlogy),
            Map.entry("xlog1py", Tensor::xlog1py),
            Map.entry("copysign", Tensor::copysign),
            Map.entry("ldexp", Tensor::ldexp));

    /** Two operands: tensors, or numbers among the attributes. */
    static List<Tensor> operands(Inputs in, Attributes at) {
        if (in.keys().size() > 1) {
            return List.of(in.tensor(0), in.tensor(1));
        }
        if (at.has("self")) {
            return List.of(Promotion.number(at.value("self")), in.tensor(0));
        }
        String name = Stream.of("other", "exponent", "scalar", "value", "b", "s", "p")
                .filter(at::has)
                .findFirst()
                .orElse("other");
        at.number(name);
        return List.of(in.tensor(0), Promotion.number(at.value(name)));
    }

    /** All of the type that PyTorch would bring the first two to. */
    static List<Tensor> alike(List<Tensor> x) {
        DType common = Promotion.of(x.get(0), x.get(1));
        return x.stream().map(each -> each.cast(common)).toList();
    }

    private static Tensor truth(Tensor x) {
        return x.dtype() == DType.BOOL ? x : x.ne(0);
    }

    /** The first plus or minus so many times the second. */
    private static Tensor shifted(Inputs in, Attributes at, double sign) {
        List<Tensor> x = alike(operands(in, at));
        if (x.get(0).dtype() == DType.BOOL) {
            return x.get(0).or(x.get(1));
        }
        double times = sign * at.number("alpha", 1);
        return times == 1
                ? x.get(0).add(x.get(1))
                : times == -1 ? x.get(0).sub(x.get(1)) : x.get(0).add(x.get(1).mul(times));
    }

    private static Tensor rsub(Inputs in, Attributes at) {
        List<Tensor> x = alike(operands(in, at));
        return x.get(1).sub(x.get(0).mul(at.number("alpha", 1)));
    }

    private static Tensor div(Inputs in, Attributes at) {
        List<Tensor> x = operands(in, at);
        String rounding = at.text("rounding_mode", "none");
        if (rounding.equalsIgnoreCase("none")) {
            List<Tensor> numbers = alike(x.stream().map(Promotion::floating).toList());
            return numbers.get(0).div(numbers.get(1));
        }
        List<Tensor> numbers = alike(x);
        return rounding.equals("floor")
                ? numbers.get(0).floorDivide(numbers.get(1))
                : numbers.get(0).truncDivide(numbers.get(1));
    }

    private static Tensor nanToNum(Inputs in, Attributes at) {
        Tensor x = in.tensor(0);
        double most = x.dtype().isFloating() ? x.dtype().largest() : 0;
        return x.nanToNum(at.number("nan", 0), at.number("posinf", most), at.number("neginf", -most));
    }

    private static Tensor clamp(Inputs in, Attributes at) {
        Tensor y = in.tensor(0);
        Tensor min = bound(in, at, "min");
        Tensor max = bound(in, at, "max");
        if (!min.equals(y)) {
            List<Tensor> x = alike(List.of(y, min));
            y = x.get(0).clampMin(x.get(1));
        }
        if (!max.equals(in.tensor(0))) {
            List<Tensor> x = alike(List.of(y, max));
            y = x.get(0).clampMax(x.get(1));
        }
        return y;
    }

    /** A bound, or the clamped tensor itself where there is none. */
    private static Tensor bound(Inputs in, Attributes at, String name) {
        for (String key : in.keys()) {
            if (key.startsWith(name) || key.equals(name.equals("min") ? "lo" : "hi")) {
                return in.tensor(key);
            }
        }
        return at.has(name) ? Promotion.number(at.value(name)) : in.tensor(0);
    }

    private static Tensor close(Inputs in, Attributes at) {
        Tensor a = in.tensor(0);
        Tensor b = in.tensor(1);
        Tensor close = a.isClose(b, at.number("rtol", 1e-5), at.number("atol", 1e-8));
        return at.bool("equal_nan", false) ? close.or(a.isNan().and(b.isNan())) : close;
    }

    /** The condition is whichever is one; numbers stand for tensors that are missing. */
    private static Tensor where(Inputs in, Attributes at) {
        Tensor condition = in.keys().stream()
                .map(in::tensor)
                .filter(each -> each.dtype() == DType.BOOL)
                .findFirst()
                .orElseThrow(() -> new CaseException("no input is a condition; there are " + in.keys()));
        List<Tensor> others = in.keys().stream()
                .map(in::tensor)
                .filter(each -> !each.equals(condition))
                .toList();
        Tensor other =
                others.size() > 1 ? others.get(1) : Promotion.number(at.value(at.has("other") ? "other" : "value"));
        List<Tensor> x = alike(List.of(others.get(0), other));
        return condition.where(x.get(0), x.get(1));
    }

    private static Tensor maskedFill(Inputs in, Attributes at) {
        Tensor x = in.tensor(0);
        Tensor value = in.keys().size() > 2
                ? in.tensor(2)
                : Tensor.full(new Spec(Shape.SCALAR, x.dtype()), at.number("value"));
        return in.tensor(1).where(value, x);
    }

    /** There, and back if asked to; the pack writes 9e9 for infinity then. */
    private static Tensor cast(Inputs in, Attributes at) {
        Tensor there = Promotion.cast(in.tensor(0), at.has("to") ? at.text("to") : at.text("dtype"));
        return at.has("back") ? Promotion.cast(there, at.text("back")).nanToNum(Double.NaN, 9e9, -9e9) : there;
    }

    /** The power of two by which a number is one half to one. */
    private static Tensor exponent(Tensor x) {
        Tensor size = x.abs();
        Tensor rough = size.eq(0)
                .or(size.isFinite().not())
                .where(0, size.log2().floor().add(1));
        Tensor mantissa = size.ldexp(rough.neg());
        Tensor up = mantissa.ge(1).cast(x.dtype());
        Tensor down = mantissa.lt(0.5).and(size.gt(0)).cast(x.dtype());
        return rough.add(up).sub(down);
    }
}
