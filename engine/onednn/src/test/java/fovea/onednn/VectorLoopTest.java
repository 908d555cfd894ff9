package fovea.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Bf16;
import fovea.tensor.Binary;
import fovea.tensor.Cast;
import fovea.tensor.Comparison;
import fovea.tensor.DType;
import fovea.tensor.Fused;
import fovea.tensor.Op;
import fovea.tensor.Rounding;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Special;
import fovea.tensor.Unary;
import fovea.tensor.Where;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Vector loops against plain ones, bit for bit. */
class VectorLoopTest {
    private static final List<Op> OPS = List.of(
            new Unary.Affine(1.5, 0),
            new Unary.Affine(-0.7, 0.3),
            new Unary.Abs(),
            new Unary.Exp(),
            new Unary.Log(),
            new Unary.Sqrt(),
            new Unary.Reciprocal(),
            new Unary.Tanh(),
            new Unary.Sigmoid(),
            new Unary.Relu(),
            new Rounding.Floor(),
            new Rounding.Ceil(),
            new Rounding.Round(),
            new Rounding.Sign(),
            new Special.Expm1(),
            new Special.Log1p(),
            new Special.Softplus(),
            new Special.Erf(),
            new Special.Erfc(),
            new Binary.Add(),
            new Binary.Sub(),
            new Binary.Mul(),
            new Binary.Div(),
            new Binary.Maximum(),
            new Binary.Minimum(),
            new Binary.WherePositive(),
            new Comparison.Equal(),
            new Comparison.Less(),
            new Comparison.LessEqual(),
            new Where(),
            new Cast(DType.BF16),
            new Cast(DType.F32));

    private static final Arena ARENA = Arena.ofAuto();
    private final SplittableRandom random = new SplittableRandom(5);

    @BeforeAll
    static void needsTheVectorApi() {
        assumeTrue(WarmLoop.isPossible(), "jdk.incubator.vector is absent");
    }

    @TestFactory
    Stream<DynamicTest> eachOpGivesTheSameBits() {
        return OPS.stream()
                .map(op -> dynamicTest(op.toString(), () -> {
                    int inputs = op instanceof Where ? 3 : op instanceof Binary ? 2 : 1;
                    Fused.Step step = new Fused.Step(op, 0, Math.min(1, inputs - 1), inputs - 1);
                    Fused one = new Fused(inputs, List.of(step), List.of(inputs));
                    for (int n : new int[] {1, 15, 16, 17, 100, 5000}) {
                        Operand x = new Operand(new Spec(Shape.of(n), DType.F32), Layout.rowMajor(Shape.of(n)));
                        check(one, Collections.nCopies(inputs, x).toArray(Operand[]::new));
                    }
                }));
    }

    /** Chains of some ops, of several outputs, over operands that repeat or lie crosswise. */
    @Test
    void chainsOfManyLayoutsGiveTheSameBits() {
        for (int i = 0; i < 150; i++) {
            Shape shape = Shape.of(
                    1 + random.nextInt(9), 1 + random.nextInt(300), 1 + random.nextInt(5), 1 + random.nextInt(40));
            Fused chain = chain(1 + random.nextInt(4), 1 + random.nextInt(12));
            Operand[] in = new Operand[chain.inputs()];
            for (int k = 0; k < in.length; k++) {
                in[k] = new Operand(new Spec(shape, DType.F32), layout(shape, k == 0 ? 3 : random.nextInt(6)));
            }
            check(chain, in);
        }
    }

    /** Operands in bf16, all or some: zeros, infinities and what is no number too, and ties. */
    @Test
    void chainsOfHalvesGiveTheSameBits() {
        for (int i = 0; i < 150; i++) {
            Shape shape = Shape.of(
                    1 + random.nextInt(9), 1 + random.nextInt(300), 1 + random.nextInt(5), 1 + random.nextInt(40));
            Fused chain = chain(1 + random.nextInt(4), 1 + random.nextInt(6));
            Operand[] in = new Operand[chain.inputs()];
            for (int k = 0; k < in.length; k++) {
                in[k] = new Operand(new Spec(shape, DType.F32), layout(shape, k == 0 ? 3 : random.nextInt(6)));
            }
            boolean[] half = new boolean[in.length + chain.outputs().size()];
            for (int k = 0; k < half.length; k++) {
                half[k] = i % 2 == 0 || random.nextBoolean();
            }
            check(chain, half, in);
        }
    }

