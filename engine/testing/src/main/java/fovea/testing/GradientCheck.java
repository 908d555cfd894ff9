package fovea.testing;

import fovea.autograd.Autograd;
import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Holds the gradients of a program in {@code f64} against differences. The program's outputs are projected on random directions, which
 * makes a scalar of them; its gradient by each element of each floating-point operand is compared with the central difference of sixth
 * order,
 *
 * <pre>  f'(x) ≈ (45 (f(x+h) − f(x−h)) − 9 (f(x+2h) − f(x−2h)) + f(x+3h) − f(x−3h)) / 60h</pre>
 *
 * with {@code h = 0.005}, good to about 1e-11 for functions that are smooth within {@code 3h}.
 */
public final class GradientCheck {
    private static final double H = 0.005;

    private final String name;
    private final Function<List<Tensor>, Tensor> loss;
    private final List<Tensor> x;

    /**
     * A check of {@code program} at {@code x}.
     *
     * @param name for messages
     * @param x operands; those of {@code f64} are differentiated, integers are handed on
     */
    public GradientCheck(String name, Function<List<Tensor>, List<Tensor>> program, List<Tensor> x) {
        this.name = name;
        this.x = List.copyOf(x);
        this.loss = in -> projected(program.apply(in), 1);
    }

    /** The gradient against differences; the largest relative error, which is at most {@code tolerance}. */
    public double first(double tolerance) {
        return compare(name, loss, tolerance);
    }

    /** The gradient of a random projection of the gradient against differences of that projection. */
    public double second(double tolerance) {
        return compare("gradient of " + name, in -> projected(gradients(loss, in), 2), tolerance);
    }

    private double compare(String what, Function<List<Tensor>, Tensor> f, double tolerance) {
        double worst = 0;
        List<Tensor> analytic = gradients(f, x);
        int operand = 0;
        for (Tensor gradient : analytic) {
            while (x.get(operand).dtype() != DType.F64) {
                operand++;
            }
            double[] expected = differences(f, operand);
            worst = Math.max(worst, compare(what, operand, gradient, expected, tolerance));
            operand++;
        }
        return worst;
    }

    private double compare(String what, int operand, Tensor gradient, double[] expected, double tolerance) {
        double[] found = gradient.toDoubles();
        double worst = 0;
        double largest = 0;
        for (double e : expected) {
            largest = Math.max(largest, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            double scale = Math.max(Math.max(Math.abs(found[i]), Math.abs(expected[i])), 0.1 * largest);
            double error = Math.abs(found[i] - expected[i]) / Math.max(scale, 1e-2);
            if (!(error <= tolerance)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "%s: the gradient by operand %d (%s) at %s is %.12g, differences say %.12g%n"
                                + "  the relative error is %.3g, allowed is %.3g",
                        what,
                        operand,
                        x.get(operand).spec(),
                        TensorAssertions.index(gradient.shape(), i),
                        found[i],
                        expected[i],
                        error,
                        tolerance));
            }
            worst = Math.max(worst, error);
        }
        return worst;
    }

    /** The gradients by the operands of {@code f64}. */
    private static List<Tensor> gradients(Function<List<Tensor>, Tensor> f, List<Tensor> in) {
        List<Tensor> leaves = in.stream().filter(t -> t.dtype() == DType.F64).toList();
        return Autograd.gradients(leaves, given -> {
            List<Tensor> all = new ArrayList<>();
            int next = 0;
            for (Tensor t : in) {
                all.add(t.dtype() == DType.F64 ? given.get(next++) : t);
            }
            return f.apply(all);
        });
    }

    private double[] differences(Function<List<Tensor>, Tensor> f, int operand) {
        Shape shape = x.get(operand).shape();
        double[] at = x.get(operand).toDoubles();
        double[] found = new double[at.length];
        ToDoubleFunction<double[]> value = elements -> Region.run(() -> {
            List<Tensor> moved = new ArrayList<>(x);
            moved.set(operand, Tensor.of(shape, elements));
            return f.apply(moved).item();
        });
        for (int i = 0; i < at.length; i++) {
            found[i] =
                    (45 * step(value, at, i, H) - 9 * step(value, at, i, 2 * H) + step(value, at, i, 3 * H)) / (60 * H);
        }
        return found;
    }

    private static double step(ToDoubleFunction<double[]> value, double[] at, int i, double h) {
        double[] moved = at.clone();
        moved[i] = at[i] + h;
        double above = value.applyAsDouble(moved);
        moved[i] = at[i] - h;
        return above - value.applyAsDouble(moved);
    }

    /** {@code Σ pᵢ yᵢ} over all floating-point outputs, with p between ½ and 1½; the same for every call with {@code seed}. */
    private static Tensor projected(List<Tensor> outputs, long seed) {
        Samples samples = new Samples(new SplittableRandom(seed), DType.F64);
        Tensor sum = Tensor.of(Shape.SCALAR, 0.0);
        for (Tensor y : outputs) {
            if (y.dtype() == DType.F64) {
                sum = sum.add(y.mul(samples.positive(y.shape())).sum());
            }
        }
        return sum;
    }
}
