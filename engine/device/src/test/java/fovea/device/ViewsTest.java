package fovea.device;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ViewsTest {

    /** A reshaped view, read in row-major order, must meet the same memory as what it is a view of. */
    @Test
    void reshapedViewsReadTheSameElements() {
        SplittableRandom random = new SplittableRandom(1);
        int views = 0;
        for (int i = 0; i < 20_000; i++) {
            Shape x = Shape.of(factors(random));
            Layout.Strided layout = layout(x, random);
            Shape to = reshaped(x, random);
            Optional<Views.View> view = Views.of(new Reshape(to), x, layout);
            if (view.isPresent()) {
                views++;
                assertThat(walk(to, view.get().layout()))
                        .as("%s of %s to %s", x, layout, to)
                        .isEqualTo(walk(x, layout));
                assertThat(view.get().offset()).isZero();
            } else {
                assertThat(layout.isDense(x) && layout.equals(Layout.rowMajor(x)))
                        .as("%s of %s to %s is a view", x, layout, to)
                        .isFalse();
            }
        }
        assertThat(views).isGreaterThan(5_000);
    }

    private static int[] factors(SplittableRandom random) {
        int[] sizes = new int[random.nextInt(0, 5)];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = new int[] {1, 2, 3, 4, 6}[random.nextInt(5)];
        }
        return sizes;
    }

    /** Row-major of some order of the axes, some repeated, some with gaps. */
    private static Layout.Strided layout(Shape x, SplittableRandom random) {
        List<Integer> order = new ArrayList<>();
        for (int i = x.rank() - 1; i >= 0; i--) {
            order.add(i);
        }
        if (random.nextInt(3) == 0) {
            Collections.shuffle(order, new Random(random.nextLong()));
        }
        long[] strides = new long[x.rank()];
        long step = 1;
        for (int axis : order) {
            int kind = random.nextInt(8);
            strides[axis] = kind == 0 ? 0 : step;
            step *= kind == 0 ? 1 : x.size(axis) + (kind == 1 ? 1 : 0);
        }
        return Layout.of(x, strides);
    }

    /** Another shape of as many elements: the prime factors, shuffled and joined at random. */
    private static Shape reshaped(Shape x, SplittableRandom random) {
        List<Integer> sizes = new ArrayList<>();
        long rest = x.elements();
        while (rest > 1) {
            int prime = rest % 2 == 0 ? 2 : 3;
            if (!sizes.isEmpty() && random.nextBoolean()) {
                sizes.set(sizes.size() - 1, sizes.getLast() * prime);
            } else {
                sizes.add(prime);
            }
            rest /= prime;
        }
        if (random.nextInt(3) == 0) {
            sizes.add(random.nextInt(sizes.size() + 1), 1);
        }
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<Long> walk(Shape shape, Layout.Strided layout) {
        List<Long> offsets = new ArrayList<>();
        int n = (int) shape.elements();
        for (int i = 0; i < n; i++) {
            long offset = 0;
            int rest = i;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                offset += layout.stride(axis) * (rest % shape.size(axis));
                rest /= shape.size(axis);
            }
            offsets.add(offset);
        }
        return offsets;
    }
}
