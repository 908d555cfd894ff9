package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {
    @Test
    void readsWhatItWrote() {
        Block block = new Block(List.of(12L, 3_000_000_000L), List.of(0.1f, Float.NaN));
        assertThat(block.line()).isEqualTo("12:0.1 3000000000:NaN");
        assertThat(Block.parse(block.line())).isEqualTo(block);
    }

    @Test
    void runsNothingForNoSteps() {
        Block none = Block.of(() -> 1f, 0);
        assertThat(Block.parse(none.line())).isEqualTo(none);
    }

    @Test
    void timesEveryStepByItself() {
        Block block = Block.of(() -> 2f, 3);
        assertThat(block.losses()).containsExactly(2f, 2f, 2f);
        assertThat(block.nanoseconds()).hasSize(3).allMatch(time -> time >= 0);
    }
}
