package fovea.testing;

import static fovea.testing.TensorAssertions.assertClose;
import static fovea.testing.TensorAssertions.assertIdentical;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.IndexAdd;
import fovea.tensor.MaxPool;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loops of the processor's device over more elements than one thread takes, and over other types than {@code f32}, against the reference. */
class LoopsTest {
    private static final Device REFERENCE = Device.named("reference");
    private static final List<DType> SIMPLE = List.of(DType.F32, DType.I32, DType.U8, DType.BOOL);

    private final Samples samples = new Samples(new SplittableRandom(7), DType.F32);
    private final Shape large = Shape.of(3, 7, 31, 37);

    @BeforeEach
    void anotherDevice() {
        assumeTrue(
                Device.all().stream()
                        .anyMatch(d ->
                                d.name().equals("onednn") && d.unavailable().isEmpty()),
                "oneDNN is not here");
    }

    private static void same(Supplier<Tensor> program) {
        Region.run(() -> {
            Tensor y = Device.named("onednn").use(program);
            assertIdentical(y, REFERENCE.use(program));
        });
    }

    @Test
    void castsBetweenAllTypes() {
        Tensor x = samples.uniform(large, -3, 300);
        for (DType from : SIMPLE) {
            for (DType to : SIMPLE) {
                Tensor given = REFERENCE.use(() -> x.cast(from));
                same(() -> given.cast(to));
                same(() -> given.permute(2, 0, 3, 1).cast(to));
            }
        }
    }

    @Test
    void choices() {
        Tensor a = samples.smooth(large);
        Tensor b = samples.smooth(large);
        same(() -> a.gt(0.1).where(a, b));
        same(() -> a.gt(0.1).where(7, b.permute(0, 1, 2, 3)));
        same(() -> a.permute(3, 2, 1, 0).gt(0.1).where(a.permute(3, 2, 1, 0), 0));
        same(() -> Tensor.full(large, -2.5));
        same(() -> Tensor.full(large, -0.0).reciprocal());
    }

    @Test
    void concatenationsOfImages() {
        Tensor a = samples.smooth(large);
        for (int axis = 0; axis < 4; axis++) {
            Concat join = new Concat(axis);
            Tensor none = a.slice(axis, 0, 0, 1);
            Tensor some = a.slice(axis, 1, 3, 1);
            same(() -> join.apply(a, none, some));
            same(() -> join.apply(a.gt(0), some.gt(0)));
            // Out of a pooling images come channels-last.
            MaxPool pool = new MaxPool(Window.of(2, 2));
            same(() -> join.apply(pool.outputs(a)[0], pool.outputs(a)[0]));
        }
    }

    @Test
    void places() {
        Tensor rows = samples.smooth(Shape.of(50, 40));
        Tensor at = samples.labels(Shape.of(600), 100).sub(50);
        for (Tensor index : List.of(at, at.cast(DType.I64))) {
            same(() -> rows.take(0, index));
            same(() -> rows.reshape(Shape.of(40, 50)).take(1, index));
            same(() -> rows.gt(0).take(0, index));
            same(() -> new IndexAdd(0, 50).apply(samples.make(Shape.of(600, 5), i -> i % 7), index));
        }
        Tensor many = Tensor.full(Shape.of(100_000), 0.1);
        Tensor zero = samples.labels(Shape.of(100_000), 1);
        Tensor sum = Device.named("onednn").use(() -> new IndexAdd(0, 2).apply(many, zero));
        assertClose(sum, Tensor.of((float) (100_000 * (double) 0.1f), 0), 2);
    }

    @Test
    void placesOutsideAreRefused() {
        Tensor x = samples.smooth(Shape.of(4, 3));
        assertThatThrownBy(() -> Device.named("onednn").use(() -> x.take(0, Tensor.of(Shape.of(1), 4))))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("take: the index names place 4 of an axis of 4" + System.lineSeparator()
                        + "  places are -4 to 3");
    }
}
