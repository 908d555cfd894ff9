package fovea.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fovea.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against the formula in double precision. */
class LogSoftmaxLoopTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void isWithinThreeUnitsInTheLastPlaceOfWhatTheDifferenceAllows() {
        for (int classes : new int[] {1, 2, 10, 600, 1000, 5000}) {
            for (double spread : new double[] {0.01, 1, 10, 100}) {
                float[] x = new float[37 * classes];
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) (spread * random.nextGaussian());
                }
                float[] y = run(x, classes);
                for (int row = 0; row < 37; row++) {
                    check(x, y, row * classes, classes);
                }
            }
        }
    }

    private static void check(float[] x, float[] y, int from, int classes) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < classes; i++) {
            most = Math.max(most, x[from + i]);
        }
        double rest = -1;
        double small = 0;
        for (int i = 0; i < classes; i++) {
            double d = x[from + i] - most;
            if (d == 0) {
                rest++;
            } else {
                small += Math.exp(d);
            }
        }
        double log = Math.log1p(rest + small);
        for (int i = 0; i < classes; i++) {
            double exact = x[from + i] - most - log;
            double ulps = Math.abs(y[from + i] - exact) / Math.ulp((float) exact);
            // The rounded difference makes the larger term wrong by as many units as it is large itself.
            double allowed = 3 + Math.max(0, -Math.log(-exact));
            assertTrue(ulps <= allowed, y[from + i] + " is not " + exact + " of " + classes);
        }
    }

    @Test
    void whatIsNotFiniteSpoilsItsRowAlone() {
        float[] y = run(new float[] {1, 1, Float.NaN, 0, Float.POSITIVE_INFINITY, 0, Float.NEGATIVE_INFINITY, 0}, 2);
        float half = (float) -Math.log(2);
        float nan = Float.NaN;
        float[] expected = {half, half, nan, nan, nan, nan, Float.NEGATIVE_INFINITY, 0};
        for (int i = 0; i < y.length; i++) {
            assertEquals(expected[i], y[i] == 0 ? 0 : y[i], "element " + i);
        }
    }

    private static float[] run(float[] x, int classes) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_FLOAT, x);
            MemorySegment out = Arena.ofAuto().allocate(in.byteSize(), 64);
            new LogSoftmaxLoop(Shape.of(x.length / classes, classes))
                    .run(new MemorySegment[] {in}, new MemorySegment[] {out});
            return out.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
