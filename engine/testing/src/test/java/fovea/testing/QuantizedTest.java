package fovea.testing;

import static fovea.testing.TensorAssertions.assertClose;
import static fovea.testing.TensorAssertions.assertIdentical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.graph.Plan;
import fovea.tensor.Conv;
import fovea.tensor.DType;
import fovea.tensor.MatMul;
import fovea.tensor.MaxPool;
import fovea.tensor.Op;
import fovea.tensor.Quantize;
import fovea.tensor.Quantized;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Products of 8-bit numbers in every combination, on each device against the plain loops, whole numbers exactly. */
class QuantizedTest {
    private static final Window ONE = Window.of(1, 1);
    private static final Window SAME = Window.of(3, 3).withPadding(1);

    /** A convolution's sizes: images {@code [n, c, h, w]} to {@code o} channels. */
    private record Sizes(int n, int c, int h, int w, int o, Window window, int groups) {
        Shape weights() {
            return Shape.of(o, c / groups, window.size(0), window.size(1));
        }
    }

    private static final List<Sizes> SIZES = List.of(
            new Sizes(1, 3, 17, 19, 16, Window.of(7, 7).withStride(2).withPadding(3), 1),
            new Sizes(2, 16, 9, 7, 32, SAME, 1),
            new Sizes(2, 32, 8, 8, 24, SAME.withStride(2), 1),
            new Sizes(3, 64, 5, 6, 48, ONE, 1),
            new Sizes(1, 32, 8, 6, 64, ONE.withStride(2), 1),
            new Sizes(2, 32, 8, 7, 32, SAME, 32),
            new Sizes(2, 32, 9, 9, 32, SAME.withStride(2), 32),
            new Sizes(1, 32, 7, 7, 64, SAME, 2),
            new Sizes(1, 5, 6, 6, 7, Window.of(2, 3), 1));

    private static List<Quantized> finishes(Op op) {
        List<Quantized> all = new ArrayList<>();
        Quantized plain = Quantized.of(op);
        for (Quantized q : List.of(plain, plain.withBias())) {
            all.add(q);
            all.add(q.withRectifier());
            all.add(q.to(DType.I8));
            all.add(q.withRectifier().to(DType.U8));
            all.add(q.to(DType.I8).withAddition(0.75));
            all.add(q.to(DType.U8).withAddition(0.75).withRectifier());
        }
        return all;
    }

    @TestFactory
    Stream<DynamicTest> convolutionsAreExact() {
        return SIZES.stream()
                .flatMap(s -> Stream.of(DType.U8, DType.I8)
                        .flatMap(x -> finishes(new Conv(s.window, s.groups)).stream()
                                .map(q -> dynamicTest(
                                        s + " of " + x + " by " + q,
                                        () -> Region.run(() -> check(
                                                q,
                                                numbers(x, Shape.of(s.n, s.c, s.h, s.w)),
                                                numbers(DType.I8, s.weights())))))));
    }

    /** One row with an addend is left to the reference. */
    @TestFactory
    Stream<DynamicTest> productsAreExact() {
        return Stream.of(1, 5, 32)
                .flatMap(rows -> Stream.of(DType.U8, DType.I8)
                        .flatMap(x -> finishes(new MatMul()).stream()
                                .filter(q -> rows > 1 || !q.added())
                                .map(q -> dynamicTest(
                                        rows + " rows of " + x + " by " + q,
                                        () -> Region.run(() -> check(
                                                q,
                                                numbers(x, Shape.of(rows, 70)),
                                                numbers(DType.I8, Shape.of(70, 33))))))));
    }

    /** Scales are powers of two, so that nothing is rounded but the result. */
    private static void check(Quantized q, Tensor x, Tensor w) {
        Samples samples = new Samples(new SplittableRandom(7), DType.F32);
        Shape y = q.op().infer(Spec.f32(x.shape()), Spec.f32(w.shape()))[0].shape();
        Shape line = Shape.of(y.size(q.channels(y)));
        List<Tensor> in = new ArrayList<>(List.of(x, w, samples.among(line, 0x1p-14, 0x1p-13, 0x1p-12, 0x1p-10)));
        if (q.biased()) {
            in.add(samples.grid(line, 0).mul(5).round().mul(12.25));
        }
        if (!q.added()) {
            compare(q, in);
            return;
        }
        for (DType addend : List.of(DType.U8, DType.I8)) {
            List<Tensor> all = new ArrayList<>(in);
            all.add(numbers(addend, y));
            compare(q, all);
        }
    }

