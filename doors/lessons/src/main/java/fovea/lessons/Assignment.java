package fovea.lessons;

import fovea.classic.GradientCheck;
import fovea.tensor.DType;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The sheet of an exercise: checks that are made in turn, each of which says what is right, what is wrong and where, or what is still to be
 * written. A check never stops the others.
 *
 * <pre>{@code
 * var sheet = new Assignment("Assignment 1, softmax");
 * sheet.number("the loss of a guess", () -> loss(zeros, x, labels), Math.log(10));
 * sheet.gradient("dW", () -> gradient(w, x, labels), v -> reference(v, x, labels), w, Mistake.times(n, "did you divide by N?"));
 * IO.println(sheet);
 * }</pre>
 */
public final class Assignment {
    private static final double CLOSE = 1e-6;

    private final String name;
    private final List<Finding> findings = new ArrayList<>();

    /** An empty sheet. */
    public Assignment(String name) {
        this.name = name;
    }

    /** Checks a gradient against the slopes of {@code f} at {@code x}; the relative error must be below 1e-6. */
    public void gradient(
            String what, Supplier<Tensor> yours, Function<Tensor, Tensor> f, Tensor x, Mistake... mistakes) {
        attempt(what, () -> compare(what, yours.get(), GradientCheck.numeric(f, x, 1e-4), "measured", mistakes));
    }

    /** Checks an answer against the right one, {@code f64} both; the relative error must be below 1e-6. */
    public void answer(String what, Supplier<Tensor> yours, Tensor right, Mistake... mistakes) {
        attempt(what, () -> compare(what, yours.get(), right.cast(DType.F64), "right", mistakes));
    }

    /** Checks a number. */
    public void number(String what, DoubleSupplier yours, double right, Mistake... mistakes) {
        Tensor expected = Tensor.of(fovea.tensor.Shape.SCALAR, right);
        attempt(
                what,
                () -> compare(
                        what, Tensor.of(fovea.tensor.Shape.SCALAR, yours.getAsDouble()), expected, "right", mistakes));
    }

    /** Checks that whole numbers, such as labels or a shape, are the right ones. */
    public void same(String what, Supplier<int[]> yours, int[] right, String hint) {
        attempt(what, () -> {
            int[] found = Objects.requireNonNull(yours.get());
            return java.util.Arrays.equals(found, right)
                    ? new Finding.Right(what, "")
                    : new Finding.Wrong(
                            what,
                            "yours " + java.util.Arrays.toString(found) + ", right " + java.util.Arrays.toString(right),
                            hint);
        });
    }

    /** Checks that something learned is good enough, such as an accuracy. */
    public void atLeast(String what, DoubleSupplier yours, double least, String hint) {
        attempt(what, () -> {
            double found = yours.getAsDouble();
            return found >= least
                    ? new Finding.Right(what, String.format(Locale.ROOT, "%.3g", found))
                    : new Finding.Wrong(
                            what,
                            String.format(Locale.ROOT, "yours %.3g, at least %.3g is wanted", found, least),
                            hint);
        });
    }

    /** Whether every check was passed. */
    public boolean isDone() {
        return findings.stream().allMatch(Finding.Right.class::isInstance);
    }

    private void attempt(String what, Supplier<Finding> check) {
        Finding finding;
        try {
            finding = check.get();
        } catch (Hole hole) {
            finding = new Finding.Open(what, hole.place(), Objects.requireNonNullElse(hole.getMessage(), ""));
        } catch (RuntimeException e) {
            finding = new Finding.Wrong(what, "it ended with " + e.getClass().getSimpleName(), said(e));
        }
        findings.add(finding);
    }

    private static String said(RuntimeException e) {
        return Objects.requireNonNullElse(e.getMessage(), "")
                .lines()
                .map(String::strip)
                .collect(Collectors.joining("; "));
    }

    private static Finding compare(String what, Tensor given, Tensor right, String source, Mistake... mistakes) {
        Tensor yours = given.cast(DType.F64);
        if (!yours.shape().equals(right.shape())) {
            return new Finding.Wrong(
                    what, "yours is " + yours.shape() + ", wanted is " + right.shape(), shapeHint(yours, right));
        }
        GradientCheck found = GradientCheck.compare(yours, right);
        if (found.relativeError() <= CLOSE) {
            return new Finding.Right(what, String.format(Locale.ROOT, "relative error %.1e", found.relativeError()));
        }
        String how = found.toString().replace("numeric", source).replace(" at []", "");
        return new Finding.Wrong(what, how, hint(yours, right, mistakes));
    }

    private static String shapeHint(Tensor yours, Tensor right) {
        boolean turned = yours.shape().rank() == 2 && yours.transpose().shape().equals(right.shape());
        return turned ? "is it transposed?" : "follow the shapes line by line";
    }

    /** The mistake that explains the answer; else what can be said of any. */
    private static String hint(Tensor yours, Tensor right, Mistake... mistakes) {
        for (Mistake mistake : mistakes) {
            Tensor wrong = mistake.makes().apply(right);
            if (wrong.shape().equals(yours.shape()) && isClose(yours, wrong)) {
                return mistake.hint();
            }
        }
        if (isClose(yours, right.neg())) {
            return "every number has the wrong sign";
        }
        if (isClose(yours, right.mul(0))) {
            return "all zeros: is the result written anywhere?";
        }
        return ratio(yours, right);
    }

    private static boolean isClose(Tensor a, Tensor b) {
        return GradientCheck.compare(a, b.cast(DType.F64)).relativeError() <= CLOSE;
    }

    private static String ratio(Tensor yours, Tensor right) {
        double norm = right.square().sum().item();
        double factor = norm == 0 ? 0 : yours.mul(right).sum().item() / norm;
        boolean scaled = right.shape().elements() > 1 && factor != 0 && isClose(yours, right.mul(factor));
        return scaled ? String.format(Locale.ROOT, "every number is %.4g times what it should be", factor) : "";
    }

    /** All findings, and how many are right. */
    @Override
    public String toString() {
        long right = findings.stream().filter(Finding.Right.class::isInstance).count();
        long open = findings.stream().filter(Finding.Open.class::isInstance).count();
        String head = isDone()
                ? name + ": all " + findings.size() + " checks are right"
                : name + ": " + right + " of " + findings.size() + " checks right, " + open + " wait for a hole";
        return findings.stream().map(f -> "  " + f.words()).collect(Collectors.joining("\n", head + "\n", ""));
    }
}
