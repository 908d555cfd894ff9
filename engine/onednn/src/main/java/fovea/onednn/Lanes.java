package fovea.onednn;

/**
 * The functions of one or two elements in single precision, to about two units in the last place. Without branches, so that {@link
 * VectorCode} can turn their bytecode into vector code that gives the same bits: only arithmetic, {@link Math}'s {@code fma}, {@code
 * min}, {@code max}, {@code abs} and {@code sqrt}, the bits of numbers, the choices at the end, and each other.
 *
 * <p>The polynomials are fitted to the functions' Taylor remainders in the relative error of the whole, and their coefficients rounded
 * from the lowest up, each making good for the ones before.
 */
final class Lanes {
    /** Twice this takes every positive number, however small, to 1 or more. */
    private static final float HUGE = 3e38f;

    private static final float INFINITE = Float.POSITIVE_INFINITY;

    /** Added, it leaves the nearest whole number in the lowest bits: {@code 1.5 · 2²³}. */
    private static final float MAGIC = 0x1.8p23f;

    private static final int MAGIC_BITS = 0x4B400000;
    private static final float LOG2_E = 1.442695f;

    /** ln 2 in two parts, the first with few enough bits that whole multiples are exact. */
    private static final float LN2_HIGH = 0x1.63p-1f;

    private static final float LN2_LOW = -2.1219444e-4f;

    private static final int SQRT_HALF_BITS = 0x3F3504F3;

    private Lanes() {}

    static float add(float a, float b) {
        return a + b;
    }

    static float sub(float a, float b) {
        return a - b;
    }

    static float mul(float a, float b) {
        return a * b;
    }

    static float div(float a, float b) {
        return a / b;
    }

    static float maximum(float a, float b) {
        return Math.max(a, b);
    }

    static float minimum(float a, float b) {
        return Math.min(a, b);
    }

    /** A choice between two numbers is not vectorized by the JIT (JDK 25); minimum, maximum and product are. */
    static float wherePositive(float a, float b) {
        return a * Math.min(Math.max(b, 0f) * HUGE * HUGE, 1f);
    }

    static float where(float condition, float a, float b) {
        return less(0f, condition, a, b);
    }

    static float equal(float a, float b) {
        return equal(a, b, 1f, 0f);
    }

    static float less(float a, float b) {
        return less(a, b, 1f, 0f);
    }

    static float lessEqual(float a, float b) {
        return lessEqual(a, b, 1f, 0f);
    }

    static float scale(float x, float scale) {
        return x * scale;
    }

    static float affine(float x, float scale, float shift) {
        return x * scale + shift;
    }

    static float abs(float x) {
        return Math.abs(x);
    }

    static float relu(float x) {
        return Math.max(x, 0f);
    }

    static float sqrt(float x) {
        return (float) Math.sqrt(x);
    }

    static float reciprocal(float x) {
        return 1f / x;
    }

    /** {@code eˣ = 2ᵏ eʳ}, {@code |r| ≤ ½ ln 2}; 2ᵏ in two factors, since it may leave the range of exponents. */
    static float exp(float x) {
        float near = Math.min(Math.max(x, -104f), 89f);
        float t = Math.fma(near, LOG2_E, MAGIC);
        float y = expm1Near0(remainder(near, t - MAGIC)) + 1f;
        int k = Float.floatToRawIntBits(t) - MAGIC_BITS;
        int half = k >> 1;
        return y * twoTo(half) * twoTo(k - half);
    }

    /** For {@code |x| ≤ 87}, where one factor will do. */
    private static float expInRange(float x) {
        float t = Math.fma(x, LOG2_E, MAGIC);
        float y = expm1Near0(remainder(x, t - MAGIC)) + 1f;
        return y * twoTo(Float.floatToRawIntBits(t) - MAGIC_BITS);
    }

    private static float remainder(float x, float k) {
        return Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
    }