    private static void compare(Quantized q, List<Tensor> in) {
        Tensor[] x = Case.array(in);
        Tensor expected = Device.named("reference").use(() -> q.apply(x));
        assertThat(Arrays.stream(TensorAssertions.doubles(expected)).distinct().count())
                .as("different numbers")
                .isGreaterThan(10);
        Device device = Device.best();
        assertClose(device.use(() -> q.apply(x)), expected, 1);
        Plan plan = Compiled.of(v -> List.of(q.apply(Case.array(v))))
                .plan(device, in.stream().map(Tensor::spec).toArray(Spec[]::new));
        assertIdentical(plan.run(x).getFirst(), expected);
        if (device.name().equals("onednn")) {
            assertThat(plan.steps()).extracting(Plan.Planned::kernel).noneMatch(QuantizedTest::isSlow);
        }
    }

    /** oneDNN's plain loops, or ours; where the processor multiplies no bytes nothing is promised. */
    private static boolean isSlow(String kernel) {
        return (kernel.startsWith("ref") && !kernel.endsWith("in single precision")) || kernel.equals("java");
    }

    private static Tensor numbers(DType dtype, Shape shape) {
        return new Samples(new SplittableRandom(shape.hashCode()), DType.F32)
                .labels(shape, 256)
                .cast(dtype);
    }

    @Test
    void numbersOutOfRangeStopAtItsEndsAndHalvesBecomeEven() {
        for (Device device : Device.all()) {
            if (device.unavailable().isEmpty()) {
                device.use(() -> {
                    Tensor x =
                            Tensor.of(-1e9f, -64.5f, -0.75f, -0.25f, 0, 0.25f, 0.75f, 1, 63.75f, 64, 127.5f, 128, 1e9f);
                    assertThat(new Quantize(0.5, DType.I8)
                                    .apply(x)
                                    .cast(DType.F32)
                                    .toArray())
                            .as(device.name())
                            .containsExactly(-128, -128, -2, 0, 0, 0, 2, 2, 127, 127, 127, 127, 127);
                    assertThat(new Quantize(0.5, DType.U8)
                                    .apply(x)
                                    .cast(DType.F32)
                                    .toArray())
                            .as(device.name())
                            .containsExactly(0, 0, 0, 0, 0, 0, 2, 2, 128, 128, 255, 255, 255);
                    return x;
                });
            }
        }
    }

    @Test
    void theLargestArePlannedWithoutTheReference() {
        Device device = Device.best();
        MaxPool.Largest pool = new MaxPool.Largest(Window.of(3, 3).withStride(2).withPadding(1));
        for (DType dtype : List.of(DType.U8, DType.I8, DType.F32, DType.BF16)) {
            Tensor x = numbers(dtype, Shape.of(2, 16, 9, 7));
            Plan plan = Compiled.of(in -> List.of(pool.apply(in.getFirst()))).plan(device, x.spec());
            assertIdentical(plan.run(x).getFirst(), Device.named("reference").use(() -> pool.apply(x)));
            if (device.name().equals("onednn")) {
                assertThat(plan.steps()).extracting(Plan.Planned::kernel).noneMatch(QuantizedTest::isSlow);
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor image = numbers(DType.U8, Shape.of(1, 2, 3, 3));
        Tensor weight = numbers(DType.I8, Shape.of(4, 2, 1, 1));
        Quantized conv = Quantized.of(new Conv(ONE, 1));
        assertThatThrownBy(() -> conv.apply(image, weight.cast(DType.F32), Tensor.zeros(Shape.of(4))))
                .hasMessageContaining("w of i8");
        assertThatThrownBy(() -> conv.apply(image, weight, Tensor.zeros(Shape.of(3))))
                .hasMessageContaining("scale must be f32[4]");
        assertThatThrownBy(() -> conv.withBias().to(DType.I32)).hasMessageContaining("not stored as i32");
        assertThatThrownBy(() -> conv.withAddition(1)).hasMessageContaining("not stored as f32");
        assertThatThrownBy(() -> Quantized.of(new MaxPool(ONE))).hasMessageContaining("neither");
        assertThatThrownBy(() -> new Quantize(0, DType.I8)).hasMessageContaining("above 0");
    }
}
