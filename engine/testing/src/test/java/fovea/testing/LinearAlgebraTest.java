package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.LinearAlgebra;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Factors multiply to what was factored, whatever the matrix; and a few known ones. */
class LinearAlgebraTest {

    private record Matrix(String name, Supplier<Tensor> make) {}

    private static final List<Matrix> MATRICES = List.of(
            random(1, 1),
            random(2, 2),
            random(7, 7),
            random(7, 3),
            random(3, 7),
            random(41, 40),
            random(0, 3),
            random(3, 0),
            new Matrix("zeros", () -> matrix(4, 4, new double[16])),
            new Matrix("ones", () -> matrix(5, 3, filled(15, 1))),
            new Matrix("identity", () -> identity(6)),
            new Matrix("rank 2", () -> make(9, 2).matmul(make(2, 6))),
            new Matrix("huge", () -> make(5, 4).mul(1e200)),
            new Matrix("tiny", () -> make(5, 4).mul(1e-200)),
            new Matrix("a hole", () -> make(5, 5).mul(matrix(1, 5, new double[] {1, 1, 0, 1, 1}))),
            new Matrix("graded", () -> make(5, 5).mul(matrix(1, 5, new double[] {1, 1e-4, 1e-8, 1e-12, 1e-16}))),
            new Matrix(
                    "batch", () -> Tensor.of(Shape.of(2, 3, 4, 4), make(24, 4).toDoubles())));

    private static Matrix random(int m, int n) {
        return new Matrix(m + " × " + n, () -> make(m, n));
    }

    private static Tensor make(int m, int n) {
        return new Samples(new SplittableRandom(31L * m + n), DType.F64).smooth(Shape.of(m, n));
    }

    private static Tensor matrix(int m, int n, double[] elements) {
        return Tensor.of(Shape.of(m, n), elements);
    }

    private static double[] filled(int n, double value) {
        double[] elements = new double[n];
        Arrays.fill(elements, value);
        return elements;
    }

    private static Tensor identity(int n) {
        double[] elements = new double[n * n];
        for (int i = 0; i < n; i++) {
            elements[i * n + i] = 1;
        }
        return matrix(n, n, elements);
    }

    private static Stream<DynamicTest> each(Consumer<Tensor> property) {
        return MATRICES.stream()
                .map(m -> dynamicTest(
                        m.name(),
                        () -> Region.run(() -> property.accept(m.make().get()))));
    }

    @TestFactory
    Stream<DynamicTest> qrGivesBackTheMatrix() {
        return each(a -> {
            LinearAlgebra.Qr found = a.qr();
            near(found.q().matmul(found.r()), a);
            orthonormal(found.q());
        });
    }

    @TestFactory
    Stream<DynamicTest> singularValuesAndVectorsGiveBackTheMatrix() {
        return each(a -> {
            LinearAlgebra.Svd found = a.svd();
            near(found.u().mul(rows(found.s())).matmul(found.vt()), a);
            orthonormal(found.u());
            orthonormal(found.vt().transpose());
            falling(found.s());
        });
    }

    @TestFactory
    Stream<DynamicTest> eigenvaluesAndVectorsGiveBackTheMatrix() {
        return each(a -> {
            Tensor squared = a.mul(1 / scale(a)).transpose().matmul(a);
            Tensor symmetric = squared.add(squared.transpose()).mul(0.5);
            LinearAlgebra.Eigh found = symmetric.eigh();
            near(found.v().mul(rows(found.w())).matmul(found.v().transpose()), symmetric);
            orthonormal(found.v());
            falling(found.w().neg());
        });
    }

    /** The four equations that define it (Penrose 1955), but for roundings times the condition number. */
    @TestFactory
    Stream<DynamicTest> thePseudoInverseIsOne() {
        return each(a -> {
            Tensor p = a.pinv();
            Tensor ap = a.matmul(p);
            Tensor pa = p.matmul(a);
            double loose = 1e-14 * (1 + largest(a) * largest(p));
            near(ap.matmul(a), a, loose);
            near(pa.matmul(p), p, loose);
            near(ap, ap.transpose(), loose);
            near(pa, pa.transpose(), loose);
        });
    }

    private static Tensor rows(Tensor s) {
        int[] sizes = Arrays.copyOf(s.shape().toArray(), s.shape().rank() + 1);
        sizes[sizes.length - 1] = sizes[sizes.length - 2];
        sizes[sizes.length - 2] = 1;
        return s.reshape(Shape.of(sizes));
    }

    /** The largest magnitude, 1 where there is none. */
    private static double scale(Tensor a) {
        return largest(a) == 0 ? 1 : largest(a);
    }

    private static double largest(Tensor a) {
        return Arrays.stream(a.toDoubles()).map(Math::abs).max().orElse(0);
    }

    private static void near(Tensor found, Tensor expected) {
        near(found, expected, 2e-14);
    }

    private static void near(Tensor found, Tensor expected, double tolerance) {
        assertThat(found.spec()).isEqualTo(expected.spec());
        assertThat(largest(found.sub(expected))).isLessThanOrEqualTo(tolerance * largest(expected));
    }

