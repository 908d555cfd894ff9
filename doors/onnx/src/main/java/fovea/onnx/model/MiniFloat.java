package fovea.onnx.model;

/**
 * Floating-point numbers of 8 and 4 bits (Micikevicius et al. 2022, "FP8 formats for deep learning"; Noune et al. 2022; OCP Microscaling
 * Formats 1.0). They are carried in single precision, which holds each of them.
 *
 * @param mantissa bits after the point
 * @param bias of the exponent
 * @param largest finite number
 * @param infinite whether there are infinities
 * @param unsignedZero whether the only zero is positive, and the bits of the negative one are not-a-number
 */
public record MiniFloat(int mantissa, int bias, double largest, boolean infinite, boolean unsignedZero) {

    /** The format of a type that {@link OnnxType#isMini}, but for {@code FLOAT8E8M0}, which has no mantissa. */
    public static MiniFloat of(OnnxType type) {
        return switch (type) {
            case FLOAT8E4M3FN -> new MiniFloat(3, 7, 448, false, false);
            case FLOAT8E4M3FNUZ -> new MiniFloat(3, 8, 240, false, true);
            case FLOAT8E5M2 -> new MiniFloat(2, 15, 57344, true, false);
            case FLOAT8E5M2FNUZ -> new MiniFloat(2, 16, 57344, false, true);
            case FLOAT4E2M1 -> new MiniFloat(1, 1, 6, false, false);
            default -> throw new IllegalArgumentException(type + " is no number of 8 or 4 bits with a mantissa");
        };
    }

    /** The number that {@code bits} of this type stand for. */
    public static float decode(OnnxType type, int bits) {
        if (type == OnnxType.FLOAT8E8M0) {
            return bits == 0xff ? Float.NaN : (float) Math.scalb(1.0, bits - 127);
        }
        return of(type).decoded(bits, type.bits());
    }

    private float decoded(int bits, int width) {
        int sign = bits >>> (width - 1) & 1;
        int rest = bits & (1 << (width - 1)) - 1;
        int exponent = rest >>> mantissa;
        int fraction = rest & (1 << mantissa) - 1;
        if (unsignedZero && sign == 1 && rest == 0) {
            return Float.NaN;
        }
        double size = exponent == 0
                ? Math.scalb((double) fraction, 1 - bias - mantissa)
                : Math.scalb((double) (fraction | 1 << mantissa), exponent - bias - mantissa);
        if (size > largest) {
            size = infinite && fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        return (float) (sign == 1 ? -size : size);
    }

    /** Rounds to nearest, ties to even; what is too large becomes the largest if {@code saturate}, else infinite or not-a-number. */
    public double round(double x, boolean saturate) {
        if (Double.isNaN(x)) {
            return mantissa == 1 ? -0.0 : x;
        }
        if (x == 0) {
            return unsignedZero ? 0 : x;
        }
        double size = Math.abs(x);
        double step = Math.scalb(1.0, Math.max(Math.getExponent(size), 1 - bias) - mantissa);
        double rounded = Math.rint(size / step) * step;
        if (rounded > largest || Double.isInfinite(size)) {
            rounded = beyond(saturate);
        }
        return rounded == 0 && unsignedZero ? 0 : Math.copySign(rounded, x);
    }

    private double beyond(boolean saturate) {
        if (mantissa == 1 || saturate) {
            return largest;
        }
        return infinite ? Double.POSITIVE_INFINITY : Double.NaN;
    }
}
