package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {
    @Test
    void callsEveryContestantDifferently() {
        assertThat(Roster.of(List.of()).stream().map(Entry::name))
                .doesNotHaveDuplicates()
                .isNotEmpty();
    }

    @Test
    void keepsTheOrderAskedFor() {
        assertThat(Roster.of(List.of("libtorch-nchw", "libtorch-nhwc")).stream().map(Entry::name))
                .containsExactly("libtorch-nchw", "libtorch-nhwc");
    }

    @Test
    void saysWhoThereIs() {
        assertThatThrownBy(() -> Roster.of(List.of("nobody")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no contestant is called nobody")
                .hasMessageContaining("libtorch-nhwc");
        assertThatThrownBy(() -> Workload.named("nothing")).hasMessageContaining("resnet20-train");
    }
}