    /** For {@code |x| ≤ ½ ln 2}. */
    private static float expm1Near0(float x) {
        float p = Math.fma(x, 0.0013825445f, 0.008369384f);
        p = Math.fma(p, x, 0.04166823f);
        p = Math.fma(p, x, 0.16666515f);
        p = Math.fma(p, x, 0.49999994f);
        return Math.fma(x * x, p, x);
    }

    private static float twoTo(int k) {
        return Float.intBitsToFloat((k + 127) << 23);
    }

    /** {@code eˣ − 1 = 2ᵏ (eʳ − 1) + 2ᵏ − 1}, halved on the way so that {@code 2¹²⁸} fits. */
    static float expm1(float x) {
        float near = Math.min(Math.max(x, -20f), 89f);
        float t = Math.fma(near, LOG2_E, MAGIC);
        float scale = twoTo(Float.floatToRawIntBits(t) - MAGIC_BITS - 1);
        return 2f * Math.fma(scale, expm1Near0(remainder(near, t - MAGIC)), scale - 0.5f);
    }

    /** {@code ln x = k ln 2 + ln(1 + f)}, {@code √½ ≤ 1 + f < √2}. */
    static float log(float x) {
        float normal = less(x, Float.MIN_NORMAL, x * 0x1p24f, x);
        int bits = Float.floatToRawIntBits(normal);
        int k = (bits - SQRT_HALF_BITS) >> 23;
        float f = Float.intBitsToFloat(bits - (k << 23)) - 1f;
        float exponent = Float.intBitsToFloat(k + MAGIC_BITS) - MAGIC + less(x, Float.MIN_NORMAL, -24f, 0f);
        float y = Math.fma(exponent, LN2_LOW, log1pBend(f));
        y = Math.fma(exponent, LN2_HIGH, y + f);
        return less(x, INFINITE, less(0f, x, y, less(x, 0f, Float.NaN, -INFINITE)), x);
    }

    /** {@code ln(1 + x) − x}. */
    private static float log1pBend(float x) {
        float p = Math.fma(x, 0.06752189f, -0.117205724f);
        p = Math.fma(p, x, 0.11909738f);
        p = Math.fma(p, x, -0.12400095f);
        p = Math.fma(p, x, 0.14216116f);
        p = Math.fma(p, x, -0.16668163f);
        p = Math.fma(p, x, 0.2000228f);
        p = Math.fma(p, x, -0.2500001f);
        p = Math.fma(p, x, 0.3333331f);
        return Math.fma(x * x, -0.5f, x * x * x * p);
    }

    /** The logarithm of the rounded sum, and what the rounding took. */
    static float log1p(float x) {
        float u = 1f + x;
        float y = log(u);
        return less(0f, u, less(u, INFINITE, y + (x - (u - 1f)) / u, y), y);
    }

    static float softplus(float x) {
        return Math.max(x, 0f) + log1p(exp(-Math.abs(x)));
    }

    static float tanh(float x) {
        float a = Math.abs(x);
        float z = a * a;
        float p = Math.fma(z, -0.005901949f, 0.020801736f);
        p = Math.fma(p, z, -0.053785488f);
        p = Math.fma(p, z, 0.13331942f);
        p = Math.fma(p, z, -0.333333f);
        float large = 1f - 2f / (expInRange(Math.min(2f * a, 20f)) + 1f);
        return withSign(less(a, 0.6f, Math.fma(a * z, p, a), large), x);
    }

