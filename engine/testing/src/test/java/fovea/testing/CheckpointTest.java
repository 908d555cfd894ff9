package fovea.testing;

import static fovea.testing.TensorAssertions.assertAllIdentical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Parts of a program whose values are computed again instead of kept. */
class CheckpointTest {
    private static final int DEPTH = 16;

    private static Tensor random(Shape shape) {
        return new Samples(new SplittableRandom(2), DType.F32).make(shape, i -> Math.sin(i * i) / 4);
    }

    /** How a part of a program is run: as it is, or checkpointed. */
    private interface Way {
        Tensor run(Supplier<Tensor> part);
    }

    private static final Way KEPT = Supplier::get;
    private static final Way AGAIN = Autograd::checkpoint;

    private static Tensor block(Tensor x, Tensor w) {
        return x.matmul(w).tanh().mul(x.sigmoid());
    }

    /** {@link #DEPTH} blocks, in parts of {@code size}. */
    private static Tensor deep(Tensor x, Tensor w, int size, Way way) {
        Tensor y = x;
        for (int i = 0; i < DEPTH; i += size) {
            y = part(y, w, size, way);
        }
        return y;
    }

    private static Tensor part(Tensor x, Tensor w, int size, Way way) {
        return way.run(() -> {
            Tensor y = x;
            for (int i = 0; i < size; i++) {
                y = block(y, w);
            }
            return y;
        });
    }

    private static List<Tensor> gradients(Tensor x, Tensor w, int size, Way way) {
        return Autograd.gradients(
                List.of(x, w),
                in -> deep(in.getFirst(), in.getLast(), size, way).sum());
    }

    @Test
    void gradientsHaveTheSameBits() {
        for (Device device : Device.all()) {
            if (device.unavailable().isEmpty()) {
                device.use(() -> {
                    Tensor x = random(Shape.of(5, 8));
                    Tensor w = random(Shape.of(8, 8));
                    List<Tensor> expected = gradients(x, w, 1, KEPT);
                    assertAllIdentical(gradients(x, w, 4, AGAIN), expected);
                    assertAllIdentical(gradients(x, w, DEPTH, AGAIN), expected);
                    Compiled compiled = Compiled.of(in -> gradients(in.getFirst(), in.getLast(), 4, AGAIN));
                    Compiled plain = Compiled.of(in -> gradients(in.getFirst(), in.getLast(), 4, KEPT));
                    assertAllIdentical(compiled.run(x, w), plain.run(x, w));
                    return x;
                });
            }
        }
    }

    @Test
    void gradientsOfAnyOrder() {
        UnaryOperator<Tensor> tanh = t -> Autograd.checkpoint(() -> t.mul(1).tanh());
        Tensor third = Autograd.gradient(
                Tensor.of(Shape.SCALAR, 0.3), a -> Autograd.gradient(a, b -> Autograd.gradient(b, tanh)));
        double t = Math.tanh(0.3);
        assertThat(third.item()).isCloseTo((1 - t * t) * (6 * t * t - 2), within(1e-14));
        Samples samples = new Samples(new SplittableRandom(4), DType.F64);
        GradientCheck check = new GradientCheck(
                "checkpoint",
                in -> List.of(Autograd.checkpoint(() -> block(block(in.getFirst(), in.getLast()), in.getLast()))),
                List.of(samples.positive(Shape.of(2, 3)), samples.positive(Shape.of(3, 3))));
        check.first(1e-9);
        check.second(1e-8);
    }

    @Test
    void aCheckpointSeenByTwoTapes() {
        Tensor x = random(Shape.of(3, 3));
        assertAllIdentical(List.of(penalty(x, AGAIN)), List.of(penalty(x, KEPT)));
    }

    /** The gradient of a squared gradient, as in a gradient penalty; the inner function runs in parts. */
    private static Tensor penalty(Tensor x, Way way) {
        return Autograd.gradient(x, a -> {
            Tensor w = way.run(() -> a.tanh().mul(2));
            Tensor inner = Autograd.gradient(w, b -> way.run(() -> block(b, a)).sum());
            return inner.square().sum();
        });
    }

