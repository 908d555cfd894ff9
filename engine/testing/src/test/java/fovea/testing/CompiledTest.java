package fovea.testing;

import static fovea.testing.TensorAssertions.assertAllClose;
import static fovea.testing.TensorAssertions.assertIdentical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.graph.Plan;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CompiledTest {
    private static final Shape SQUARE = Shape.of(3, 3);

    /** A program over two variables and an input; what it means is what it does when its old values are copied first. */
    private interface Program extends BiFunction<State[], Tensor, List<Tensor>> {}

    private record Hazard(String name, Program program, Program meaning) {
        static Hazard of(String name, Program program, Program meaning) {
            return new Hazard(name, program, meaning);
        }
    }

    /** What it is to read a variable: the value at this point, whatever is written later. */
    private static Tensor old(State variable) {
        return variable.get().add(0);
    }

    private static final List<Hazard> HAZARDS = List.of(
            Hazard.of(
                    "swap",
                    (v, x) -> {
                        Tensor a = v[0].get();
                        v[0].set(v[1].get());
                        v[1].set(a);
                        return List.of();
                    },
                    (v, x) -> {
                        Tensor a = old(v[0]);
                        v[0].set(v[1].get());
                        v[1].set(a);
                        return List.of();
                    }),
            Hazard.of(
                    "swap with arithmetic",
                    (v, x) -> {
                        Tensor a = v[0].get();
                        v[0].set(v[1].get().add(x));
                        v[1].set(a.mul(x));
                        return List.of(v[0].get().sub(v[1].get()));
                    },
                    (v, x) -> {
                        Tensor a = old(v[0]);
                        v[0].set(v[1].get().add(x));
                        v[1].set(a.mul(x));
                        return List.of(v[0].get().sub(v[1].get()));
                    }),
            Hazard.of(
                    "output of an old value",
                    (v, x) -> {
                        Tensor a = v[0].get();
                        v[0].set(a.add(1));
                        return List.of(a, v[0].get());
                    },
                    (v, x) -> {
                        Tensor a = old(v[0]);
                        v[0].set(a.add(1));
                        return List.of(a, v[0].get().add(0));
                    }),
            Hazard.of(
                    "view of an old value read after the write",
                    (v, x) -> {
                        Tensor turned = v[0].get().transpose();
                        v[0].set(v[0].get().mul(2).add(x));
                        return List.of(turned.matmul(x), turned);
                    },
                    (v, x) -> {
                        Tensor turned = old(v[0]).transpose();
                        v[0].set(v[0].get().mul(2).add(x));
                        return List.of(turned.matmul(x), turned);
                    }),
            Hazard.of(
                    "a variable given its own transpose",
                    (v, x) -> {
                        v[0].set(v[0].get().transpose());
                        return List.of();
                    },
                    (v, x) -> {
                        v[0].set(old(v[0]).transpose());
                        return List.of();
                    }),
            Hazard.of(
                    "a variable given its own first row, repeated",
                    (v, x) -> {
                        v[0].set(v[0].get().slice(0, 0, 1, 1).expand(SQUARE));
                        return List.of(v[0].get());
                    },
                    (v, x) -> {
                        v[0].set(old(v[0]).slice(0, 0, 1, 1).expand(SQUARE));
                        return List.of(old(v[0]));
                    }),
            Hazard.of(
                    "a sum with its own transpose",
                    (v, x) -> {
                        v[0].set(v[0].get().add(v[0].get().transpose()));
                        return List.of();
                    },
                    (v, x) -> {
                        v[0].set(old(v[0]).add(old(v[0]).transpose()));
                        return List.of();
                    }),
            Hazard.of(
                    "one value for two variables",
                    (v, x) -> {
                        Tensor y = v[0].get().add(v[1].get());
                        v[0].set(y);
                        v[1].set(y);
                        return List.of(y);
                    },
                    (v, x) -> {
                        Tensor y = v[0].get().add(v[1].get());
                        v[0].set(y);
                        v[1].set(y);
                        return List.of(y);
                    }),
            Hazard.of(
                    "a variable given a view of the other's new value",
                    (v, x) -> {
                        v[0].set(v[0].get().add(x));
                        v[1].set(v[0].get().transpose());
                        return List.of(v[1].get());
                    },
                    (v, x) -> {
                        v[0].set(v[0].get().add(x));
                        v[1].set(old(v[0]).transpose());
                        return List.of(v[1].get());
                    }),
            Hazard.of(
                    "written twice",
                    (v, x) -> {
                        v[0].set(v[0].get().add(x));
                        v[0].set(v[0].get().mul(v[1].get()));
                        return List.of();
                    },
                    (v, x) -> {
                        v[0].set(v[0].get().add(x));
                        v[0].set(v[0].get().mul(v[1].get()));
                        return List.of();
                    }),
            Hazard.of(
                    "written and not read",
                    (v, x) -> {
                        v[0].set(x);
                        return List.of(x);
                    },
                    (v, x) -> {
                        v[0].set(x);
                        return List.of(x);
                    }),
            Hazard.of(
                    "a step with momentum",
                    (v, x) -> {
                        v[1].set(v[1].get().mul(0.9).add(x));
                        v[0].set(v[0].get().sub(v[1].get().mul(0.1)));
                        return List.of(v[0].get().sum());
                    },
                    (v, x) -> {
                        v[1].set(v[1].get().mul(0.9).add(x));
                        v[0].set(v[0].get().sub(v[1].get().mul(0.1)));
                        return List.of(v[0].get().sum());
                    }));

    @TestFactory
    Stream<DynamicTest> variablesHoldWhatTheProgramSays() {
        return usable().flatMap(device -> HAZARDS.stream()
                .map(h -> dynamicTest(h.name() + " on " + device.name(), () -> on(device, () -> check(h)))));
    }

    private static void check(Hazard hazard) {
        Samples samples = new Samples(new SplittableRandom(1), DType.F32);
        Tensor a = samples.smooth(SQUARE);
        Tensor b = samples.smooth(SQUARE);
        State[] planned = {new State(a), new State(b)};
        State[] eager = {new State(a), new State(b)};
        Compiled compiled = Compiled.of(in -> hazard.program().apply(planned, in.getFirst()));
        for (int step = 0; step < 3; step++) {
            Tensor x = samples.smooth(SQUARE);
            assertAllClose(compiled.run(x), hazard.meaning().apply(eager, x), 4);
            assertAllClose(values(planned), values(eager), 4);
        }
    }

    private static List<Tensor> values(Variable... variables) {
        return Stream.of(variables).map(Variable::get).toList();
    }

    @Test
    void aTensorFromOutsideIsAConstant() {
        Tensor c = Tensor.of(1, 2, 3);
        Compiled compiled = Compiled.of(in -> List.of(in.getFirst().mul(c).add(Tensor.of(1, 1, 1))));
        assertThat(compiled.run(Tensor.of(2, 2, 2)).getFirst().toArray()).containsExactly(3, 5, 7);
    }

    @Test
    void constantsOutliveTheRegionOfTheFirstRun() {
        Compiled compiled = Compiled.of(
                in -> List.of(in.getFirst().mul(Tensor.of(1, 2, 3).mul(2)).sum()));
        for (int i = 0; i < 3; i++) {
            double y =
                    Region.run(() -> compiled.run(Tensor.of(1, 1, 1)).getFirst().item());
            assertThat(y).isEqualTo(12);
        }
    }

    @Test
    void aPlanWithoutInputsAndOutputsKeepsItsMemory() throws InterruptedException {
        State a = new State(Tensor.ones(Shape.of(43, 43)));
        Compiled compiled = Compiled.of(in -> {
            a.set(a.get().matmul(a.get()).transpose());
            return List.of();
        });
        compiled.run();
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(10);
        }
        int elements = (int) compiled.plan(Device.best()).bytes() / 4;
        List<Tensor> others =
                Stream.generate(() -> Tensor.ones(Shape.of(elements))).limit(50).toList();
        compiled.run();
        assertThat(others).allSatisfy(t -> assertIdentical(t, Tensor.ones(Shape.of(elements))));
    }

    @Test
    void aVariableMayBeGivenItsOwnTransposeAtOnce() {
        State a = new State(Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f));
        a.set(a.get().transpose());
        assertThat(a.get().toArray()).containsExactly(1, 3, 2, 4);
    }

    /** Evaluated at once, what was read is the variable's own memory; a traced function reads what was there. */
    @Test
    void aTensorReadFromAVariableShowsLaterWritesUnlessItIsTraced() {
        State a = new State(Tensor.of(1, 2));
        Tensor before = a.get();
        a.set(Tensor.of(3, 4));
        assertThat(before.toArray()).containsExactly(3, 4);
    }

    @Test
    void newShapesAreTracedAnew() {
        int[] traced = {0};
        Compiled compiled = Compiled.of(in -> {
            traced[0]++;
            return List.of(in.getFirst().sum());
        });
        for (int n : new int[] {3, 5, 3, 5, 3}) {
            assertThat(compiled.run(Tensor.ones(Shape.of(n))).getFirst().item()).isEqualTo(n);
        }
        assertThat(traced[0]).isEqualTo(2);
    }

    @Test
    void plansLongUnusedAreDropped() {
        int[] traced = {0};
        Compiled compiled = Compiled.of(in -> {
            traced[0]++;
            return List.of(in.getFirst().sum());
        });
        for (int n = 1; n <= 9; n++) {
            compiled.run(Tensor.ones(Shape.of(n)));
        }
        compiled.run(Tensor.ones(Shape.of(9)));
        assertThat(traced[0]).isEqualTo(9);
        compiled.run(Tensor.ones(Shape.of(1)));
        assertThat(traced[0]).isEqualTo(10);
    }

    @Test
    void underATapeItIsDifferentiated() {
        Compiled cube = Compiled.of(in ->
                List.of(in.getFirst().mul(in.getFirst()).mul(in.getFirst()).sum()));
        Tensor x = Tensor.of(1, 2, 3);
        assertIdentical(Autograd.gradient(x, t -> cube.run(t).getFirst()), Tensor.of(3, 12, 27));
    }

    @Test
    void oneMayCallAnother() {
        Compiled twice = Compiled.of(in -> List.of(in.getFirst().mul(2)));
        Compiled both =
                Compiled.of(in -> List.of(twice.run(in.getFirst()).getFirst().add(1)));
        assertThat(both.run(Tensor.of(1, 2)).getFirst().toArray()).containsExactly(3, 5);
    }

    @Test
    void threadsShareOne() throws Exception {
        Tensor w = new Samples(new SplittableRandom(5), DType.F32).smooth(Shape.of(20, 20));
        Compiled compiled =
                Compiled.of(in -> List.of(in.getFirst().matmul(w).tanh().matmul(w)));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                Tensor x = new Samples(new SplittableRandom(t), DType.F32).smooth(Shape.of(20, 20));
                float[] expected = x.matmul(w).tanh().matmul(w).toArray();
                work.add(() -> {
                    for (int i = 0; i < 100; i++) {
                        float[] y = compiled.run(x).getFirst().toArray();
                        for (int j = 0; j < y.length; j++) {
                            if (Math.abs(y[j] - expected[j]) > 1e-4) {
                                return false;
                            }
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> right : threads.invokeAll(work)) {
                assertThat(right.get()).isTrue();
            }
        }
    }

    @Test
    void aTrainingStepNeedsLessMemoryThanAllItsValues() {
        Parameter w = new Parameter(Tensor.ones(Shape.of(64, 64)));
        Compiled step = Compiled.of(in -> {
            Tensor x = in.getFirst();
            for (int i = 0; i < 8; i++) {
                x = x.matmul(w.get()).tanh();
            }
            return List.of(x.mean());
        });
        Plan plan = step.plan(Device.best(), Spec.f32(Shape.of(64, 64)));
        long all = plan.graph().nodes().stream()
                .flatMap(n -> n.values().stream())
                .mapToLong(v -> v.spec().bytes())
                .sum();
        assertThat(plan.bytes()).isLessThan(all / 4).isGreaterThanOrEqualTo(2 * 64 * 64 * 4);
    }

    @Test
    void variablesAreMadeOutside() {
        Compiled compiled = Compiled.of(in -> List.of(new State(in.getFirst()).get()));
        assertThatThrownBy(() -> compiled.run(Tensor.of(1, 2)))
                .hasMessage("a variable of f32[2] was made inside a traced function%n"
                        .concat("  make models and optimizers outside, and use them inside")
                        .formatted());
    }

    private static Stream<Device> usable() {
        return Device.all().stream().filter(d -> d.unavailable().isEmpty());
    }

    private static void on(Device device, Runnable work) {
        device.use(() -> {
            work.run();
            return List.of();
        });
    }
}