    private static void orthonormal(Tensor q) {
        int n = q.shape().size(-1);
        Tensor product = q.transpose().matmul(q);
        assertThat(largest(product.sub(identity(n)))).isLessThan(1e-13);
    }

    private static void falling(Tensor s) {
        double[] values = s.toDoubles();
        int n = s.shape().size(-1);
        for (int i = 1; i < values.length; i++) {
            assertThat(i % n == 0 || values[i] <= values[i - 1]).isTrue();
        }
    }

    @Test
    void knownFactorsComeOut() {
        Tensor a = matrix(3, 3, new double[] {12, -51, 4, 6, 167, -68, -4, 24, -41});
        assertThat(a.qr().r().toDoubles())
                .containsExactly(new double[] {-14, -21, 14, 0, -175, 70, 0, 0, -35}, within(1e-12));
        Tensor tall = matrix(3, 2, new double[] {1, 2, 3, 4, 5, 6});
        assertThat(tall.svdvals().toDoubles())
                .containsExactly(new double[] {9.525518091565104, 0.5143005806586446}, within(1e-14));
        Tensor symmetric = matrix(3, 3, new double[] {2, 0, 0, 0, 3, 4, 0, 4, 9});
        assertThat(symmetric.eigvalsh().toDoubles()).containsExactly(new double[] {1, 2, 11}, within(1e-14));
        assertThat(symmetric.det().item()).isEqualTo(22, within(1e-13));
        Tensor nilpotent = matrix(3, 3, new double[] {0, 1, 2, 0, 0, 3, 0, 0, 0});
        assertThat(nilpotent.matrixExp().toDoubles())
                .containsExactly(new double[] {1, 1, 3.5, 0, 1, 3, 0, 0, 1}, within(1e-14));
    }

    @Test
    void rankCountsWhatIsLeftAfterRounding() {
        Tensor a = Tensor.of(Shape.of(2, 2, 2), 1d, 2, 2, 4, 1, 2, 2, 4 + 1e-9);
        assertThat(a.matrixRank().toInts()).containsExactly(1, 2);
        assertThat(a.matrixRank(1e-6).toInts()).containsExactly(1, 1);
    }

    @Test
    void theDeterminantOfASingularMatrixHasAGradient() {
        Tensor a = matrix(3, 3, new double[] {1, 2, 3, 2, 4, 6, 1, 0, 1});
        double[] cofactors = {4, 4, -4, -2, -2, 2, 0, 0, 0};
        assertThat(Autograd.gradient(a, Tensor::det).toDoubles()).containsExactly(cofactors, within(1e-13));
        Tensor rankOne = matrix(3, 3, filled(9, 1));
        assertThat(Autograd.gradient(rankOne, Tensor::det).toDoubles()).containsExactly(new double[9], within(1e-14));
    }

    @Test
    void valuesAloneHaveGradientsWhereSomeAreEqual() {
        Tensor a = identity(3).mul(2);
        assertThat(Autograd.gradient(a, x -> x.eigvalsh().sum()).toDoubles())
                .containsExactly(identity(3).toDoubles());
        assertThat(Autograd.gradient(a, x -> x.svdvals().sum()).toDoubles())
                .containsExactly(identity(3).toDoubles());
    }

    private static void mistake(ThrowingCallable made, String message) {
        assertThatThrownBy(made).hasMessage(message.replace("\n", System.lineSeparator()));
    }

    @Test
    void mistakesAreExplained() {
        Tensor tall = Tensor.ones(Shape.of(3, 2));
        Tensor ones = Tensor.ones(Shape.of(2, 2));
        mistake(tall::det, """
                det: a is [3, 2]
                  a matrix has as many rows as columns here; a.pinv() and a.svd() take any""");
        mistake(() -> Tensor.ones(Shape.of(3)).qr(), """
                qr: a is f32[3]
                  a must be [..., M, N] of floating-point numbers""");
        mistake(() -> ones.solve(Tensor.ones(Shape.of(3, 1))), """
                solve: a is f32[2, 2] and b is f32[3, 1]
                  b must be of the same type, with the same batch and as many rows; [..., N, K] for a [..., N, N]""");
        mistake(() -> ones.matrixNorm(3), """
                matrixNorm: the order is 3.0
                  a matrix has norms of order 1, 2, infinity and their negatives; matrixNorm() and nuclearNorm() besides""");
        mistake(() -> ones.inverse().toArray(), """
                solve: the f32[2, 2] is singular: nothing is left of its column 1
                  a.pinv().matmul(b), also called a.lstsq(b), takes singular matrices""");
        Tensor batch = Tensor.of(Shape.of(2, 2, 2), 2d, 0, 0, 2, 1, 2, 2, 1);
        mistake(() -> batch.cholesky().toDoubles(), """
                cholesky: matrix [1] of the f64[2, 2, 2] is not positive definite: -3.00 is left of its diagonal element 1
                  a positive definite matrix is symmetric with eigenvalues above 0; adding a small multiple of the identity helps against rounding""");
        mistake(
                () -> matrix(2, 2, new double[] {1, 0, 1, 0})
                        .solveTriangular(identity(2), false)
                        .toDoubles(),
                """
                solveTriangular: the f64[2, 2] is singular: its diagonal element 1 is 0
                  a triangle with an inverse has none""");
    }
}
