package fovea.testing;

import static fovea.tensor.Index.ALL;
import static fovea.tensor.Index.ELLIPSIS;
import static fovea.tensor.Index.NEW_AXIS;
import static fovea.tensor.Index.REVERSED;
import static fovea.tensor.Index.at;
import static fovea.tensor.Index.every;
import static fovea.tensor.Index.from;
import static fovea.tensor.Index.of;
import static fovea.tensor.Index.places;
import static fovea.tensor.Index.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.Fold;
import fovea.tensor.Index;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What indices name, held against a walk over coordinates that knows nothing of slices, gathers and scatters. */
class IndexingTest {
    private static final int PROGRAMS = 400;

    /** The element of x that each element of the result is, row-major, and the shape of the result. */
    private record Named(int[] shape, List<Integer> elements) {}

    /** One index as the walk sees it: a list of places an axis, or an array. */
    private record Part(int[] listed, int[] arrayShape, int[] array, boolean isArray, boolean isNew) {}

    @TestFactory
    Stream<DynamicTest> getNamesWhatAWalkFinds() {
        return IntStream.range(0, 4)
                .mapToObj(i -> dynamicTest("programs " + i, () -> {
                    for (int seed = i; seed < PROGRAMS; seed += 4) {
                        int chosen = seed;
                        Region.run(() -> compare(new SplittableRandom(chosen), "seed " + chosen));
                    }
                }));
    }

