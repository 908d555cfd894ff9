package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final float[] NOTHING = {};

    @Test
    void readsWhatItWrote() {
        Turn turn = new Turn(List.of(12.5, 3e9));
        assertThat(turn.line()).isEqualTo("12.5 3.0E9");
        assertThat(Turn.parse(turn.line())).isEqualTo(turn);
        assertThat(Numbers.floats(Numbers.line(new float[] {0.1f, Float.NaN}))).containsExactly(0.1f, Float.NaN);
        assertThat(Numbers.floats("")).isEmpty();
    }

    @Test
    void doesNotCountTheFirstStep() {
        AtomicInteger steps = new AtomicInteger();
        Turn turn = Turn.of(() -> slow(steps), 1);
        assertThat(turn.nanoseconds())
                .singleElement()
                .satisfies(time -> assertThat(time).isGreaterThan(1.9e6));
        assertThat(steps).hasValue(2);
    }

    @Test
    void takesManyShortStepsForOneSample() {
        AtomicInteger steps = new AtomicInteger();
        Turn turn = Turn.of(() -> quick(steps), 1);
        assertThat(turn.nanoseconds())
                .singleElement()
                .satisfies(time -> assertThat(time).isLessThan(1e5));
        assertThat(steps.get()).isGreaterThan(20);
    }

    private static float[] quick(AtomicInteger steps) {
        steps.incrementAndGet();
        return NOTHING;
    }

    private static float[] slow(AtomicInteger steps) {
        steps.incrementAndGet();
        try {
            Thread.sleep(2);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return NOTHING;
    }
}