    static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return less(x, 0f, e, 1f) / (1f + e);
    }

    /** A polynomial in the middle; farther out {@code 1 − e⁻ᵖ} with a polynomial for {@code −ln erfc}. */
    static float erf(float x) {
        float a = Math.abs(x);
        float z = a * a;
        float p = Math.fma(z, 8.2898325e-05f, -0.0008122624f);
        p = Math.fma(p, z, 0.005199116f);
        p = Math.fma(p, z, -0.026858527f);
        p = Math.fma(p, z, 0.11283676f);
        p = Math.fma(p, z, -0.37612632f);
        p = Math.fma(p, z, 0.12837917f);
        float t = Math.min(a, 4f);
        float q = Math.fma(t, 2.1094162e-05f, -0.0004344555f);
        q = Math.fma(q, t, 0.004171044f);
        q = Math.fma(q, t, -0.025119415f);
        q = Math.fma(q, t, 0.108280115f);
        q = Math.fma(q, t, 0.63334686f);
        q = Math.fma(q, t, 0.12951496f);
        q = Math.fma(q, t, -0.00017469129f) + t;
        return withSign(less(a, 0.93f, Math.fma(a, p, a), 1f - expInRange(-q)), x);
    }

    /**
     * {@code e^(−t²) g(t) / (1 + 2t)} for {@code t = |x|}, with a polynomial in {@code (t − 2)/(t + 2)} for g. Both quotients come from
     * one division and are then corrected; so is the square.
     */
    static float erfc(float x) {
        float t = Math.min(Math.abs(x), 10.1f);
        float scale = Math.fma(2f, t, 1f);
        float divided = 1f / ((t + 2f) * scale);
        float v = quotient(t - 2f, t + 2f, scale * divided);
        float p = Math.fma(v, 8.673984e-05f, 0.0001803477f);
        p = Math.fma(p, v, -0.00040980862f);
        p = Math.fma(p, v, -0.0014382008f);
        p = Math.fma(p, v, 0.0012562347f);
        p = Math.fma(p, v, 0.008719316f);
        p = Math.fma(p, v, -0.008031272f);
        p = Math.fma(p, v, -0.05422051f);
        p = Math.fma(p, v, 0.16405103f);
        p = Math.fma(p, v, -0.16603023f);
        p = Math.fma(p, v, -0.09276382f);
        p = Math.fma(p, v, 1.2769784f);
        float square = t * t;
        float e = exp(-square);
        float y = Math.fma(-Math.fma(t, t, -square), e, e) * quotient(p, scale, (t + 2f) * divided);
        return less(x, 0f, 2f - y, y);
    }

    /** {@code a / b} with a reciprocal of b that is some units off. */
    private static float quotient(float a, float b, float reciprocal) {
        float near = a * reciprocal;
        return Math.fma(Math.fma(-near, b, a), reciprocal, near);
    }

    static float round(float x) {
        float a = Math.abs(x);
        return less(a, 0x1p23f, withSign(a + 0x1p23f - 0x1p23f, x), x);
    }

    static float floor(float x) {
        float y = round(x);
        return y - less(x, y, 1f, 0f);
    }

    static float ceil(float x) {
        float y = round(x);
        return withSign(Math.abs(y + less(y, x, 1f, 0f)), x);
    }

    static float sign(float x) {
        return less(0f, x, 1f, less(x, 0f, -1f, x));
    }

    /** {@code y}, which is not negative, with the sign of x. */
    private static float withSign(float y, float x) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) | (Float.floatToRawIntBits(x) & Integer.MIN_VALUE));
    }

    /** Rounded to the upper half of its bits, to nearest, ties to even; below them lies what is to be dropped. */
    static float half(float x) {
        int bits = Float.floatToRawIntBits(x);
        float sum = Float.intBitsToFloat(bits + 0x7FFF + ((bits >> 16) & 1));
        return equal(x, x, sum, Float.intBitsToFloat(bits | 0x400000));
    }

    /** The nearest number of bf16, as a cast to it gives. */
    static float bf16(float x) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(half(x)) & -0x10000);
    }

    /** A cast from bf16: it has been widened already. */
    static float same(float x) {
        return x;
    }

    // ---- Choices: the only branches, known to the vector code as one operation each.

    static float less(float a, float b, float yes, float no) {
        return a < b ? yes : no;
    }

    static float lessEqual(float a, float b, float yes, float no) {
        return a <= b ? yes : no;
    }

    static float equal(float a, float b, float yes, float no) {
        return a == b ? yes : no;
    }
}
