package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums of products held against loops over all labels, and other products against sums of products. */
class EinsumTest {
    private static final int PROGRAMS = 300;

    @Test
    void equationsEqualLoops() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            int chosen = seed;
            Region.run(() -> compare(new SplittableRandom(chosen), chosen));
        }
    }

    private static void compare(SplittableRandom random, int seed) {
        String letters = "abAZx";
        Map<Character, Integer> sizes = new HashMap<>();
        for (char c : letters.toCharArray()) {
            sizes.put(c, random.nextInt(1, 4));
        }
        Samples samples = new Samples(random, DType.F64);
        List<String> terms = new ArrayList<>();
        List<Tensor> operands = new ArrayList<>();
        int n = random.nextInt(1, 5);
        for (int i = 0; i < n; i++) {
            StringBuilder term = new StringBuilder();
            int rank = random.nextInt(0, 4);
            for (int k = 0; k < rank; k++) {
                term.append(letters.charAt(random.nextInt(letters.length())));
            }
            terms.add(term.toString());
            operands.add(samples.smooth(
                    Shape.of(term.chars().map(c -> sizes.get((char) c)).toArray())));
        }
        StringBuilder result = new StringBuilder();
        for (char c : letters.toCharArray()) {
            if (random.nextBoolean() && String.join("", terms).indexOf(c) >= 0) {
                result.insert(random.nextInt(result.length() + 1), c);
            }
        }
        String equation = String.join(" , ", terms) + "->" + result;
        Tensor found =
                operands.getFirst().einsum(equation, operands.subList(1, n).toArray(Tensor[]::new));
        double[] expected = loops(terms, operands, result.toString(), sizes, letters);
        assertThat(found.shape())
                .isEqualTo(Shape.of(result.chars().map(c -> sizes.get((char) c)).toArray()));
        double[] elements = found.toDoubles();
        for (int i = 0; i < expected.length; i++) {
            assertThat(elements[i])
                    .as("seed %d: %s", seed, equation)
                    .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-12));
        }
    }

    private static double[] loops(
            List<String> terms, List<Tensor> operands, String result, Map<Character, Integer> sizes, String letters) {
        String used = letters.chars()
                .filter(c -> String.join("", terms).indexOf(c) >= 0)
                .mapToObj(c -> String.valueOf((char) c))
                .reduce("", String::concat);
        double[] y = new double[result.chars().map(c -> sizes.get((char) c)).reduce(1, (a, b) -> a * b)];
        List<double[]> elements = operands.stream().map(Tensor::toDoubles).toList();
        int all = used.chars().map(c -> sizes.get((char) c)).reduce(1, (a, b) -> a * b);
        for (int i = 0; i < all; i++) {
            Map<Character, Integer> at = new HashMap<>();
            int rest = i;
            for (char c : used.toCharArray()) {
                at.put(c, rest % sizes.get(c));
                rest /= sizes.get(c);
            }
            double product = 1;
            for (int k = 0; k < terms.size(); k++) {
                product *= elements.get(k)[place(terms.get(k), at, sizes)];
            }
            y[place(result, at, sizes)] += product;
        }
        return y;
    }

    private static int place(String labels, Map<Character, Integer> at, Map<Character, Integer> sizes) {
        int place = 0;
        for (char c : labels.toCharArray()) {
            place = place * sizes.get(c) + at.get(c);
        }
        return place;
    }

    private static Tensor x(int... sizes) {
        return new Samples(new SplittableRandom(sizes.length), DType.F64).smooth(Shape.of(sizes));
    }

    private static void assertSame(Tensor found, Tensor expected) {
        TensorAssertions.assertClose(found, expected, 8);
    }

    @Test
    void theResultIsImpliedWithoutAnArrow() {
        assertSame(x(2, 3).einsum("ba"), x(2, 3).transpose());
        assertSame(x(2, 3).einsum("ij,jk", x(3, 4)), x(2, 3).matmul(x(3, 4)));
        assertThat(x(2, 5, 3).einsum("...ij,jk", x(3, 4)).shape()).isEqualTo(Shape.of(2, 5, 4));
        assertThat(x(3, 3).einsum("ii").shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void ellipsesAreBroadcast() {
        Tensor a = x(2, 1, 4, 3);
        Tensor b = x(5, 3, 2);
        assertSame(a.einsum("...ij,...jk->...ik", b), a.matmul(b));
        assertSame(a.einsum("...ij->ij"), a.sum(0, 1));
        assertSame(a.einsum("i...->...i"), a.moveAxis(0, -1));
        assertSame(a.einsum("...,...->...", Tensor.of(Shape.SCALAR, 2.0)), a.mul(2));
        assertSame(x(1, 3).einsum("ij,ij->i", x(4, 3)), x(1, 3).mul(x(4, 3)).sum(1));
    }

    @Test
    void wholeNumbersMultiplyExactly() {
        Tensor a = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        TensorAssertions.assertIdentical(a.einsum("ij,jk->ki", a), Tensor.of(Shape.of(2, 2), 7, 15, 10, 22));
        TensorAssertions.assertIdentical(a.matmul(Tensor.of(Shape.of(2), 1, -1)), Tensor.of(Shape.of(2), -1, -1));
    }

    @Test
    void otherProductsAreSumsOfProducts() {
        assertSame(
                x(2, 3, 4).tensordot(x(4, 3, 5), new int[] {1, 2}, new int[] {1, 0}),
                x(2, 3, 4).einsum("abc,cbd->ad", x(4, 3, 5)));
        assertSame(x(2, 3, 4).tensordot(x(3, 4, 2), 2), x(2, 3, 4).einsum("abc,bcd->ad", x(3, 4, 2)));
        assertSame(x(2, 3).inner(x(4, 3)), x(2, 3).einsum("ab,cb->ac", x(4, 3)));
        assertSame(x(2, 3).kron(x(4, 5)), x(2, 3).einsum("ab,cd->acbd", x(4, 5)).reshape(8, 15));
        assertSame(x(3).kron(x(2, 2)), x(3).einsum("b,cd->cbd", x(2, 2)).reshape(2, 6));
        assertSame(x(6, 3).bilinear(x(6, 4), x(5, 3, 4)), x(6, 3).einsum("ni,nj,oij->no", x(6, 4), x(5, 3, 4)));
        assertSame(
                x(2, 9).multiDot(x(9, 1), x(1, 7), x(7)),
                x(2, 9).matmul(x(9, 1)).matmul(x(1, 7)).matmul(x(7)));
    }

    /** The right-hand rule, and that the product is at right angles to both. */
    @Test
    void crossProductsFollowTheRightHand() {
        Tensor e = Tensor.eye(3).cast(DType.F64);
        assertSame(e.get(0).cross(e.get(1), 0), e.get(2));
        Tensor a = x(3, 4);
        Tensor b = x(1, 4).add(x(3, 1));
        assertThat(a.cross(b, 0).mul(a).sum(0).abs().max(0).item()).isLessThan(1e-15);
    }
}
