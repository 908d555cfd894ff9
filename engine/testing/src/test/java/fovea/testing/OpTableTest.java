package fovea.testing;

import static fovea.testing.TensorAssertions.assertAllClose;
import static fovea.testing.TensorAssertions.assertAllIdentical;
import static fovea.testing.TensorAssertions.assertClose;
import static fovea.testing.TensorAssertions.assertIdentical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.graph.Graph;
import fovea.graph.Trace;
import fovea.tensor.Composite;
import fovea.tensor.CustomOp;
import fovea.tensor.DType;
import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Pad;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for every op: each property runs over the whole table of {@link Cases}, on every device that can be used here. */
class OpTableTest {
    private static final Device REFERENCE = Device.named("reference");

    @Test
    void everyOpHasALine() {
        Set<String> inTable = Cases.all().stream()
                .flatMap(c -> traced(c).nodes().stream())
                .filter(Graph.Apply.class::isInstance)
                .map(n -> ((Graph.Apply) n).op().getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(inTable).containsAll(vocabulary(Op.class));
    }

    private static Graph traced(Case c) {
        return REFERENCE.use(() -> Trace.of(c.program(), specs(c.make(DType.F32))));
    }

    private static Set<String> vocabulary(Class<?> sealed) {
        if (!sealed.isSealed()) {
            return sealed.equals(CustomOp.class) ? Set.of() : Set.of(sealed.getName());
        }
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(c -> vocabulary(c).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @TestFactory
    Stream<DynamicTest> shapesComputedAreThoseInferred() {
        return each((device, c) -> {
            List<Tensor> x = c.make(DType.F32);
            List<Tensor> y = c.run(x);
            List<Spec> inferred =
                    traced(c).outputs().stream().map(Graph.Value::spec).toList();
            assertThat(y.stream().map(Tensor::spec)).isEqualTo(inferred);
            y.forEach(t -> assertThat(TensorAssertions.doubles(t))
                    .hasSize((int) t.shape().elements()));
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientsMatchDifferences() {
        return onReference(c -> new GradientCheck(c.name(), c.program(), c.make(DType.F64)).first(1e-9));
    }

    @TestFactory
    Stream<DynamicTest> gradientsOfGradientsMatchDifferences() {
        return onReference(c -> new GradientCheck(c.name(), c.program(), c.make(DType.F64)).second(1e-9));
    }

    /** On the reference bit for bit; other devices may choose other kernels for other layouts, which sum in another order. */
    @TestFactory
    Stream<DynamicTest> tracedAndPlannedEqualsEager() {
        return each((device, c) -> {
            List<Tensor> x = c.make(DType.F32);
            List<Tensor> eager = c.withGradients(x);
            List<Tensor> planned = Compiled.of(c::withGradients).run(Case.array(x));
            if (device.equals(REFERENCE)) {
                assertAllIdentical(planned, eager);
            } else {
                assertAllClose(planned, eager, 4 * c.terms());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> devicesAgreeWithTheReference() {
        return others((device, c) -> agree(device, c, c.make(DType.F32)));
    }

    @TestFactory
    Stream<DynamicTest> devicesAgreeOnLargeNumbers() {
        return others((device, c) -> agree(device, c, extreme(c, -300, 0, 300, 1)));
    }

    @TestFactory
    Stream<DynamicTest> devicesAgreeOnInfinity() {
        return others((device, c) -> agreeOn(Double.POSITIVE_INFINITY, device, c));
    }

    @TestFactory
    Stream<DynamicTest> devicesAgreeOnMinusInfinity() {
        return others((device, c) -> agreeOn(Double.NEGATIVE_INFINITY, device, c));
    }

    @TestFactory
    Stream<DynamicTest> devicesAgreeOnNotANumber() {
        return others((device, c) -> agreeOn(Double.NaN, device, c));
    }

    private static void agreeOn(double odd, Device device, Case c) {
        List<Tensor> x = extreme(c, odd, 1, -2, 3, 0.5, 0.25);
        List<Tensor> y = device.use(() -> c.run(x));
        y.forEach(TensorAssertions::doubles);
        if (c.total()) {
            assertAllClose(y, REFERENCE.use(() -> c.run(x)), 4 * c.terms());
        }
    }

    private static void agree(Device device, Case c, List<Tensor> x) {
        assertAllClose(device.use(() -> c.withGradients(x)), REFERENCE.use(() -> c.withGradients(x)), 4 * c.terms());
    }

    /** The operands of {@code c} with every number replaced by one of {@code values}. */
    private static List<Tensor> extreme(Case c, double... values) {
        Samples samples = new Samples(new SplittableRandom(c.name().hashCode()), DType.F32);
        return c.make(DType.F32).stream()
                .map(t -> t.dtype().isFloating() ? samples.among(t.shape(), values) : t)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> viewsGiveTheSameAsTheirDenseCopies() {
        return each((device, c) -> {
            for (UnaryOperator<Tensor> view : List.<UnaryOperator<Tensor>>of(
                    OpTableTest::turned, OpTableTest::everySecond, OpTableTest::repeated)) {
                List<Tensor> views = c.make(DType.F32).stream().map(view).toList();
                List<Tensor> dense = views.stream().map(OpTableTest::dense).toList();
                assertAllClose(
                        c.withGradients(views), c.withGradients(dense), device.equals(REFERENCE) ? 0 : 4 * c.terms());
            }
        });
    }

    /** The same elements, with the axes in memory the other way round. */
    private static Tensor turned(Tensor x) {
        int rank = x.shape().rank();
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = rank - 1 - i;
        }
        return dense(x.permute(order)).permute(order);
    }

    /** The same elements, with others between them and before them in memory. */
    private static Tensor everySecond(Tensor x) {
        if (x.shape().rank() == 0 || !x.dtype().isFloating()) {
            return x;
        }
        Shape one = Shape.of(new int[x.shape().rank()]).with(-1, 1);
        Tensor spread = dense(new Pad(one, one, one).apply(x));
        int n = x.shape().size(-1);
        return spread.slice(-1, 1, Math.max(1, 2 * n), 2);
    }

    /** Its first slice along the last axis, repeated. */
    private static Tensor repeated(Tensor x) {
        if (x.shape().elements() == 0 || x.shape().rank() == 0) {
            return x;
        }
        return dense(x.slice(-1, 0, 1, 1)).expand(x.shape());
    }

    private static Tensor dense(Tensor x) {
        byte[] bytes = new byte[Math.toIntExact(x.spec().bytes())];
        x.copyTo(MemorySegment.ofArray(bytes));
        return Tensor.of(x.spec(), MemorySegment.ofArray(bytes));
    }

    /** Half-precision types store: each op computes in single precision or better and rounds once, at the end. */
    @TestFactory
    Stream<DynamicTest> halvesStoreWhatSinglesCompute() {
        return Stream.of(DType.F16, DType.BF16)
                .flatMap(half -> each((device, c) -> {
                    List<Tensor> x = c.make(DType.F32).stream()
                            .map(t -> t.dtype().isFloating() ? t.cast(half) : t)
                            .toList();
                    List<Tensor> single = c.run(x.stream()
                            .map(t -> t.dtype().isFloating() ? t.cast(DType.F32) : t)
                            .toList());
                    List<Tensor> y = c.run(x);
                    boolean oneRounding = device.equals(REFERENCE)
                            && traced(c).nodes().stream()
                                            .filter(Graph.Apply.class::isInstance)
                                            .count()
                                    == 1;
                    for (int i = 0; i < y.size(); i++) {
                        Tensor expected = single.get(i).cast(y.get(i).dtype());
                        if (oneRounding) {
                            assertIdentical(y.get(i), expected);
                        } else {
                            assertClose(y.get(i), expected, 4 * c.terms());
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> compositesEqualTheirDefinitions() {
        List<Case> composites = Cases.all().stream()
                .filter(c -> traced(c).nodes().stream()
                        .anyMatch(n -> n instanceof Graph.Apply apply && apply.op() instanceof Composite))
                .toList();
        assertThat(composites).hasSizeGreaterThanOrEqualTo(5);
        return each(composites, (device, c) -> {
            List<Tensor> x = c.make(DType.F32);
            List<Tensor> defined = new Defined(Interpreter.current()).interpret(() -> c.run(x));
            assertAllClose(c.run(x), defined, 4 * c.terms());
        });
    }

    /** Evaluates each composite op by its definition. */
    private record Defined(Interpreter around) implements Overlay {
        @Override
        public Tensor[] apply(Op op, Tensor... x) {
            return op instanceof Composite c ? interpret(() -> c.definition(x)) : around.apply(op, x);
        }
    }

    private static Spec[] specs(List<Tensor> x) {
        return x.stream().map(Tensor::spec).toArray(Spec[]::new);
    }

    private static Stream<DynamicTest> onReference(Consumer<Case> property) {
        return Cases.all().stream()
                .filter(Case::differentiable)
                .map(c -> dynamicTest(c.name(), () -> on(REFERENCE, () -> property.accept(c))));
    }

    private static Stream<DynamicTest> each(BiConsumer<Device, Case> property) {
        return each(Cases.all(), property);
    }

    private static Stream<DynamicTest> each(List<Case> cases, BiConsumer<Device, Case> property) {
        return usable().flatMap(device -> cases.stream()
                .map(c -> dynamicTest(
                        c.name() + " on " + device.name(), () -> on(device, () -> property.accept(device, c)))));
    }

    /** Every device but the reference. Where there is no other, the reference stands for itself. */
    private static Stream<DynamicTest> others(BiConsumer<Device, Case> property) {
        List<Device> others = new ArrayList<>(usable().toList());
        if (others.size() > 1) {
            others.remove(REFERENCE);
        }
        return others.stream()
                .flatMap(device -> Cases.all().stream()
                        .map(c -> dynamicTest(
                                c.name() + " on " + device.name(),
                                () -> on(device, () -> property.accept(device, c)))));
    }

    private static Stream<Device> usable() {
        return Device.all().stream().filter(d -> d.unavailable().isEmpty());
    }

    private static void on(Device device, Runnable work) {
        Region.run(() -> {
            device.use(() -> {
                work.run();
                return List.of();
            });
        });
    }
}
