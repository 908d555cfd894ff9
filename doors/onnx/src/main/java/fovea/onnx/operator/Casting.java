package fovea.onnx.operator;

import fovea.onnx.model.HostNumbers;
import fovea.onnx.model.OnnxStrings;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The same numbers in another element type. */
final class Casting {

    private Casting() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Cast", call -> List.of(cast(call, call.value(0), target(call))));
        all.put("CastLike", call -> List.of(cast(call, call.value(0), like(call))));
        all.put("BitCast", call -> List.of(bits(call)));
        return all;
    }

    /** Before opset 6 the type was written as a text. */
    private static OnnxType target(Call call) {
        if (call.opset() >= 6) {
            return call.typeSetting("to", OnnxType.FLOAT);
        }
        return OnnxType.valueOf(call.text("to", "FLOAT").toUpperCase(Locale.ROOT));
    }

    private static OnnxType like(Call call) {
        return call.value(1) instanceof OnnxStrings ? OnnxType.STRING : call.type(1);
    }

    private static OnnxValue cast(Call call, OnnxValue value, OnnxType to) {
        return switch (value) {
            case OnnxStrings texts when to == OnnxType.STRING -> texts;
            case OnnxStrings texts -> parsed(texts, to, call);
            case OnnxTensor x when to == OnnxType.STRING -> printed(x);
            case OnnxTensor x -> cast(call, x, to);
            default -> throw call.wrong("its input is no tensor", "only tensors have an element type");
        };
    }

    private static OnnxTensor cast(Call call, OnnxTensor x, OnnxType to) {
        if (x.type() == to) {
            return x;
        }
        Tensor from = x.computed();
        if (to == OnnxType.FLOAT8E8M0) {
            return powers(from, call.text("round_mode", "up"), call.flag("saturate", true));
        }
        if (to.isMini()) {
            return Carrying.minis(to, from, call.flag("saturate", true));
        }
        if (to == OnnxType.BOOL) {
            return new OnnxTensor(to, from.dtype() == DType.BOOL ? from : from.ne(0));
        }
        return Carrying.as(to, from);
    }

    /** To powers of two, which is all that eight bits of exponent hold. */
    private static OnnxTensor powers(Tensor x, String how, boolean saturate) {
        double[] y = HostNumbers.doubles(x);
        for (int i = 0; i < y.length; i++) {
            y[i] = power(y[i], how, saturate);
        }
        return new OnnxTensor(OnnxType.FLOAT8E8M0, HostNumbers.tensor(new Spec(x.shape(), DType.F32), y));
    }

    private static double power(double x, String how, boolean saturate) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (x <= 0) {
            return saturate || x == 0 ? Math.scalb(1.0, -127) : Double.NaN;
        }
        if (Double.isInfinite(x)) {
            return saturate ? Math.scalb(1.0, 127) : Double.NaN;
        }
        int exponent = Math.getExponent(x);
        double below = Math.scalb(1.0, exponent);
        boolean up = switch (how) {
            case "down" -> false;
            case "nearest" -> x >= 1.5 * below;
            default -> x > below;
        };
        int rounded = exponent + (up ? 1 : 0);
        if (rounded > 127) {
            return saturate ? Math.scalb(1.0, 127) : Double.NaN;
        }
        return Math.scalb(1.0, Math.max(rounded, -127));
    }

    private static OnnxTensor parsed(OnnxStrings texts, OnnxType to, Call call) {
        double[] numbers = new double[texts.elements().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(texts.elements().get(i).strip().toLowerCase(Locale.ROOT), call);
        }
        OnnxTensor real = OnnxTensor.of(OnnxType.DOUBLE, texts.shape(), numbers);
        return to == OnnxType.DOUBLE ? real : cast(call, real, to);
    }

    private static double number(String text, Call call) {
        return switch (text) {
            case "nan", "-nan", "+nan" -> Double.NaN;
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw call.wrong("\"" + text + "\" is no number", "only texts of numbers can become numbers");
                }
            }
        };
    }

    private static OnnxStrings printed(OnnxTensor x) {
        List<String> texts = switch (x.type()) {
            case BOOL ->
                Arrays.stream(x.longs())
                        .mapToObj(each -> each != 0 ? "True" : "False")
                        .toList();
            case DOUBLE ->
                Arrays.stream(x.doubles())
                        .mapToObj(each -> printed(each, Double.toString(each)))
                        .toList();
            default ->
                x.type().isFloating()
                        ? Arrays.stream(x.doubles())
                                .mapToObj(each -> printed(each, Float.toString((float) each)))
                                .toList()
                        : Arrays.stream(x.longs()).mapToObj(Long::toString).toList();
        };
        return new OnnxStrings(x.shape(), texts);
    }

    /** As Python writes numbers: the fewest digits, an exponent below 10⁻⁴ and from 10¹⁶ on. */
    private static String printed(double x, String shortest) {
        if (Double.isNaN(x)) {
            return "nan";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "inf" : "-inf";
        }
        BigDecimal digits = new BigDecimal(shortest).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (x == 0 || (exponent >= -4 && exponent < 16)) {
            String plain = x == 0 ? shortest : digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.movePointLeft(exponent).toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** The same bits read as another type of the same width. */
    private static OnnxTensor bits(Call call) {
        OnnxTensor x = call.tensor(0);
        OnnxType to = call.typeSetting("to", OnnxType.FLOAT);
        if (to.bits() != x.type().bits()) {
            throw call.wrong("%s and %s are not of one width".formatted(x.type(), to), "the network is damaged");
        }
        long[] bits = new long[Math.toIntExact(x.shape().elements())];
        double[] real = x.type().isFloating() ? x.doubles() : new double[0];
        long[] whole = x.type().isFloating() ? bits : x.longs();
        for (int i = 0; i < bits.length; i++) {
            bits[i] = x.type().isFloating() ? bits(call, x.type(), real[i]) : whole[i];
        }
        if (!to.isFloating()) {
            int shift = 64 - to.bits();
            for (int i = 0; i < bits.length; i++) {
                bits[i] =
                        to.isUnsigned() || to == OnnxType.BOOL ? bits[i] << shift >>> shift : bits[i] << shift >> shift;
            }
            return OnnxTensor.of(to, x.shape(), bits);
        }
        return OnnxTensor.of(
                to,
                x.shape(),
                Arrays.stream(bits).mapToDouble(each -> real(call, to, each)).toArray());
    }

    private static long bits(Call call, OnnxType type, double x) {
        return switch (type) {
            case FLOAT -> Float.floatToRawIntBits((float) x);
            case DOUBLE -> Double.doubleToRawLongBits(x);
            case FLOAT16 -> Float.floatToFloat16((float) x);
            case BFLOAT16 -> Float.floatToRawIntBits((float) x) >>> 16;
            default -> throw call.wrong("the bits of " + type + " are not at hand", "cast it first");
        };
    }

    private static double real(Call call, OnnxType type, long bits) {
        return switch (type) {
            case FLOAT -> Float.intBitsToFloat((int) bits);
            case DOUBLE -> Double.longBitsToDouble(bits);
            case FLOAT16 -> Float.float16ToFloat((short) bits);
            case BFLOAT16 -> Float.intBitsToFloat((int) bits << 16);
            default -> throw call.wrong("the bits of " + type + " are not at hand", "cast it afterwards");
        };
    }
}
