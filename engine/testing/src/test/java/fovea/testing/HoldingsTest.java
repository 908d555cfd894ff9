package fovea.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.device.DeviceException;
import fovea.device.Holdings;
import fovea.device.Pool;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who holds what, and what is said when there is no more. */
class HoldingsTest {
    private static final long MEGABYTES_4 = 4 << 20;

    private static Tensor big() {
        return Tensor.ones(Shape.of(1024, 1024));
    }

    private static Holdings.Line line(Holdings holdings, String holder) {
        return holdings.lines().stream()
                .filter(l -> l.holder().equals(holder))
                .findFirst()
                .orElseThrow(() -> new AssertionError(holder + " is not in\n" + holdings));
    }

    @Test
    void tensorsInARegionAreNamedByOpShapeRegionAndLine() {
        Region.run(() -> {
            Tensor x = big();
            Holdings before = Holdings.now();
            List<Tensor> many = new ArrayList<>();
            Region.run(() -> {
                for (int i = 0; i < 3; i++) {
                    many.add(x.mul(2));
                }
                Holdings more = Holdings.now().since(before);
                assertThat(more.lines()).singleElement().satisfies(l -> {
                    assertThat(l.holder()).isEqualTo("affine f32[1024, 1024]");
                    assertThat(l.where())
                            .isEqualTo("region 2 on " + Thread.currentThread().getName());
                    assertThat(l.site()).matches("HoldingsTest.java:\\d+");
                    assertThat(l.count()).isEqualTo(3);
                    assertThat(l.bytes()).isEqualTo(3 * MEGABYTES_4);
                });
                assertThat(more.used()).isEqualTo(3 * MEGABYTES_4);
            });
            assertThat(Holdings.now().since(before).lines()).isEmpty();
        });
    }

    @Test
    void variablesAreNamedByTheirPaths() {
        Parameter w = new Parameter(big());
        Holdings.Line named = line(Holdings.now(Map.of("layers.0.weight", w)), "layers.0.weight f32[1024, 1024]");
        assertThat(named.where()).isEqualTo("kept");
        assertThat(named.bytes()).isEqualTo(MEGABYTES_4);
        assertThat(line(Holdings.now(), "variable f32[1024, 1024]").site()).startsWith("HoldingsTest.java:");
        assertThat(w.get().sum().item()).isEqualTo(MEGABYTES_4 / 4);
    }

    @Test
    void aPlansMemoryIsNamedAsItsOwn() {
        Holdings before = Holdings.now();
        Compiled step =
                Compiled.of(in -> List.of(in.getFirst().transpose().mul(2).sum()));
        assertThat(step.run(big()).getFirst().item()).isEqualTo(MEGABYTES_4 / 2);
        assertThat(Holdings.now().since(before).lines()).anySatisfy(l -> {
            assertThat(l.holder()).matches("plan of \\d+ steps");
            assertThat(l.bytes()).isGreaterThanOrEqualTo(MEGABYTES_4);
        });
    }

    @Test
    void theLinesAreTheWholeAndTheTableTellsAll() {
        Region.run(() -> {
            Tensor x = big().mul(2);
            Holdings now = Holdings.now();
            assertThat(now.lines()).isSortedAccordingTo((a, b) -> Long.compare(b.bytes(), a.bytes()));
            assertThat(now.used()).isEqualTo(Pool.HOST.used());
            assertThat(now.reserved()).isEqualTo(Pool.HOST.reserved()).isEqualTo(now.used() + now.idle());
            assertThat(now.toString())
                    .contains("bytes   count  held by")
                    .containsPattern(
                            "4,194,304 +1  affine f32\\[1024, 1024\\] +region 1 on \\S+, made at HoldingsTest.java:")
                    .containsPattern("in use; [\\d,]+ idle, [\\d,]+ from the system");
            assertThat(x.shape().rank()).isEqualTo(2);
        });
    }

    @Test
    void runningOutSaysWhoAskedForHowMuchAndWhoHoldsTheMost() {
        Pool.HOST.trim();
        try {
            Pool.HOST.limit(Pool.HOST.reserved() + 4 * MEGABYTES_4);
            Region.run(() -> {
                Tensor x = big();
                Tensor y = x.mul(3);
                assertThatThrownBy(() -> y.reshape(Shape.of(1, 1024, 1024))
                                .expand(Shape.of(1000, 1024, 1024))
                                .exp())
                        .isInstanceOf(DeviceException.class)
                        .hasMessageMatching(
                                "(?s)out of memory: exp asked for 4,194,304,000 bytes for f32\\[1000, 1024, 1024\\];"
                                        + " [\\d,]+ are in use\\R  -Dfovea.memory allows [\\d,]+: allow more,"
                                        + " use a smaller batch, or end regions sooner\\R +bytes +count  held by.*")
                        .hasMessageContaining("affine f32[1024, 1024]");
                assertThat(y.add(x).sum().item()).isEqualTo(MEGABYTES_4);
            });
        } finally {
            Pool.HOST.limit(Long.MAX_VALUE);
        }
    }

    /** Forty megabytes in all, none reachable for long, where sixteen are allowed. */
    @Test
    void whatNobodyReachesMakesRoomBeforeARequestIsRefused() {
        Pool.HOST.trim();
        try {
            Pool.HOST.limit(Pool.HOST.reserved() + 4 * MEGABYTES_4);
            for (int i = 0; i < 10; i++) {
                assertThat(big().sum().item()).isEqualTo(MEGABYTES_4 / 4);
            }
        } finally {
            Pool.HOST.limit(Long.MAX_VALUE);
        }
    }
}
