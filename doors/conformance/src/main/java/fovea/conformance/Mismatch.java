package fovea.conformance;

import fovea.format.NdArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A tensor that is not as expected: of another kind or shape, or with elements too far off.
 *
 * @param tensor its key in the pack
 * @param what in words, with numbers
 * @param worst the element furthest off, measured by what is allowed; nothing where kind or shape are wrong
 */
public record Mismatch(String tensor, String what, Optional<Element> worst) {

    /** One element that is too far off: its place, and the numbers. */
    public record Element(int[] index, double got, double expected, double allowed) {}

    /** Holds a tensor against the expected one. */
    static Optional<Mismatch> between(String tensor, NdArray got, NdArray expected, Tolerance tolerance) {
        boolean sameKind = got.type().isFloating() == expected.type().isFloating();
        if (!sameKind || !Arrays.equals(got.shape(), expected.shape())) {
            return Optional.of(new Mismatch(tensor, "is %s, expected %s".formatted(got, expected), Optional.empty()));
        }
        return expected.type().isFloating() ? floating(tensor, got, expected, tolerance) : whole(tensor, got, expected);
    }

    private static Optional<Mismatch> floating(String tensor, NdArray got, NdArray expected, Tolerance tolerance) {
        double[] g = got.toDoubles();
        double[] e = expected.toDoubles();
        int wrong = 0;
        int worst = -1;
        double most = 0;
        for (int i = 0; i < e.length; i++) {
            double allowed = tolerance.allowed(e[i]);
            double off = Math.abs(g[i] - e[i]);
            boolean equal = Double.isFinite(e[i]) ? off <= allowed : Double.compare(g[i], e[i]) == 0;
            if (!equal) {
                double excess = Double.isFinite(off) ? off / allowed : Double.POSITIVE_INFINITY;
                wrong++;
                if (worst < 0 || excess > most) {
                    worst = i;
                    most = excess;
                }
            }
        }
        return worst < 0
                ? Optional.empty()
                : Optional.of(of(tensor, expected, wrong, worst, g[worst], e[worst], tolerance.allowed(e[worst])));
    }

    private static Optional<Mismatch> whole(String tensor, NdArray got, NdArray expected) {
        long[] g = got.toLongs();
        long[] e = expected.toLongs();
        int wrong = 0;
        int first = -1;
        for (int i = 0; i < e.length; i++) {
            if (g[i] != e[i]) {
                wrong++;
                first = first < 0 ? i : first;
            }
        }
        return first < 0
                ? Optional.empty()
                : Optional.of(of(tensor, expected, wrong, first, (double) g[first], (double) e[first], 0));
    }

    private static Mismatch of(
            String tensor, NdArray array, int wrong, int at, double got, double expected, double allowed) {
        int[] index = index(array.shape(), at);
        String what = String.format(
                Locale.ROOT,
                "%d of %d elements are wrong; worst at %s: got %.9g, expected %.9g, off by %.3g, allowed %.3g",
                wrong,
                array.count(),
                Arrays.toString(index),
                got,
                expected,
                Math.abs(got - expected),
                allowed);
        return new Mismatch(tensor, what, Optional.of(new Element(index, got, expected, allowed)));
    }

    private static int[] index(long[] shape, int i) {
        int[] index = new int[shape.length];
        int rest = i;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = (int) (rest % shape[axis]);
            rest /= (int) shape[axis];
        }
        return index;
    }
}