    private static void compare(SplittableRandom random, String seed) {
        int[] sizes = random.ints(random.nextInt(1, 5), 1, 5).toArray();
        List<Index> index = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        int common = random.nextInt(1, 4);
        int hidden = random.nextInt(4) == 0 ? random.nextInt(sizes.length + 1) : -1;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (random.nextInt(6) == 0) {
                index.add(NEW_AXIS);
                parts.add(new Part(new int[] {0}, null, null, false, true));
            }
            if (axis == hidden) {
                int length = random.nextInt(0, sizes.length - axis);
                index.add(ELLIPSIS);
                for (int k = 0; k < length; k++) {
                    parts.add(listed(IntStream.range(0, sizes[axis++]).toArray()));
                }
                if (axis == sizes.length) {
                    break;
                }
            }
            add(random, sizes[axis], common, index, parts);
        }
        Tensor x = Tensor.arange((int) Shape.of(sizes).elements()).reshape(sizes);
        Named expected = walk(sizes, parts);
        Index[] at = index.toArray(Index[]::new);
        Tensor found = x.get(at);
        String what = seed + ": " + Shape.of(sizes) + " " + index;
        assertThat(found.shape().toArray()).as(what).isEqualTo(expected.shape);
        assertThat(found.toInts())
                .as(what)
                .containsExactly(expected.elements.stream().mapToInt(i -> i).toArray());
        written(x, at, expected, what);
    }

    /** Values go where the walk says, the last one stays; added ones add up. */
    private static void written(Tensor x, Index[] at, Named expected, String what) {
        int n = expected.elements.size();
        Tensor values = Tensor.of(
                Shape.of(expected.shape),
                IntStream.range(0, n).map(i -> 1000 + i).toArray());
        int[] replaced = x.reshape(-1).toInts();
        int[] added = replaced.clone();
        for (int i = 0; i < n; i++) {
            replaced[expected.elements.get(i)] = 1000 + i;
            added[expected.elements.get(i)] += 1000 + i;
        }
        assertThat(x.with(values, at).toInts()).as("with, " + what).containsExactly(replaced);
        assertThat(x.withAdded(values, at).toInts()).as("withAdded, " + what).containsExactly(added);
    }

    private static void add(SplittableRandom random, int n, int common, List<Index> index, List<Part> parts) {
        switch (random.nextInt(5)) {
            case 0 -> {
                int place = random.nextInt(-n, n);
                index.add(at(place));
                parts.add(new Part(new int[] {Math.floorMod(place, n)}, null, null, false, false));
            }
            case 1, 2 -> addRange(random, n, index, parts);
            case 3 -> {
                int[] shape = random.nextBoolean()
                        ? new int[] {common}
                        : new int[] {random.nextInt(1, 3) == 1 ? 1 : 2, common};
                int[] array = random.ints(Shape.of(shape).elements(), -n, n).toArray();
                index.add(of(Tensor.of(Shape.of(shape), array)));
                parts.add(new Part(
                        null,
                        shape,
                        Arrays.stream(array).map(i -> Math.floorMod(i, n)).toArray(),
                        true,
                        false));
            }
            default -> {
                boolean[] mask = new boolean[n];
                int[] kept = random.ints(0, n)
                        .distinct()
                        .limit(Math.min(n, common))
                        .sorted()
                        .toArray();
                for (int i : kept) {
                    mask[i] = true;
                }
                if (kept.length == common) {
                    index.add(of(Tensor.of(Shape.of(n), mask)));
                    parts.add(new Part(null, new int[] {common}, kept, true, false));
                } else {
                    index.add(ALL);
                    parts.add(listed(IntStream.range(0, n).toArray()));
                }
            }
        }
    }

    private static void addRange(SplittableRandom random, int n, List<Index> index, List<Part> parts) {
        Integer first = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(-n - 2, n + 3));
        Integer end = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(-n - 2, n + 3));
        int step = random.nextInt(1, 4) * (random.nextInt(3) == 0 ? -1 : 1);
        index.add(new Index.Range(first, end, step));
        List<Integer> kept = new ArrayList<>();
        int start = first == null ? (step > 0 ? 0 : n - 1) : first < 0 ? first + n : first;
        int stop = end == null ? (step > 0 ? n : -1) : end < 0 ? Math.max(-1, end + n) : end;
        start = step > 0 ? Math.max(start, 0) : Math.min(start, n - 1);
        for (int i = start; step > 0 ? i < stop : i > stop; i += step) {
            if (i >= 0 && i < n) {
                kept.add(i);
            }
        }
        parts.add(listed(kept.stream().mapToInt(i -> i).toArray()));
    }

    private static Part listed(int... places) {
        return new Part(places, new int[0], null, false, false);
    }

    private static Named walk(int[] sizes, List<Part> parts) {
        int[] common = {};
        List<Integer> arrays = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        int slot = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean single = !part.isArray && !part.isNew && part.arrayShape == null;
            if (part.isArray) {
                arrays.add(slot);
                common = wider(common, part.arrayShape);
            }
            slots.add(single ? -1 : slot++);
        }
        boolean together = arrays.isEmpty() || arrays.getLast() - arrays.getFirst() == arrays.size() - 1;
        List<Integer> shape = new ArrayList<>();
        List<Integer> axes = new ArrayList<>();
        int before = together && !arrays.isEmpty() ? arrays.getFirst() : 0;
        boolean placed = arrays.isEmpty();
        for (int i = 0; i < parts.size(); i++) {
            if (!placed && shape.size() == before) {
                placed = true;
                for (int size : common) {
                    shape.add(size);
                    axes.add(-1);
                }
                before = -1;
            }
            if (slots.get(i) >= 0 && !parts.get(i).isArray) {
                shape.add(parts.get(i).listed.length);
                axes.add(i);
            }
        }
        if (!placed) {
            for (int size : common) {
                shape.add(size);
                axes.add(-1);
            }
        }
        int[] result = shape.stream().mapToInt(i -> i).toArray();
        List<Integer> elements = new ArrayList<>();
        int count = (int) Shape.of(result).elements();
        for (int i = 0; i < count; i++) {
            elements.add(element(sizes, parts, coordinates(i, result), axes, common));
        }
        return new Named(result, elements);
    }

    private static int element(int[] sizes, List<Part> parts, int[] at, List<Integer> axes, int[] common) {
        int first = axes.indexOf(-1);
        int element = 0;
        int axis = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.isNew) {
                continue;
            }
            int place;
            if (part.isArray) {
                int own = 0;
                for (int k = 0; k < part.arrayShape.length; k++) {
                    int size = part.arrayShape[k];
                    int c = at[first + common.length - part.arrayShape.length + k];
                    own = own * size + (size == 1 ? 0 : c);
                }
                place = part.array[own];
            } else {
                int where = axes.indexOf(i);
                place = part.listed[where < 0 ? 0 : at[where]];
            }
            element = element * sizes[axis++] + place;
        }
        return element;
    }

    private static int[] wider(int[] a, int[] b) {
        int[] wide = new int[Math.max(a.length, b.length)];
        for (int i = 1; i <= wide.length; i++) {
            int m = i <= a.length ? a[a.length - i] : 1;
            int n = i <= b.length ? b[b.length - i] : 1;
            wide[wide.length - i] = m == 1 ? n : m;
        }
        return wide;
    }

    private static int[] coordinates(int i, int[] shape) {
        int[] at = new int[shape.length];
        int rest = i;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            at[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return at;
    }

    private static Tensor x() {
        return Tensor.arange(24).reshape(2, 3, 4);
    }

    @Test
    void textAndFactoriesNameTheSame() {
        Tensor rows = Tensor.of(Shape.of(2), 1, 0);
        assertSame(x().get("0, 1:, ::2"), x().get(at(0), from(1), every(2)));
        assertSame(x().get("..., None, -1"), x().get(ELLIPSIS, NEW_AXIS, at(-1)));
        assertSame(x().get("::-1, :2"), x().get(REVERSED, to(2)));
        assertSame(x().get("{}, :, [3, 0]", rows), x().get(of(rows), ALL, places(3, 0)));
        assertSame(x().get("1"), x().get(1));
        assertSame(x().get(1, 2, 3), Tensor.of(Shape.SCALAR, 23));
        assertSame(x().get("-1, 1:3,"), x().get(at(-1), Index.range(1, 3)));
    }

    private static void assertSame(Tensor found, Tensor expected) {
        TensorAssertions.assertIdentical(found, expected);
    }

    /** The example of NumPy's manual for arrays with an axis between them, and PyTorch's reading of a number among arrays. */
    @Test
    void separatedArraysComeFirst() {
        Tensor y = Tensor.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5);
        Index rows = places(0, 1, 1);
        assertThat(y.get(rows, ALL, rows).shape()).isEqualTo(Shape.of(3, 3, 5));
        assertThat(y.get(ALL, rows, ALL, rows).shape()).isEqualTo(Shape.of(3, 2, 4));
        assertThat(y.get(ALL, rows, rows).shape()).isEqualTo(Shape.of(2, 3, 5));
        assertThat(y.get(at(0), ALL, rows).shape()).isEqualTo(Shape.of(3, 3, 5));
    }

    @Test
    void masksStandForAsManyAxesAsTheyHave() {
        Tensor mask = x().gt(18);
        assertSame(x().get(of(mask)), Tensor.of(Shape.of(5), 19, 20, 21, 22, 23));
        assertSame(
                x().get(of(Tensor.of(Shape.of(2, 3), false, true, false, false, false, true)), at(0)),
                Tensor.of(Shape.of(2), 4, 20));
        assertSame(x().with(-1, of(mask)).maximum(18), x().minimum(18).maximum(18));
        assertThat(x().get(of(Tensor.of(Shape.SCALAR, true))).shape()).isEqualTo(Shape.of(1, 2, 3, 4));
        assertThat(x().get(of(Tensor.of(Shape.SCALAR, false))).shape()).isEqualTo(Shape.of(0, 2, 3, 4));
        assertThat(x().get(of(x().gt(100))).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void gradientsGoThroughMasksThatAreRead() {
        Tensor values = Tensor.of(3f, -1f, 2f);
        Tensor gradient =
                Autograd.gradient(values, v -> v.maskedSelect(v.gt(0)).square().sum());
        assertThat(gradient.toArray()).containsExactly(6, 0, 4);
    }

    /** Only the last of several values written to a place is in the result, so only it has a gradient. */
    @Test
    void whatIsOverwrittenHasNoGradient() {
        Tensor gradient = Autograd.gradient(
                Tensor.of(1f, 2f, 3f),
                v -> Tensor.zeros(Shape.of(2))
                        .with(v, places(1, 0, 1))
                        .mul(Tensor.of(5f, 7f))
                        .sum());
        assertThat(gradient.toArray()).containsExactly(0, 5, 7);
    }

    @Test
    void equalWinnersShareTheGradient() {
        Tensor index = Tensor.of(Shape.of(3), 0, 0, 1);
        Tensor x = Tensor.of(4f, 1f);
        Tensor gradient = Autograd.gradient(
                Tensor.of(4f, 4f, 0f),
                v -> x.scatterReduce(0, index, v, Fold.AMAX, true)
                        .mul(Tensor.of(3f, 1f))
                        .sum());
        assertThat(gradient.toArray()).containsExactly(1, 1, 0);
    }

    @Test
    void productsWithZerosHaveTheirGradient() {
        Tensor index = Tensor.of(Shape.of(3), 0, 0, 0);
        Tensor gradient = Autograd.gradient(
                Tensor.of(0f, 2f, 3f),
                v -> Tensor.ones(Shape.of(1))
                        .scatterReduce(0, index, v, Fold.PROD, false)
                        .sum());
        assertThat(gradient.toArray()).containsExactly(6, 0, 0);
    }

    @Test
    void integersFoldToo() {
        Tensor x = Tensor.of(Shape.of(2), 10, -10);
        Tensor index = Tensor.of(Shape.of(3), 0, 0, 1);
        Tensor values = Tensor.of(Shape.of(3), 3, 4, -4);
        assertSame(x.scatterReduce(0, index, values, Fold.MEAN, false), Tensor.of(Shape.of(2), 3, -4));
        assertSame(x.scatterReduce(0, index, values, Fold.AMIN, true), Tensor.of(Shape.of(2), 3, -10));
        assertSame(x.scatterReduce(0, index, values, Fold.PROD, true), Tensor.of(Shape.of(2), 120, 40));
    }

    @Test
    void nonzeroGivesARowAPlace() {
        assertSame(Tensor.of(Shape.of(2, 2), 0f, 3f, Float.NaN, 0f).nonzero(), Tensor.of(Shape.of(2, 2), 0, 1, 1, 0));
        assertThat(Tensor.scalar(2).nonzero().shape()).isEqualTo(Shape.of(1, 0));
        assertThat(Tensor.scalar(0).nonzero().shape()).isEqualTo(Shape.of(0, 0));
    }

    @Test
    void placesOutsideAreRefusedWhenMet() {
        Tensor five = Tensor.of(Shape.of(1), 5);
        assertThatThrownBy(() -> x().get(of(five)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("get: the index names place 5 of axis 0, whose size is 2" + System.lineSeparator()
                        + "  places are -2 to 1");
        assertThatThrownBy(() -> x().get(ALL, of(five), of(five)))
                .hasMessageContaining("place 5 of axis 1, whose size is 3");
        assertThatThrownBy(() -> Tensor.zeros(Shape.of(2)).scatterAdd(0, five, Tensor.ones(Shape.of(1))))
                .hasMessageContaining("scatterAdd: the index names place 5 of axis 0");
        assertThatThrownBy(() -> Tensor.zeros(Shape.of(0)).get(of(five))).hasMessageContaining("there are no places");
    }

    @Test
    void aMaskCannotBeReadWhileTraced() {
        assertThatThrownBy(() -> Compiled.of(in ->
                                List.of(in.getFirst().maskedSelect(in.getFirst().gt(0))))
                        .run(Tensor.of(1f, 2f)))
                .hasMessageContaining("is being traced");
    }
}
