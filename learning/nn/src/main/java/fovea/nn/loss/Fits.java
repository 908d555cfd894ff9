package fovea.nn.loss;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What losses ask of their operands and options, with one way of saying so. */
final class Fits {
    private Fits() {}

    /** One shape and one floating-point type. */
    static void same(String loss, Tensor y, Tensor target) {
        same(loss, "y", y, "the target", target);
    }

    /** One shape and one floating-point type, the operands being called by these names. */
    static void same(String loss, String nameA, Tensor a, String nameB, Tensor b) {
        if (a.dtype().isFloating() && a.spec().equals(b.spec())) {
            return;
        }
        throw new ShapeException(
                loss,
                nameA + " is " + a.spec() + " and " + nameB + " " + b.spec(),
                !a.dtype().isFloating()
                        ? nameA + " must be of floating-point numbers; cast(DType.F32) would fit"
                        : nameB + " must be " + a.spec() + remedy(a.spec(), b.spec()));
    }

    private static String remedy(Spec a, Spec b) {
        if (a.shape().equals(b.shape())) {
            return "; cast(DType." + a.dtype().name() + ") would fit";
        }
        if (a.dtype() == b.dtype() && a.shape().elements() == b.shape().elements()) {
            return "; reshape(" + a.shape() + ") would fit";
        }
        return a.dtype() == b.dtype() && broadcasts(b.shape(), a.shape())
                ? "; broadcastTo(" + a.shape() + ") would fit"
                : "";
    }

    /** Whether {@code from} can be repeated up to {@code to}. */
    static boolean broadcasts(Shape from, Shape to) {
        Shape both = common(from, to);
        return both != null && both.equals(to);
    }

    /** The shape that two are broadcast to, or null if they are not. */
    static @Nullable Shape common(Shape a, Shape b) {
        int[] sizes = new int[Math.max(a.rank(), b.rank())];
        for (int i = 1; i <= sizes.length; i++) {
            int m = i <= a.rank() ? a.size(-i) : 1;
            int n = i <= b.rank() ? b.size(-i) : 1;
            if (m != n && m != 1 && n != 1) {
                return null;
            }
            sizes[sizes.length - i] = m == 1 ? n : m;
        }
        return Shape.of(sizes);
    }

    /** Scores {@code [C]} or {@code [N, C, ...]} of floating-point numbers, of one class at least. */
    static void scores(String loss, Tensor x) {
        if (x.shape().rank() < 1
                || !x.dtype().isFloating()
                || x.shape().size(x.shape().rank() == 1 ? 0 : 1) == 0) {
            throw new ShapeException(
                    loss, "x is " + x.spec(), "x must be [N, C, ...], or [C], of floating-point numbers, with C not 0");
        }
    }

    /** {@link #scores} and a whole number for each of them. */
    static void labels(String loss, Tensor x, Tensor labels) {
        scores(loss, x);
        Shape expected = labelShape(x.shape());
        if (!labels.dtype().isInteger() || !labels.shape().equals(expected)) {
            throw new ShapeException(
                    loss,
                    "x is " + x.spec() + " and the labels " + labels.spec(),
                    "labels must be " + expected + " of whole numbers, one for each " + classes(x.shape()) + " scores"
                            + (labels.shape().equals(expected) ? "; cast(DType.I32) would fit" : ""));
        }
    }

    /** The shape of labels for scores {@code [C]} or {@code [N, C, ...]}: without C. */
    static Shape labelShape(Shape x) {
        int[] sizes = new int[x.rank() - 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = x.size(i == 0 ? 0 : i + 1);
        }
        return Shape.of(sizes);
    }

    /** How many classes scores {@code [C]} or {@code [N, C, ...]} have. */
    static int classes(Shape x) {
        return x.size(x.rank() == 1 ? 0 : 1);
    }

    /** A weight for each class, or none. */
    static void classWeight(String loss, @Nullable Tensor weight, Tensor x) {
        Spec expected = new Spec(Shape.of(classes(x.shape())), x.dtype());
        if (weight != null && !weight.spec().equals(expected)) {
            throw new ShapeException(
                    loss,
                    "x is " + x.spec() + " and the weight " + weight.spec(),
                    "the weight must be " + expected + ", one number for each class");
        }
    }

    /** A weight that broadcasts to {@code x}, or none. */
    static void elementWeight(String loss, String name, @Nullable Tensor weight, Tensor x) {
        if (weight != null && (weight.dtype() != x.dtype() || !broadcasts(weight.shape(), x.shape()))) {
            throw new ShapeException(
                    loss,
                    "y is " + x.spec() + " and " + name + " " + weight.spec(),
                    "the weight must be " + x.dtype() + " and broadcast to " + x.shape() + " from the right");
        }
    }

    /** Refuses an option unless {@code holds}. */
    static void option(boolean holds, String loss, String found, String rule) {
        if (!holds) {
            throw new ShapeException(loss, found, rule);
        }
    }

    /** {@code x}, but no less than 0; the gradient is 1 at 0, too. */
    static Tensor notBelow0(Tensor x) {
        return x.clamp(0, Double.POSITIVE_INFINITY);
    }
}