    @Test
    void onlyWhatTheWayBackReadsIsComputedAgain() {
        Tensor x = random(Shape.of(4, 4));
        assertThat(Listening.count(
                        "exp",
                        () -> Autograd.gradient(
                                x,
                                t -> Autograd.checkpoint(() -> t.exp().mul(2).tanh())
                                        .sum())))
                .as("tanh reads its output, which needs exp")
                .isEqualTo(2);
        assertThat(Listening.count(
                        "matMul",
                        () -> Autograd.gradient(
                                x,
                                t -> Autograd.checkpoint(() -> t.exp().matmul(x))
                                        .sum())))
                .as("forward and backward; nothing reads the product")
                .isEqualTo(2);
        assertThat(Listening.count(
                        "exp",
                        () -> Autograd.gradient(x, t -> {
                            Autograd.checkpoint(() -> t.exp().tanh());
                            return t.sum();
                        })))
                .as("the loss does not depend on the part")
                .isEqualTo(1);
    }

    @Test
    void theTapeHoldsTheSquareRoot() {
        Shape shape = Shape.of(32, 32);
        long all = held(shape, 1, KEPT);
        long root = held(shape, 4, AGAIN);
        long activation = new Spec(shape, DType.F32).bytes();
        assertThat(all).as("three for each block").isGreaterThanOrEqualTo(3 * DEPTH * activation);
        assertThat(root).as("one for each part").isLessThanOrEqualTo((DEPTH / 4 + 1) * activation);
    }

    /** Bytes of tensors made in a forward pass that can still be reached at its end. */
    private static long held(Shape shape, int size, Way way) {
        Remembering remembering = new Remembering(Interpreter.current(), new ArrayList<>());
        long[] bytes = {0};
        Tensor x = random(shape);
        Tensor w = random(Shape.of(shape.size(1), shape.size(1)));
        remembering.interpret(() -> Autograd.gradient(x, t -> {
            Tensor y = deep(t, w, size, way);
            bytes[0] = remembering.reachable();
            return y.sum();
        }));
        return bytes[0];
    }

    /** Hands on every step, and looks later at which tensors are still there. */
    private record Remembering(Interpreter around, List<WeakReference<Tensor>> made) implements Overlay {
        @Override
        public Tensor[] apply(Op op, Tensor... inputs) {
            Tensor[] y = around.apply(op, inputs);
            for (Tensor each : y) {
                made.add(new WeakReference<>(each));
            }
            return y;
        }

        long reachable() {
            System.gc();
            long bytes = 0;
            for (WeakReference<Tensor> reference : made) {
                Tensor tensor = reference.get();
                bytes += tensor == null ? 0 : tensor.spec().bytes();
            }
            return bytes;
        }
    }

    @Test
    void aPlanNeedsLessMemory() {
        Spec x = Spec.f32(Shape.of(64, 32));
        Spec w = Spec.f32(Shape.of(32, 32));
        long kept = bytes(x, w, KEPT);
        long again = bytes(x, w, AGAIN);
        assertThat(again).isLessThan(kept * 2 / 3);
    }

    private static long bytes(Spec x, Spec w, Way way) {
        return Compiled.of(in -> gradients(in.getFirst(), in.getLast(), 4, way))
                .plan(Device.best(), x, w)
                .bytes();
    }

    @Test
    void writesHappenOnceAndReadsCountAsTheyWere() {
        for (Way way : List.of(KEPT, AGAIN)) {
            State scale = new State(Tensor.of(2, 3));
            Tensor gradient = Autograd.gradient(Tensor.of(1, 1), x -> {
                Tensor y = way.run(() -> {
                    Tensor first = x.mul(scale.get()).exp();
                    scale.set(scale.get().mul(10));
                    return first.mul(scale.get());
                });
                scale.set(Tensor.of(0, 0));
                return y.sum();
            });
            float[] expected = {(float) (40 * Math.exp(2)), (float) (90 * Math.exp(3))};
            assertThat(gradient.toArray()).containsExactly(expected, within(1e-3f));
            assertThat(scale.get().toArray()).containsExactly(0, 0);
        }
    }

