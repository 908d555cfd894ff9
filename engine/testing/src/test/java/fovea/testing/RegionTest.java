package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.device.Device;
import fovea.device.DeviceTensor;
import fovea.device.Pool;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegionTest {
    private static final long BIG = 4 * 1000 * 1000;

    private record Step(double loss, Tensor y, List<Map<String, Tensor>> more) {}

    private record Folder(Path path, Tensor y) {}

    private long before;

    /** Kernels are prepared, and what earlier tests left to the collector is given back, before this one counts. */
    @BeforeEach
    void count() throws InterruptedException {
        Region.run(() -> {
            big().add(big()).mul(3).sum().item();
        });
        Tensor.ones(Shape.of(2, 2)).matmul(Tensor.ones(Shape.of(2, 2))).logSoftmax();
        long used = Long.MAX_VALUE;
        while (used != Pool.HOST.used()) {
            used = Pool.HOST.used();
            collect();
        }
        before = used;
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        for (int i = 0; i < 50 && Pool.HOST.used() != before; i++) {
            collect();
        }
        assertThat(Pool.HOST.used()).isEqualTo(before);
    }

    private static void collect() throws InterruptedException {
        System.gc();
        Thread.sleep(10);
    }

    private static Tensor big() {
        return Tensor.ones(Shape.of(1000, 1000)).mul(2);
    }

    private static double sum(Tensor x) {
        return Region.run(() -> x.sum().item());
    }

    @Test
    void everythingMadeInsideIsGivenBack() {
        double sum = Region.run(() -> {
            Tensor y = big().add(big());
            assertThat(Pool.HOST.used() - before).isGreaterThanOrEqualTo(3 * BIG);
            return y.sum().item();
        });
        assertThat(sum).isEqualTo(4e6);
        assertThat(Pool.HOST.used()).isEqualTo(before);
    }

    @Test
    void aFailureGivesEverythingBackToo() {
        assertThatThrownBy(() -> Region.run(() -> {
                    big();
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(Pool.HOST.used()).isEqualTo(before);
    }

    @Test
    void aReturnedTensorSurvives() {
        Tensor y = Region.run(() -> big().mul(3));
        assertThat(sum(y)).isEqualTo(6e6);
        assertThat(Pool.HOST.used() - before).isBetween(BIG, BIG + BIG / 4);
    }

    @Test
    void tensorsInsideWhatIsReturnedSurvive() {
        Step step = Region.run(() -> new Step(1, big(), List.of(Map.of("a", big()))));
        assertThat(sum(step.y()) + sum(step.more().getFirst().get("a"))).isEqualTo(4e6);
        Tensor[] array = Region.run(() -> new Tensor[] {big(), big()});
        assertThat(sum(array[1])).isEqualTo(2e6);
        Optional<Tensor> maybe = Region.run(() -> Optional.of(big()));
        assertThat(sum(maybe.orElseThrow())).isEqualTo(2e6);
        Folder folder = Region.run(() -> new Folder(Path.of("runs", "first"), big()));
        assertThat(sum(folder.y())).isEqualTo(2e6);
    }

    @Test
    void aReturnedViewKeepsWhatItLooksAt() {
        Tensor row = Region.run(() -> big().slice(0, 5, 6, 1));
        assertThat(sum(row)).isEqualTo(2000);
    }

    @Test
    void useAfterTheRegionSaysSo() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        Region.run(() -> kept.set(big()));
        String message = "this tensor's memory, affine f32\\[1000, 1000\\] made at RegionTest.java:\\d+,"
                + " was given back when the region it was made in ended\\R"
                + "  return the tensor from the region, or read its elements inside";
        assertThatThrownBy(() -> kept.get().toArray()).hasMessageMatching(message);
        assertThatThrownBy(() -> kept.get().add(1)).hasMessageMatching(message);
        assertThatThrownBy(() -> kept.get().transpose().sum()).hasMessageMatching(message);
        assertThatThrownBy(() -> new Parameter(kept.get())).hasMessageMatching(message);
    }

    @Test
    void regionsNest() {
        Region.run(() -> {
            Tensor outer = big();
            Tensor inner = Region.run(() -> big().add(outer));
            assertThat(Pool.HOST.used() - before).isLessThan(4 * BIG);
            assertThat(inner.sum().item()).isEqualTo(4e6);
        });
        assertThat(Pool.HOST.used()).isEqualTo(before);
    }

    @Test
    void variablesOutliveTheRegionTheyAreMadeIn() {
        Parameter p = Region.run(() -> new Parameter(big()));
        Region.run(() -> p.set(big().mul(2)));
        assertThat(sum(p.get())).isEqualTo(4e6);
    }

    @Test
    void outsideRegionsTheCollectorGivesBack() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            big();
        }
        assertThat(Pool.HOST.used()).isGreaterThan(before);
        nothingIsLeft();
    }

    @Test
    void memoryGivenBackIsPoisoned() {
        AtomicReference<MemorySegment> seen = new AtomicReference<>();
        Region.run(() -> seen.set(((DeviceTensor) Tensor.of(1, 2, 3)).segment()));
        assertThat(Float.isNaN(seen.get().getAtIndex(ValueLayout.JAVA_FLOAT, 1)))
                .isTrue();
    }

    @Test
    void tenThousandStepsUseNoMoreMemoryThanTen() {
        Samples samples = new Samples(new SplittableRandom(1), DType.F32);
        Parameter w = new Parameter(samples.smooth(Shape.of(5, 3)));
        Tensor x = samples.smooth(Shape.of(7, 5));
        long reserved = 0;
        for (int i = 0; i < 10_000; i++) {
            Region.run(() -> {
                var found = Autograd.valueAndGradients(
                        List.of(w), () -> x.matmul(w.get()).logSoftmax().mean());
                w.set(w.get().sub(found.gradients().get(w).mul(0.01)));
            });
            if (i == 10) {
                reserved = Pool.HOST.reserved();
            }
        }
        assertThat(Pool.HOST.reserved()).isEqualTo(reserved);
    }

    @Test
    void aCompiledStepUsesNoMoreMemoryAfterItsFirstRun() {
        Compiled step = Compiled.of(in -> List.of(in.getFirst().mul(3).add(1).sum()));
        Tensor x = Tensor.ones(Shape.of(100));
        Region.run(() -> {
            step.run(x);
        });
        long used = Pool.HOST.used();
        for (int i = 0; i < 1000; i++) {
            Region.run(() -> {
                step.run(x);
            });
        }
        assertThat(Pool.HOST.used()).isEqualTo(used);
        assertThat(step.plan(Device.best(), Spec.f32(Shape.of(100))).bytes()).isLessThan(3 * 512);
    }
}
