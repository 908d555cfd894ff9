package fovea.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlabTest {
    private record Life(long bytes, int from, int until, Slab.Block block) {
        boolean meets(Life other) {
            return from <= other.until && other.from <= until;
        }
    }

    @Test
    void blocksThatLiveAtTheSameTimeNeverOverlap() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 300; round++) {
            Slab slab = new Slab();
            List<Life> lives = lives(slab, random, random.nextInt(1, 40));
            long size = slab.layOut();
            for (Life a : lives) {
                assertThat(a.block().offset()).isGreaterThanOrEqualTo(0);
                assertThat(a.block().offset() % 64).isZero();
                assertThat(a.block().offset() + a.bytes()).isLessThanOrEqualTo(size);
                for (Life b : lives) {
                    assertThat(a != b && a.meets(b) && overlap(a, b))
                            .as("%s and %s overlap", a, b)
                            .isFalse();
                }
            }
            assertThat(size).isGreaterThanOrEqualTo(mostAtOnce(lives)).isLessThanOrEqualTo(sum(lives));
        }
    }

    @Test
    void shortLivesShareTheirMemory() {
        Slab slab = new Slab();
        for (int i = 0; i < 100; i++) {
            slab.block(1000, i, i + 1);
        }
        assertThat(slab.layOut()).isEqualTo(2 * 1024);
    }

    @Test
    void aLifeCanBeMadeLonger() {
        Slab slab = new Slab();
        Slab.Block first = slab.block(100, 0, 1);
        Slab.Block second = slab.block(100, 5, 6);
        first.keepUntil(5);
        first.keepUntil(2);
        assertThat(slab.layOut()).isEqualTo(256);
        assertThat(first.offset()).isNotEqualTo(second.offset());
    }

    private static List<Life> lives(Slab slab, SplittableRandom random, int n) {
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            long bytes = random.nextLong(0, 5000);
            int from = random.nextInt(20);
            int until = from + random.nextInt(6);
            lives.add(new Life(bytes, from, until, slab.block(bytes, from, until)));
        }
        return lives;
    }

    private static boolean overlap(Life a, Life b) {
        long start = Math.max(a.block().offset(), b.block().offset());
        long end = Math.min(a.block().offset() + a.bytes(), b.block().offset() + b.bytes());
        return start < end;
    }

    private static long sum(List<Life> lives) {
        return lives.stream().mapToLong(l -> l.bytes() + 64).sum();
    }

    private static long mostAtOnce(List<Life> lives) {
        long most = 0;
        for (int t = 0; t < 30; t++) {
            int now = t;
            most = Math.max(
                    most,
                    lives.stream()
                            .filter(l -> l.from() <= now && now <= l.until())
                            .mapToLong(Life::bytes)
                            .sum());
        }
        return most;
    }
}