    @Test
    void countsWrittenOnce() {
        State count = new State(Tensor.of(0));
        Autograd.gradient(
                Tensor.of(1, 2),
                x -> Autograd.checkpoint(() -> {
                            count.set(count.get().add(1));
                            return x.exp().mul(x);
                        })
                        .sum());
        assertThat(count.get().item()).isEqualTo(1);
    }

    @Test
    void randomDrawsRepeat() {
        Tensor x = random(Shape.of(4, 5));
        for (boolean compiled : new boolean[] {false, true}) {
            List<Tensor> kept = noisy(x, KEPT, compiled);
            assertAllIdentical(noisy(x, AGAIN, compiled), kept);
            assertThat(kept.getLast().toInts()).containsExactly(7, 0, 6);
        }
    }

    /** Two steps of a net with a random gate in each of three parts; gradients of both, and the stream at the end. */
    private static List<Tensor> noisy(Tensor x, Way way, boolean compiled) {
        RandomStream random = RandomStream.of(7);
        java.util.function.Function<List<Tensor>, List<Tensor>> step =
                in -> List.of(Autograd.gradient(in.getFirst(), t -> {
                    Tensor y = t;
                    for (int i = 0; i < 3; i++) {
                        y = gated(y, random, way);
                    }
                    return y.sum();
                }));
        Compiled plan = Compiled.of(step);
        List<Tensor> found = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            found.addAll(compiled ? plan.run(x) : step.apply(List.of(x)));
        }
        found.add(random.state().get());
        return found;
    }

    private static Tensor gated(Tensor x, RandomStream random, Way way) {
        return way.run(() -> x.tanh().mul(random.uniform(x.shape())));
    }

    @Test
    void aPartWithinAPartBelongsToTheOuter() {
        Tensor x = random(Shape.of(3, 3));
        Tensor expected = Autograd.gradient(x, t -> t.tanh().exp().tanh().sum());
        Tensor found = Autograd.gradient(
                x,
                t -> Autograd.checkpoint(
                                () -> Autograd.checkpoint(() -> t.tanh().exp()).tanh())
                        .sum());
        assertAllIdentical(List.of(found), List.of(expected));
    }

    @Test
    void severalValuesMayLeaveAPart() {
        Tensor x = random(Shape.of(3, 3));
        Tensor found = Autograd.gradient(x, t -> {
            List<Tensor> y = Autograd.checkpoint(() -> List.of(t.tanh(), t.exp().square(), x.exp()));
            return y.get(0).mul(y.get(1)).mul(y.get(2)).sum();
        });
        Tensor expected = Autograd.gradient(
                x, t -> t.tanh().mul(t.exp().square()).mul(x.exp()).sum());
        assertAllIdentical(List.of(found), List.of(expected));
    }

    @Test
    void aNamedValueWithinAPart() {
        Tensor x = Tensor.of(0.5f, -1f);
        Autograd.AtTaps found = Autograd.gradientsAt(
                List.of("x", "inside"),
                () -> Autograd.checkpoint(() -> {
                            Tensor t = Taps.tap("x", x);
                            return Taps.tap("inside", t.mul(3)).square().tanh();
                        })
                        .sum());
        Tensor a = x.mul(3);
        Tensor slope = Autograd.gradient(a, t -> t.square().tanh().sum());
        assertAllIdentical(
                List.of(found.gradients().get("inside"), found.gradients().get("x")), List.of(slope, slope.mul(3)));
    }

    @Test
    void aPartThatFailsLeavesTheTapeInOrder() {
        Tensor x = random(Shape.of(3, 3));
        Tensor found = Autograd.gradient(x, t -> {
            assertThatThrownBy(() -> Autograd.checkpoint(() -> {
                        t.exp();
                        throw new IllegalStateException("in the part");
                    }))
                    .hasMessage("in the part");
            return t.tanh().sum();
        });
        assertAllIdentical(
                List.of(found), List.of(Autograd.gradient(x, t -> t.tanh().sum())));
    }

    @Test
    void whereNothingIsDifferentiatedAPartSimplyRuns() {
        assertThat(Autograd.checkpoint(() -> Tensor.of(1, 2).mul(2)).toArray()).containsExactly(2, 4);
    }
}
