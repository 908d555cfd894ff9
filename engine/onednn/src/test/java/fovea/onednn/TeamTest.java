package fovea.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TeamTest {

    private final int usual = Team.threads();

    @BeforeEach
    void needsTheLibrary() {
        Needs.oneDnn();
    }

    @AfterEach
    void restoreThreads() {
        Team.threads(usual);
    }

    private static List<Integer> partsSeen(int parts) {
        AtomicIntegerArray seen = new AtomicIntegerArray(parts);
        Team.run(parts, (part, of) -> {
            assertThat(of).isEqualTo(parts);
            seen.incrementAndGet(part);
        });
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            counts.add(seen.get(i));
        }
        return counts;
    }

    @Test
    void everyPartRunsExactlyOnce() {
        for (int threads : new int[] {1, 2, 3}) {
            Team.threads(threads);
            for (int parts : new int[] {1, 2, 3, 17}) {
                assertThat(partsSeen(parts)).hasSize(parts).containsOnly(1);
            }
        }
        Team.run(0, (_, _) -> {
            throw new AssertionError("there is no part to run");
        });
    }

    @Test
    void partsRunOnSeveralThreads() {
        Team.threads(2);
        List<Thread> threads = new ArrayList<>();
        Team.run((_, _) -> {
            synchronized (threads) {
                threads.add(Thread.currentThread());
            }
        });
        assertThat(threads).hasSize(2).doesNotHaveDuplicates().contains(Thread.currentThread());
    }

    @Test
    void whatAPartThrowsIsThrownByTheCall() {
        Team.threads(2);
        AtomicInteger finished = new AtomicInteger();
        for (int bad : new int[] {0, 1}) {
            assertThatThrownBy(() -> Team.run((part, _) -> {
                        if (part == bad) {
                            throw new IllegalArgumentException("part " + part);
                        }
                        finished.incrementAndGet();
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("part " + bad);
        }
        assertThat(finished).hasValue(2);
        assertThatThrownBy(() -> Team.run((part, _) -> {
                    throw new IllegalStateException("part " + part);
                }))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThatThrownBy(() -> Team.run((_, _) -> endless(1))).isInstanceOf(StackOverflowError.class);
        assertThat(partsSeen(2)).containsOnly(1);
    }

    @SuppressWarnings("InfiniteRecursion") // On purpose: even this must come back from a native thread.
    private static int endless(int depth) {
        return endless(depth + 1) + depth;
    }

    @Test
    void aLoopWithinAPartRunsOnTheSpot() {
        Team.threads(2);
        AtomicInteger inner = new AtomicInteger();
        Team.run((_, _) -> {
            Thread outer = Thread.currentThread();
            Team.run(3, (_, _) -> {
                assertThat(Thread.currentThread()).isSameAs(outer);
                inner.incrementAndGet();
            });
        });
        assertThat(inner).hasValue(6);
    }

    @Test
    void aPartMayNotComputeNatively() {
        Team.threads(2);
        Data x = Data.random(MemoryDesc.dense(DataType.F32, 4, 4), 1);
        try (Primitive p =
                Eltwise.forward(Pass.TRAINING, Eltwise.Kind.RELU, x.desc(), x.desc(), 0, 0, Attributes.NONE)) {
            assertThatThrownBy(() -> Team.run((_, _) -> Data.run(p, x, x)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("a part of a loop started a computation");
        }
    }

    @Test
    void manyJavaThreadsTakeTurns() throws InterruptedException {
        Team.threads(2);
        AtomicInteger total = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            callers.add(builder.start(() -> {
                for (int k = 0; k < 50; k++) {
                    Team.run((_, _) -> total.incrementAndGet());
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(total).hasValue(8 * 50 * 2);
    }

    @Test
    void partsSurviveGarbageCollection() {
        Team.threads(2);
        AtomicInteger total = new AtomicInteger();
        for (int k = 0; k < 5; k++) {
            Team.run((_, _) -> {
                byte[][] garbage = new byte[64][];
                for (int i = 0; i < 2000; i++) {
                    garbage[i % 64] = new byte[10_000];
                }
                total.addAndGet(garbage.length);
                if (total.get() == 64) {
                    System.gc();
                }
            });
        }
        assertThat(total).hasValue(5 * 2 * 64);
    }

    @Test
    void oneCopyOfEachLibraryIsLoaded() throws IOException {
        List<String> mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .map(line -> line.replaceAll("^[^/]*", ""))
                .filter(path -> path.contains("libgomp") || path.contains("libdnnl"))
                .distinct()
                .toList();
        assertThat(mapped).hasSize(2);
        assertThat(Path.of(mapped.getFirst()).getParent())
                .isEqualTo(Path.of(mapped.getLast()).getParent());
    }
}
