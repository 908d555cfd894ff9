package fovea.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.tensor.Rounding;
import fovea.tensor.Special;
import fovea.tensor.Unary;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The functions in single precision against those in double, over every kind of number there is. */
class LanesTest {
    /** A prime that walks through all 2³² numbers in about two million steps. */
    private static final int STRIDE = 2039;

    private static final float[] EXTREMES = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        -0.5f,
        2f,
        300f,
        -300f,
        88.7f,
        88.8f,
        -87.3f,
        -87.4f,
        -103.9f,
        -104f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        0x1p23f,
        -0x1p23f,
        8388609f,
        1.5f,
        2.5f,
        -1.5f,
        10f,
        -10f
    };

    private record Case(Unary op, Function function, double ulps) {}

    @FunctionalInterface
    private interface Function {
        float of(float x);
    }

    private static final List<Case> CASES = List.of(
            new Case(new Unary.Exp(), Lanes::exp, 1),
            new Case(new Unary.Log(), Lanes::log, 1),
            new Case(new Unary.Tanh(), Lanes::tanh, 2),
            new Case(new Unary.Sigmoid(), Lanes::sigmoid, 2),
            new Case(new Special.Expm1(), Lanes::expm1, 2),
            new Case(new Special.Log1p(), Lanes::log1p, 2),
            new Case(new Special.Softplus(), Lanes::softplus, 2),
            new Case(new Special.Erf(), Lanes::erf, 2),
            new Case(new Special.Erfc(), Lanes::erfc, 4),
            new Case(new Rounding.Floor(), Lanes::floor, 0),
            new Case(new Rounding.Ceil(), Lanes::ceil, 0),
            new Case(new Rounding.Round(), Lanes::round, 0),
            new Case(new Rounding.Sign(), Lanes::sign, 0),
            new Case(new Unary.Sqrt(), Lanes::sqrt, 0),
            new Case(new Unary.Reciprocal(), Lanes::reciprocal, 0));

    @TestFactory
    Stream<DynamicTest> isWithinSomeUnitsInTheLastPlace() {
        return CASES.stream()
                .map(c -> dynamicTest(c.op().label(), () -> {
                    double worst = 0;
                    float at = 0;
                    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
                        float x = Float.intBitsToFloat((int) bits);
                        double error = ulps(c.function().of(x), c.op()::f, x);
                        if (!(error <= worst)) {
                            worst = error;
                            at = x;
                        }
                    }
                    assertTrue(worst <= c.ulps(), worst + " at " + at);
                }));
    }

    @TestFactory
    Stream<DynamicTest> holdsAtTheExtremes() {
        return CASES.stream()
                .map(c -> dynamicTest(c.op().label(), () -> {
                    for (float x : EXTREMES) {
                        double error = ulps(c.function().of(x), c.op()::f, x);
                        assertTrue(error <= c.ulps(), c.function().of(x) + " at " + x);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> keepsTheSignOfZero() {
        return Stream.of(CASES.get(2), CASES.get(7), CASES.get(11))
                .map(c -> dynamicTest(
                        c.op().label(), () -> assertEquals(-0f, c.function().of(-0f))));
    }

    /** The distance to the true value in units of the result's last place, beyond the half unit that rounding takes. */
    private static double ulps(float y, DoubleUnaryOperator f, float x) {
        double exact = f.applyAsDouble(x);
        float rounded = (float) exact;
        if (Float.isNaN(rounded) || Float.isInfinite(rounded) || Float.isInfinite(y)) {
            return Float.compare(rounded, y) == 0
                    ? 0
                    : Math.abs(rounded) == Float.MAX_VALUE ? 1 : Double.POSITIVE_INFINITY;
        }
        double error = Math.abs(y - exact) / Math.ulp(rounded) - 0.5;
        return y == rounded ? 0 : error;
    }
}
