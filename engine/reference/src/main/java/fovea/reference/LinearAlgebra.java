package fovea.reference;

import fovea.tensor.Factoring;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Solving;
import fovea.tensor.Spec;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Ops on the last two axes: each matrix of a batch by itself. */
final class LinearAlgebra {
    private LinearAlgebra() {}

    static double[][] of(Factoring op, Spec[] in, double[][] x, Spec[] out) {
        int m = in[0].shape().size(-2);
        int n = in[0].shape().size(-1);
        return each(op, in, x, out, each -> factors(op, m, n, each[0]));
    }

    static double[][] of(Solving op, Spec[] in, double[][] x, Spec[] out) {
        int m = in[0].shape().size(-2);
        int n = in[0].shape().size(-1);
        return each(op, in, x, out, each -> solved(op, m, n, each));
    }

    private static double[][] each(Op op, Spec[] in, double[][] x, Spec[] out, UnaryOperator<double[][]> ofOne) {
        Shape shape = in[0].shape();
        int batch = 1;
        for (int i = 0; i < shape.rank() - 2; i++) {
            batch *= shape.size(i);
        }
        if (batch == 1) {
            return one(op, in[0], 0, x, ofOne); // which may be large: no copies
        }
        double[][] y = Arrays.stream(out)
                .map(s -> new double[Math.toIntExact(s.shape().elements())])
                .toArray(double[][]::new);
        for (int i = 0; i < batch; i++) {
            double[][] each = new double[x.length][];
            for (int k = 0; k < x.length; k++) {
                int n = x[k].length / batch;
                each[k] = Arrays.copyOfRange(x[k], i * n, (i + 1) * n);
            }
            double[][] found = one(op, in[0], i, each, ofOne);
            for (int k = 0; k < y.length; k++) {
                System.arraycopy(found[k], 0, y[k], i * found[k].length, found[k].length);
            }
        }
        return y;
    }

    private static double[][] one(Op op, Spec spec, int i, double[][] x, UnaryOperator<double[][]> ofOne) {
        try {
            return ofOne.apply(x);
        } catch (MatrixException e) {
            throw new ArithmeticException(
                    "%s: %s is %s%n  %s".formatted(op.label(), name(spec, i), e.getMessage(), e.remedy()));
        }
    }

    /** Which matrix of the batch the i-th is. */
    private static String name(Spec spec, int i) {
        Shape shape = spec.shape();
        int[] at = new int[shape.rank() - 2];
        int rest = i;
        for (int axis = at.length - 1; axis >= 0; axis--) {
            at[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return at.length == 0 ? "the " + spec : "matrix " + Arrays.toString(at) + " of the " + spec;
    }

    private static double[][] solved(Solving op, int m, int n, double[][] x) {
        double[] a = x[0];
        return switch (op) {
            case Solving.Solve _ -> new double[][] {Elimination.of(n, a).solve(x[1])};
            case Solving.SolveTriangular(boolean upper, boolean unitriangular) ->
                new double[][] {Triangle.solve(n, a, upper, unitriangular, x[1])};
            case Solving.SlogDet _ -> {
                Elimination lu = Elimination.of(n, a);
                yield new double[][] {{lu.sign()}, {lu.logDeterminant()}};
            }
            case Solving.Det _ -> new double[][] {{Elimination.of(n, a).determinant()}};
            case Solving.Cofactor _ ->
                new double[][] {SingularValues.of(n, n, a).cofactor()};
            case Solving.Pinv(double tolerance) ->
                new double[][] {
                    m >= n
                            ? SingularValues.of(m, n, a).pseudoInverse(tolerance)
                            : Products.transposed(
                                    m,
                                    n,
                                    SingularValues.of(n, m, Products.transposed(m, n, a))
                                            .pseudoInverse(tolerance))
                };
            case Solving.MatrixExp _ -> new double[][] {Exponential.of(n, a)};
        };
    }

    private static double[][] factors(Factoring op, int m, int n, double[] a) {
        return switch (op) {
            case Factoring.Cholesky _ -> new double[][] {Triangle.cholesky(n, a)};
            case Factoring.Qr _ -> {
                Reflections qr = Reflections.of(m, n, a);
                yield new double[][] {qr.q(), qr.r()};
            }
            case Factoring.Eigh _ -> {
                Eigenvalues found = Eigenvalues.of(n, a);
                yield new double[][] {found.values(), found.vectors()};
            }
            case Factoring.Svd _ -> {
                SingularValues found = SingularValues.of(m, n, a);
                yield new double[][] {found.u(), found.values(), found.vt()};
            }
        };
    }
}
