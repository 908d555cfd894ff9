package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.graph.Trace;
import fovea.tensor.DType;
import fovea.tensor.Interpreter;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Several threads at once are right, or refused. */
class ThreadsTest {
    private static final int THREADS = 4;
    private static final int PREDICTIONS = 600;

    /** A convolution, a nonlinearity, a pool and a matrix: kernels of oneDNN and loops in Java. */
    private record Model(Parameter w, Parameter b, Parameter v) {
        static Model of(long seed) {
            Samples samples = new Samples(new SplittableRandom(seed), DType.F32);
            return new Model(
                    new Parameter(samples.smooth(Shape.of(8, 3, 3, 3))),
                    new Parameter(samples.smooth(Shape.of(1, 8, 1, 1))),
                    new Parameter(samples.smooth(Shape.of(8 * 6 * 6, 5))));
        }

        Tensor forward(Tensor x) {
            Tensor y = x.conv2d(w.get(), 1, 1).add(b.get()).relu().maxPool2d(2, 2);
            return y.reshape(Shape.of(x.shape().size(0), 8 * 6 * 6))
                    .matmul(v.get())
                    .logSoftmax();
        }
    }

    private static List<Tensor> inputs() {
        Samples samples = new Samples(new SplittableRandom(7), DType.F32);
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            inputs.add(samples.smooth(Shape.of(1 + i % 2, 3, 12, 12)));
        }
        return inputs;
    }

    private static <T> T elsewhere(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, r -> Thread.ofPlatform().start(r))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void predictAtOnce(Function<Tensor, Tensor> predict)
            throws InterruptedException, ExecutionException {
        List<Tensor> inputs = inputs();
        List<float[]> alone = inputs.stream()
                .map(x -> Region.run(() -> predict.apply(x).toArray()))
                .toList();
        CountDownLatch start = new CountDownLatch(THREADS);
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t;
                Callable<Integer> work = () -> {
                    start.countDown();
                    start.await();
                    for (int i = 0; i < PREDICTIONS; i++) {
                        int at = (first + i) % inputs.size();
                        float[] y = i % 2 == 0
                                ? predict.apply(inputs.get(at)).toArray()
                                : Region.run(() -> predict.apply(inputs.get(at)).toArray());
                        assertThat(y).isEqualTo(alone.get(at));
                    }
                    return PREDICTIONS;
                };
                all.add(pool.submit(work));
            }
            for (Future<Integer> each : all) {
                assertThat(each.get()).isEqualTo(PREDICTIONS);
            }
        }
    }

    @Test
    void threadsPredictWithOneModel() throws InterruptedException, ExecutionException {
        predictAtOnce(Model.of(1)::forward);
    }

    @Test
    void threadsPredictWithOneCompiledModel() throws InterruptedException, ExecutionException {
        Model model = Model.of(2);
        Compiled compiled = Compiled.of(in -> List.of(model.forward(in.getFirst())));
        predictAtOnce(x -> compiled.run(x).getFirst());
    }

    @Test
    void gradientsOnSeveralThreadsAreThoseOfOne() throws InterruptedException, ExecutionException {
        Model model = Model.of(3);
        predictAtOnce(x -> Autograd.gradient(x, in -> model.forward(in).square().mean()));
    }

    @Test
    void aTensorMadeOnOneThreadIsUsedOnAnother() {
        Tensor x = elsewhere(() -> Tensor.ones(Shape.of(300, 300)).mul(2));
        assertThat(x.sum().item()).isEqualTo(180_000);
        Region.run(() -> {
            Tensor y = x.add(1);
            assertThat(elsewhere(() -> y.sum().item())).isEqualTo(270_000);
        });
    }

    /** Whoever still computes with it is right or told; other memory, which would be not-a-numbers, is never read. */
    @Test
    void aRegionThatEndsWhileAnotherThreadComputesIsNoticed() {
        for (int i = 0; i < 100; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Integer> other = Region.run(() -> {
                Tensor x = Tensor.ones(Shape.of(200, 200)).mul(3);
                CompletableFuture<Integer> sums = CompletableFuture.supplyAsync(
                        () -> {
                            for (int n = 0; ; n++) {
                                double sum;
                                try {
                                    sum = Region.run(() -> x.add(x).sum().item());
                                } catch (IllegalStateException e) {
                                    assertThat(e).hasMessageContaining("was given back when the region");
                                    return n;
                                }
                                assertThat(sum).isEqualTo(240_000);
                                begun.countDown();
                            }
                        },
                        r -> Thread.ofPlatform().start(r));
                try {
                    begun.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return sums;
            });
            assertThat(other.join()).isPositive();
        }
    }

    /** Writes between what a thread reads and the end of its way back would mix two models: that is refused. */
    @Test
    void aParameterWrittenByAnotherThreadWhileThisOneDifferentiatesIsRefused() {
        Model model = Model.of(4);
        Tensor x = inputs().getFirst();
        assertThatThrownBy(() -> Autograd.valueAndGradients(List.of(model.v()), () -> {
                    Tensor loss = model.forward(x).square().mean();
                    elsewhere(() -> {
                        model.v().set(model.v().get().mul(0.5));
                        return true;
                    });
                    return loss;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a Parameter f32[288, 5] was written by another thread while")
                .hasMessageContaining("train a model on one thread at a time");
    }

    @Test
    void whatTheProgramItselfWritesIsNotRefused() {
        Model model = Model.of(5);
        Tensor x = inputs().getFirst();
        Autograd.valueAndGradients(List.of(model.v()), () -> {
            Tensor y = model.forward(x);
            model.b().set(model.b().get().add(y.mean()));
            model.b().set(model.b().get().mul(0.5));
            return model.forward(x).square().mean();
        });
    }

    /** Several threads train one model at once: each step is right, or refused; if it is compiled, always right. */
    @Test
    void threadsTrainOneModelRightOrAreRefused() throws InterruptedException, ExecutionException {
        Model model = Model.of(6);
        List<Parameter> all = List.of(model.w(), model.b(), model.v());
        Tensor x = inputs().getFirst();
        Callable<Integer> training = () -> {
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                try {
                    Region.run(() -> step(model, all, x));
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("was written by another thread");
                    refused++;
                }
            }
            return refused;
        };
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Integer>> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                threads.add(pool.submit(training));
            }
            int refused = 0;
            for (Future<Integer> each : threads) {
                refused += each.get();
            }
            assertThat(refused).isPositive();
        }
    }

    @Test
    void compiledTrainingStepsOfSeveralThreadsTakeTurns() throws InterruptedException, ExecutionException {
        Model together = Model.of(7);
        Model alone = Model.of(7);
        Tensor x = inputs().getFirst();
        Compiled shared = Compiled.of(in -> step(together, List.of(together.v()), in.getFirst()));
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                threads.add(pool.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        Region.run(() -> shared.run(x).getFirst().item());
                    }
                }));
            }
            for (Future<?> each : threads) {
                each.get();
            }
        }
        Compiled single = Compiled.of(in -> step(alone, List.of(alone.v()), in.getFirst()));
        for (int i = 0; i < 50 * THREADS; i++) {
            Region.run(() -> single.run(x).getFirst().item());
        }
        assertThat(together.v().get().toArray()).isEqualTo(alone.v().get().toArray());
    }

    private static List<Tensor> step(Model model, List<Parameter> parameters, Tensor x) {
        var found = Autograd.valueAndGradients(
                parameters, () -> model.forward(x).square().mean());
        for (Parameter p : parameters) {
            p.set(p.get().sub(found.gradients().get(p).mul(0.01)));
        }
        return List.of(found.value());
    }

    @Test
    void aTapeIsRecordedByOneThread() {
        Tensor x = Tensor.of(1, 2, 3);
        assertThatThrownBy(() -> Autograd.gradient(x, in -> {
                    Interpreter tape = Interpreter.current();
                    return elsewhere(() -> tape.interpret(() -> in.square().sum()));
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("differentiate on each thread by itself");
        assertThatThrownBy(() ->
                        Autograd.gradient(x, in -> elsewhere(() -> in.square().sum())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("escaped the Tape");
    }

    @Test
    void aFunctionIsTracedByOneThread() {
        Spec spec = Spec.f32(Shape.of(3));
        assertThatThrownBy(() -> Trace.of(
                        in -> {
                            Interpreter trace = Interpreter.current();
                            return elsewhere(() ->
                                    trace.interpret(() -> List.of(in.getFirst().mul(2))));
                        },
                        spec))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start threads outside the function");
    }
}
