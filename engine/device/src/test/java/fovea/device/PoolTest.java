package fovea.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
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
            pool.give(pool.take(bytes));
            long reserved = pool.reserved();
            for (int i = 0; i < 100_000; i++) {
                pool.give(pool.take(bytes));
            }
            assertThat(pool.reserved()).as("blocks of %d bytes", bytes).isEqualTo(reserved);
        }
    }

    @Test
    void blocksInUseDoNotOverlap() {
        SplittableRandom random = new SplittableRandom(2);
        List<MemorySegment> blocks = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            MemorySegment block = Pool.HOST.take(random.nextInt(1, 3000));
            assertThat(block.address() % 64).isZero();
            blocks.add(block);
            if (random.nextInt(3) == 0) {
                Pool.HOST.give(blocks.remove(random.nextInt(blocks.size())));
            }
        }
        blocks.sort((a, b) -> Long.compare(a.address(), b.address()));
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(blocks.get(i).address())
                    .isGreaterThanOrEqualTo(
                            blocks.get(i - 1).address() + blocks.get(i - 1).byteSize());
        }
        blocks.forEach(Pool.HOST::give);
    }
}