    /** All patterns of the upper half, below it each kind of rest: as {@link Bf16} rounds and widens. */
    @Test
    void roundsAsBf16Does() {
        int[] rests = {0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF};
        int n = rests.length << 16;
        MemorySegment x = ARENA.allocate(4L * n, 64);
        for (int i = 0; i < n; i++) {
            x.setAtIndex(ValueLayout.JAVA_INT, i, (i / rests.length) << 16 | rests[i % rests.length]);
        }
        Fused same = new Fused(1, List.of(), List.of(0));
        Odometer dense = Odometer.of(Shape.of(n), Layout.rowMajor(Shape.of(n)), Layout.rowMajor(Shape.of(n)));
        MemorySegment plain = ARENA.allocate(2L * n, 64);
        new PlainWalk(same, dense, new boolean[] {false, true})
                .run(1, new MemorySegment[] {x}, new MemorySegment[] {plain});
        MemorySegment vector = run(same, dense, new boolean[] {false, true}, x, 2L * n);
        MemorySegment wide = run(same, dense, new boolean[] {true, false}, vector, 4L * n);
        for (int i = 0; i < n; i++) {
            short expected = Bf16.of(Float.intBitsToFloat(x.getAtIndex(ValueLayout.JAVA_INT, i)));
            assertEquals(expected, plain.getAtIndex(ValueLayout.JAVA_SHORT, i));
            assertEquals(expected, vector.getAtIndex(ValueLayout.JAVA_SHORT, i));
            assertEquals(expected << 16, wide.getAtIndex(ValueLayout.JAVA_INT, i));
        }
    }

    private static MemorySegment run(Fused chain, Odometer odometer, boolean[] half, MemorySegment x, long bytes) {
        VectorWalk walk = new VectorWalk(odometer, 1, half, 1);
        VectorLoop.Code code =
                WarmLoop.of(Chain.of(chain, walk.single(), walk.half())).now();
        MemorySegment y = ARENA.allocate(bytes, 64);
        walk.run(code, new float[0], 0, 1, new MemorySegment[] {x}, new MemorySegment[] {y}, ARENA.allocate(64, 64));
        return y;
    }

    private Layout layout(Shape shape, int kind) {
        int c = shape.size(1);
        return switch (kind) {
            case 0 -> Layout.of(shape, 0, 1, 0, 0);
            case 1 -> Layout.of(shape, 0, 0, 0, 0);
            case 2 -> Layout.of(shape, 1, 0, 0, 0);
            case 3 -> Layout.channelsLast(shape);
            case 4 -> Layout.rowMajor(shape);
            default -> Layout.of(shape, 0, 0, shape.size(3), 1);
        };
    }

