package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fovea.device.Device;
import fovea.tensor.DType;
import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Quantize;
import fovea.tensor.Quantized;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Thousands of random programs of all ops, each run every way there is. The bench runs a hundred thousand. */
class ProgramCheckTest {
    private static final int PROGRAMS = 2000;
    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private static final Device REFERENCE = Device.named("reference");

    /** Made by compiling to 8 bits, which rounds as programs do not: {@code QuantizedTest} holds every variant of them. */
    private static final Set<Class<?>> BYTES = Set.of(Quantized.class, Quantize.class);

    @Test
    void twoThousandProgramsOfAllOpsAgreeEveryWay() throws InterruptedException, ExecutionException {
        ProgramCheck check = new ProgramCheck();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger undecided = new AtomicInteger();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Callable<Void> work = () -> {
            for (int seed = next.getAndIncrement();
                    seed < PROGRAMS && wrong.size() < 3;
                    seed = next.getAndIncrement()) {
                try {
                    if (check.check(RandomProgram.of(seed)) == ProgramCheck.Verdict.UNDECIDED) {
                        undecided.incrementAndGet();
                    }
                } catch (ProgramCheck.Disagreement e) {
                    wrong.add(e.getMessage());
                }
            }
            return null;
        };
        try (var pool = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(pool.submit(work));
            }
            for (Future<Void> each : all) {
                each.get();
            }
        }
        assertThat(wrong).as(() -> String.join("\n\n", wrong)).isEmpty();
        assertThat(undecided.get()).isLessThan(PROGRAMS * 15 / 100);
        Set<Class<?>> all = new HashSet<>(Vocabulary.all());
        all.removeAll(BYTES);
        assertThat(check.seen()).as("a new op needs a move in engine/testing").containsAll(all);
    }

    @Test
    void theSameSeedGivesTheSameProgram() {
        assertThat(RandomProgram.of(17).toString())
                .isEqualTo(RandomProgram.of(17).toString());
        assertThat(RandomProgram.of(17).toString())
                .isNotEqualTo(RandomProgram.of(18).toString());
    }

    @Test
    void programsHaveFiveStepsOrMore() {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(RandomProgram.of(seed).steps()).as("seed %d", seed).isBetween(5, 24);
        }
    }

    /** A device whose hyperbolic tangent is off by a ten-thousandth. */
    private record Faulty(Interpreter around) implements Overlay {
        @Override
        public Tensor[] apply(Op op, Tensor... x) {
            Tensor[] y = around.apply(op, x);
            return op instanceof Unary.Tanh ? around.apply(new Unary.Affine(1.0001, 0), y) : y;
        }
    }

    @Test
    void aSmallFaultIsFoundAndTheProgramShrunkToIt() {
        ProgramCheck check = new ProgramCheck(
                "faulty",
                (p, in) -> new Faulty(REFERENCE.interpreter()).interpret(() -> p.withGradients(DType.F32, in)));
        int found = 0;
        int made = 0;
        for (int seed = 0; seed < 40; seed++) {
            RandomProgram program = RandomProgram.of(seed);
            var disagreement = catchThrowableOfType(ProgramCheck.Disagreement.class, () -> check.check(program));
            made += program.toString().contains(" = Tanh[]") ? 1 : 0;
            if (disagreement != null) {
                found++;
                String[] parts = disagreement.getMessage().split("the smallest that fails: ");
                assertThat(parts[0])
                        .startsWith("program " + seed + ": faulty: ")
                        .contains("they differ by", "return");
                assertThat(parts[1].lines().filter(l -> l.contains(" = ") && !l.contains(" = input")))
                        .as(parts[1])
                        .hasSizeLessThanOrEqualTo(2);
            }
        }
        assertThat(made).isGreaterThan(20);
        assertThat(found).isGreaterThan(made / 2);
    }
}
