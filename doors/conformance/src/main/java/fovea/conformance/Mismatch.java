package fovea.conformance;

import fovea.format.ElementType;
import fovea.format.NdArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A tensor that is not as expected: of another kind or shape, or with elements too far off.
 *
 * @param tensor its key in the pack
 * @param what in words, with numbers
 * @param worst the element furthest off, measured by what is allowed, of whole numbers the first; nothing where kind or shape are wrong
 */
public record Mismatch(String tensor, String what, Optional<Element> worst) {

    /** One element that is too far off: its place, and the numbers. */
    public record Element(int[] index, double got, double expected, double allowed) {}

    /** Holds a tensor against the expected one. */
    static Optional<Mismatch> between(String tensor, NdArray got, NdArray expected, Tolerance tolerance) {
        if (kind(got) != kind(expected) || !Arrays.equals(got.shape(), expected.shape())) {
            return Optional.of(new Mismatch(tensor, "is %s, expected %s".formatted(got, expected), Optional.empty()));
        }
        return expected.type().isFloating() ? floating(tensor, got, expected, tolerance) : whole(tensor, got, expected);
    }

    /** Widths may differ: PyTorch counts in 64 bits where 32 are plenty. */
    private static int kind(NdArray array) {
        return array.type().isFloating() ? 0 : array.type() == ElementType.BOOL ? 1 : 2;
    }

    private static Optional<Mismatch> floating(String tensor, NdArray got, NdArray expected, Tolerance tolerance) {
        double[] g = got.toDoubles();
        double[] e = expected.toDoubles();
        int wrong = 0;
        int worst = -1;
        double most = 0;
        for (int i = 0; i < e.length; i++) {
            double excess = excess(g[i], e[i], tolerance.allowed(e[i]));
            wrong += excess > 1 ? 1 : 0;
            if (excess > 1 && (worst < 0 || excess > most)) {
                worst = i;
                most = excess;
            }
        }
        if (worst < 0) {
            return Optional.empty();
        }
        Element element = new Element(index(expected.shape(), worst), g[worst], e[worst], tolerance.allowed(e[worst]));
        String numbers = String.format(
                Locale.ROOT,
                "got %.9g, expected %.9g, off by %.3g, allowed %.3g",
                element.got,
                element.expected,
                Math.abs(element.got - element.expected),
                element.allowed);
        return Optional.of(of(tensor, wrong, e.length, element, numbers));
    }

    /** How many times as far off as allowed; more than 1 is wrong. */
    private static double excess(double got, double expected, double allowed) {
        double off = Math.abs(got - expected);
        if (Double.compare(got, expected) == 0 || (off <= allowed && Double.isFinite(expected))) {
            return 0;
        }
        return Double.isFinite(off) ? Math.max(off / allowed, Math.nextUp(1.0)) : Double.POSITIVE_INFINITY;
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
        if (first < 0) {
            return Optional.empty();
        }
        Element element = new Element(index(expected.shape(), first), (double) g[first], (double) e[first], 0);
        return Optional.of(of(tensor, wrong, e.length, element, "got %d, expected %d".formatted(g[first], e[first])));
    }

    private static Mismatch of(String tensor, int wrong, int all, Element worst, String numbers) {
        String what = "%d of %d elements are wrong; worst at %s: %s"
                .formatted(wrong, all, Arrays.toString(worst.index), numbers);
        return new Mismatch(tensor, what, Optional.of(worst));
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