    private Fused chain(int inputs, int length) {
        List<Fused.Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Op op = OPS.get(random.nextInt(OPS.size()));
            int a = i == 0 ? 0 : random.nextInt(inputs + i);
            int b = op instanceof Unary || op instanceof Cast ? a : random.nextInt(inputs + i);
            steps.add(new Fused.Step(op, a, b, op instanceof Where ? random.nextInt(inputs + i) : b));
        }
        List<Integer> outputs = length > 2 ? List.of(inputs + length - 1, inputs + 1) : List.of(inputs + length - 1);
        return new Fused(inputs, steps, outputs);
    }

    private void check(Fused chain, Operand... in) {
        check(chain, new boolean[in.length + chain.outputs().size()], in);
    }

    private void check(Fused chain, boolean[] half, Operand... in) {
        Shape shape = in[0].spec().shape();
        Layout output = Layout.channelsLast(shape);
        Layout[] layouts = Stream.of(in).map(Operand::layout).toArray(Layout[]::new);
        Odometer odometer = Odometer.of(shape, (Layout.Strided) output, layouts);
        MemorySegment[] x = new MemorySegment[in.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = half[i] ? halves(shape.elements()) : numbers(shape.elements());
        }
        int parts = 1 + random.nextInt(3);
        MemorySegment[] plain = outputs(chain, shape);
        new PlainWalk(chain, odometer, half).run(parts, x, plain);
        VectorWalk walk = new VectorWalk(odometer, in.length, half, parts);
        VectorLoop.Code code =
                WarmLoop.of(Chain.of(chain, walk.single(), walk.half())).now();
        MemorySegment[] vector = outputs(chain, shape);
        for (int part = 0; part < parts; part++) {
            MemorySegment spare = ARENA.allocate(Math.max(64, walk.spare()), 64);
            walk.run(code, Chain.constants(chain), part, parts, x, vector, spare);
        }
        for (int k = 0; k < plain.length; k++) {
            for (long i = 0; i < shape.elements(); i++) {
                float expected = Halves.get(plain[k], i, half[in.length + k]);
                float found = Halves.get(vector[k], i, half[in.length + k]);
                int at = k;
                long element = i;
                assertEquals(
                        expected,
                        found,
                        () -> chain + " of " + shape + " " + List.of(layouts) + ": " + at + ", " + element);
            }
        }
    }

    private static MemorySegment[] outputs(Fused chain, Shape shape) {
        return chain.outputs().stream()
                .map(_ -> ARENA.allocate(4 * shape.elements(), 64))
                .toArray(MemorySegment[]::new);
    }

    /** Ordinary numbers, and now and then an extreme one. */
    private MemorySegment numbers(long n) {
        float[] extremes = {
            0, -0f, 300, -300, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, Float.MIN_VALUE, 1, -1
        };
        MemorySegment x = ARENA.allocate(4 * n, 64);
        for (long i = 0; i < n; i++) {
            float value = random.nextInt(20) == 0
                    ? extremes[random.nextInt(extremes.length)]
                    : (float) random.nextGaussian() * 3;
            x.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
        return x;
    }

    private MemorySegment halves(long n) {
        MemorySegment x = numbers(n);
        MemorySegment y = ARENA.allocate(2 * n, 64);
        for (long i = 0; i < n; i++) {
            y.setAtIndex(ValueLayout.JAVA_SHORT, i, Bf16.of(x.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
        return y;
    }

    /** Once the JIT has had it, a loop makes no garbage: less than a vector's worth in each of a thousand runs. */
    @Test
    void allocatesNothingOnceWarm() throws ReflectiveOperationException {
        Chain chain = new Chain(
                List.of(false, true),
                List.of(false, false, false),
                2,
                List.of(
                        new Chain.Call("affine", List.of(0, 2, 3)),
                        new Chain.Call("tanh", List.of(4)),
                        new Chain.Call("mul", List.of(5, 1))),
                List.of(6));
        VectorLoop.Code code = WarmLoop.of(chain).now();
        MemorySegment x = numbers(4099);
        MemorySegment y = ARENA.allocate(4 * 4099, 64);
        long[] at = {x.address(), x.address(), y.address()};
        float[] constants = {2, 1};
        for (int i = 0; i < 12_000; i++) {
            code.run(at, constants, 1000 + i % 17);
        }
        long before = allocated();
        for (int i = 0; i < 1000; i++) {
            code.run(at, constants, 4099);
        }
        long bytes = allocated() - before;
        assertTrue(bytes < 64_000, bytes + " bytes");
    }

    /** Practice pays: after a while of plain loops the vector loop is ready. */
    @Test
    void takesOverWhenItHasEarnedIt() {
        Chain chain = new Chain(
                List.of(false),
                List.of(false, false),
                0,
                List.of(new Chain.Call("sqrt", List.of(0)), new Chain.Call("abs", List.of(1))),
                List.of(2));
        WarmLoop loop = WarmLoop.of(chain);
        loop.missed(1000);
        assumeTrue(loop.ready() == null, "-Dfovea.vectors=now");
        for (int i = 0; i < 100 && loop.ready() == null; i++) {
            loop.missed(20_000_000);
        }
        assertTrue(loop.ready() != null, "still slow after two seconds");
    }

    /** Bytes this thread has allocated; by reflection, since the module under test does not read {@code jdk.management}. */
    private static long allocated() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }
}
