package fovea.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PoolTest {

    @Test
    void aBlockIsAsLargeAsAskedAndWastesAtMostAQuarter() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long bytes = i < 5_000 ? i : random.nextLong(1, 1L << random.nextInt(12, 50));
            long size = Pool.size(Pool.place(bytes));
            assertThat(size).isGreaterThanOrEqualTo(bytes);
            assertThat(size % 64).isZero();
            assertThat(size - bytes).isLessThanOrEqualTo(Math.max(64, bytes / 4));
        }
    }

    @Test
    void aBlockGoesBackToThePlaceItIsTakenFrom() {
        for (long bytes = 0; bytes < 10_000; bytes++) {
            int place = Pool.place(bytes);
            assertThat(Pool.place(Pool.size(place)))
                    .as("place of %d bytes", bytes)
                    .isEqualTo(place);
        }
    }

    @Test
    void whatWasGivenBackIsTakenAgain() {
        Pool pool = Pool.HOST;
        for (long bytes : new long[] {1, 70, 150, 230, 1000, 300_000}) {
            pool.give(List.of(taken(pool, bytes)));
            long reserved = pool.reserved();
            for (int i = 0; i < 100_000; i++) {
                pool.give(List.of(taken(pool, bytes)));
            }
            assertThat(pool.reserved()).as("blocks of %d bytes", bytes).isEqualTo(reserved);
        }
    }

    @Test
    void blocksInUseDoNotOverlap() {
        SplittableRandom random = new SplittableRandom(2);
        List<Pool.Block> blocks = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Pool.Block block = taken(Pool.HOST, random.nextInt(1, 3000));
            assertThat(address(block) % 64).isZero();
            blocks.add(block);
            if (random.nextInt(3) == 0) {
                Pool.HOST.give(List.of(blocks.remove(random.nextInt(blocks.size()))));
            }
        }
        blocks.sort(Comparator.comparingLong(PoolTest::address));
        for (int i = 1; i < blocks.size(); i++) {
            Pool.Block before = blocks.get(i - 1);
            assertThat(address(blocks.get(i))).isGreaterThanOrEqualTo(address(before) + before.size());
        }
        Pool.HOST.give(blocks);
    }

    @Test
    void aFullPoolReturnsIdleBlocksBeforeItRefuses() {
        Pool pool = new Pool(10 << 20);
        pool.give(List.of(taken(pool, 4 << 20), taken(pool, 3 << 20), taken(pool, 1000)));
        long reserved = pool.reserved();
        Pool.Block big = taken(pool, 5 << 20);
        assertThat(pool.reserved())
                .as("the largest goes, and no more than are needed")
                .isEqualTo(reserved + (5 << 20) - (4 << 20));
        assertThat(pool.take(6 << 20)).isNull();
        assertThat(pool.used()).isEqualTo(big.size());
        pool.give(List.of(big));
        assertThat(taken(pool, 8 << 20).size()).isEqualTo(8 << 20);
        pool.limit(20 << 20);
        assertThat(taken(pool, 8 << 20).size()).isEqualTo(8 << 20);
    }

    @Test
    void whatIsIdleCanBeReturnedAndUsedNoMore() {
        Pool pool = new Pool(Long.MAX_VALUE);
        Pool.Block block = taken(pool, 1 << 20);
        assertThat(pool.trim()).isZero();
        pool.give(List.of(block));
        assertThat(pool.trim()).isEqualTo(1 << 20);
        assertThat(pool.reserved()).isZero();
        assertThatThrownBy(() -> block.memory().get(ValueLayout.JAVA_BYTE, 0)).hasMessage("Already closed");
    }

    @Test
    void anAmountOfMemoryIsReadAsJavaReadsIt() {
        assertThat(Bytes.parse(null)).isEqualTo(Long.MAX_VALUE);
        assertThat(Bytes.parse("1000")).isEqualTo(1000);
        assertThat(Bytes.parse("64k")).isEqualTo(64 << 10);
        assertThat(Bytes.parse("512M")).isEqualTo(512 << 20);
        assertThat(Bytes.parse("2G")).isEqualTo(2L << 30);
        assertThatThrownBy(() -> Bytes.parse("2 gigs"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("-Dfovea.memory=2 gigs is no amount of memory");
    }

    private static Pool.Block taken(Pool pool, long bytes) {
        return Objects.requireNonNull(pool.take(bytes), "out of memory");
    }

    private static long address(Pool.Block block) {
        return block.memory().address();
    }
}
