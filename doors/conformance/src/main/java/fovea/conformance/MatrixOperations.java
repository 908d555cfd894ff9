package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.LinearAlgebra;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Factorizations of matrices and what is made of them, {@code torch.linalg}. */
final class MatrixOperations {
    private MatrixOperations() {}

    static Operations addTo(Operations operations) {
        return operations
                .with("det", (in, _) -> a(in).det())
                .with("logdet", (in, _) -> a(in).logdet())
                .with("inverse", (in, _) -> a(in).inverse())
                .with("inv", (in, _) -> a(in).inverse())
                .with("pinv", MatrixOperations::pinv)
                .with("pinverse", MatrixOperations::pinv)
                .with("solve", MatrixOperations::solve)
                .with("solve_triangular", MatrixOperations::solveTriangular)
                .with("triangular_solve", MatrixOperations::solveTriangular)
                .with("lstsq", (in, _) -> a(in).lstsq(b(in)))
                .with("cholesky", MatrixOperations::cholesky)
                .with("cholesky_solve", MatrixOperations::choleskySolve)
                .with(
                        "cholesky_inverse",
                        (in, at) -> triangle(in, at)
                                .solveTriangular(triangle(in, at).inverse(), false)
                                .transpose())
                .with("svdvals", (in, _) -> a(in).svdvals())
                .with("eigvalsh", (in, at) -> symmetric(in, at).eigvalsh())
                .with("matrix_rank", (in, at) -> rank(in, at))
                .with("matrix_power", (in, at) -> a(in).matrixPower(at.integer("n")))
                .with("matrix_exp", (in, _) -> a(in).matrixExp())
                .with("trace", (in, _) -> a(in).trace())
                .with("matrix_norm", MatrixOperations::matrixNorm)
                .with("cond", MatrixOperations::cond)
                .withMany("slogdet", (in, _) -> {
                    LinearAlgebra.SlogDet found = a(in).slogdet();
                    return Map.of("sign", found.sign(), "logabsdet", found.logabsdet());
                })
                .withMany("qr", (in, _) -> {
                    LinearAlgebra.Qr found = a(in).qr();
                    return Map.of("q", found.q(), "Q", found.q(), "r", found.r(), "R", found.r());
                })
                .withMany("eigh", (in, at) -> {
                    LinearAlgebra.Eigh found = symmetric(in, at).eigh();
                    return Map.of(
                            "w",
                            found.w(),
                            "L",
                            found.w(),
                            "eigenvalues",
                            found.w(),
                            "v",
                            found.v(),
                            "Q",
                            found.v(),
                            "eigenvectors",
                            found.v());
                })
                .withMany("svd", (in, _) -> {
                    LinearAlgebra.Svd found = a(in).svd();
                    return Map.of(
                            "u",
                            found.u(),
                            "U",
                            found.u(),
                            "s",
                            found.s(),
                            "S",
                            found.s(),
                            "vh",
                            found.vt(),
                            "Vh",
                            found.vt());
                });
    }

    private static Tensor a(Inputs in) {
        return first(in, "a", "A", "x", "input");
    }

    private static Tensor b(Inputs in) {
        return first(in, "b", "B", "y", "other");
    }

    private static Tensor first(Inputs in, String... keys) {
        return in.tensor(Stream.of(keys).filter(in::has).findFirst().orElse(keys[0]));
    }

    private static Tensor pinv(Inputs in, Attributes at) {
        String tolerance = at.has("rtol") ? "rtol" : "rcond";
        return at.has(tolerance) ? a(in).pinv(at.number(tolerance)) : a(in).pinv();
    }

    private static Tensor rank(Inputs in, Attributes at) {
        Tensor rank = at.has("rtol") ? a(in).matrixRank(at.number("rtol")) : a(in).matrixRank();
        return rank.cast(DType.I64);
    }

    private static Tensor solve(Inputs in, Attributes at) {
        return at.bool("left", true)
                ? a(in).solve(b(in))
                : a(in).transpose().solve(b(in).transpose()).transpose();
    }

    private static Tensor solveTriangular(Inputs in, Attributes at) {
        boolean transposed = at.bool("transpose", false);
        Tensor a = transposed ? a(in).transpose() : a(in);
        return a.solveTriangular(
                b(in), at.bool("upper", true) != transposed, at.bool("left", true), at.bool("unitriangular", false));
    }

    private static Tensor cholesky(Inputs in, Attributes at) {
        boolean upper = at.bool("upper", false);
        return upper ? a(in).transpose().cholesky().transpose() : a(in).cholesky();
    }

    /** A factor of Cholesky's as the lower triangle. */
    private static Tensor triangle(Inputs in, Attributes at) {
        Tensor factor = first(in, "l", "L", "input2", "a", "A");
        return at.bool("upper", false) ? factor.transpose() : factor;
    }

    private static Tensor choleskySolve(Inputs in, Attributes at) {
        return triangle(in, at).choleskySolve(b(in));
    }

    private static Tensor symmetric(Inputs in, Attributes at) {
        return at.text("UPLO", "L").equals("U") ? a(in).transpose() : a(in);
    }

    private static Tensor matrixNorm(Inputs in, Attributes at) {
        int[] axes = at.has("dim") ? at.ints("dim") : new int[] {-2, -1};
        Tensor x = toTheEnd(a(in), axes);
        Tensor norm = norm(x, order(at, "ord", "fro"));
        if (!at.bool("keepdim", false)) {
            return norm;
        }
        int[] sizes = a(in).shape().toArray();
        for (int axis : axes) {
            sizes[a(in).shape().axis(axis)] = 1;
        }
        return norm.reshape(Shape.of(sizes));
    }

    /** The two axes as rows and columns, the others in front in their order. */
    private static Tensor toTheEnd(Tensor x, int[] axes) {
        int rank = x.shape().rank();
        int rows = x.shape().axis(axes[0]);
        int columns = x.shape().axis(axes[1]);
        int[] order = IntStream.concat(
                        IntStream.range(0, rank).filter(i -> i != rows && i != columns), IntStream.of(rows, columns))
                .toArray();
        return x.permute(order);
    }

    private static Tensor norm(Tensor x, String order) {
        return switch (order) {
            case "fro" -> x.matrixNorm();
            case "nuc" -> x.nuclearNorm();
            case "inf" -> x.matrixNorm(Double.POSITIVE_INFINITY);
            case "-inf" -> x.matrixNorm(Double.NEGATIVE_INFINITY);
            default -> x.matrixNorm(Double.parseDouble(order));
        };
    }

    private static Tensor cond(Inputs in, Attributes at) {
        if (!at.has("p")) {
            return a(in).cond();
        }
        String order = order(at, "p", "2");
        return norm(a(in), order).mul(norm(a(in).inverse(), order));
    }

    /** An attribute that is a number or a name. */
    private static String order(Attributes at, String name, String otherwise) {
        return at.has(name) ? String.valueOf(at.values().get(name)) : otherwise;
    }
}
