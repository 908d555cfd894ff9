package fovea.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final AtomicInteger made = new AtomicInteger();
    private final Recent<Integer, String> recent = new Recent<>(10);

    private String get(int key) {
        return recent.get(key, k -> {
            made.incrementAndGet();
            return "value of " + k;
        });
    }

    @Test
    void whatIsKnownIsMadeOnce() {
        for (int i = 0; i < 100; i++) {
            assertThat(get(i % 10)).isEqualTo("value of " + i % 10);
        }
        assertThat(made).hasValue(10);
    }

    @Test
    void theLastTenKeysAreKnownAndNeverMoreThanTwiceAsMany() {
        for (int i = 0; i < 1000; i++) {
            get(i);
            assertThat(recent.known()).isLessThanOrEqualTo(2 * 10 + 1);
            for (int back = 0; back < Math.min(i, 9); back++) {
                assertThat(recent.get(i - back)).isEqualTo("value of " + (i - back));
            }
        }
        assertThat(made).hasValue(1000);
        assertThat(recent.get(900)).isNull();
    }

    @Test
    void whatIsAskedForAgainAndAgainStays() {
        for (int i = 0; i < 1000; i++) {
            get(i);
            assertThat(get(0)).isEqualTo("value of 0");
        }
        assertThat(made).hasValue(1000);
    }
}
