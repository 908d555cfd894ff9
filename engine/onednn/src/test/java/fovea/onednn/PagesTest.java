package fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PagesTest {

    @BeforeAll
    static void onLinux() {
        Needs.oneDnn();
    }

    @Test
    void memoryIsZeroAndAllOfItCanBeWritten() {
        for (long bytes : new long[] {1 << 18, (2 << 20) - 64, 2 << 20, (5 << 20) + 64}) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment memory = Objects.requireNonNull(Pages.map(bytes, arena));
                assertThat(memory.byteSize()).isEqualTo(bytes);
                assertThat(memory.address() % (bytes < 2 << 20 ? 4096 : 2 << 20))
                        .isZero();
                assertThat(memory.mismatch(MemorySegment.ofArray(new byte[(int) bytes])))
                        .isEqualTo(-1);
                memory.fill((byte) 7);
                assertThat(memory.get(ValueLayout.JAVA_BYTE, bytes - 1)).isEqualTo((byte) 7);
            }
        }
    }

    @Test
    void itGoesBackWithItsArena() {
        MemorySegment memory;
        try (Arena arena = Arena.ofShared()) {
            memory = Objects.requireNonNull(Pages.map(1 << 20, arena));
        }
        assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 0)).hasMessage("Already closed");
    }

    @Test
    void whereThereIsNoneItSaysSo() {
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Pages.map(1L << 50, arena)).isNull();
        }
    }
}
