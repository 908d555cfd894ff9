package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContestTest {
    private static final Workload WORKLOAD = Workload.named("resnet20-128", Precision.F32);
    private static final Ceiling CEILING = new Ceiling(100, 200);

    @TempDir
    private Path home;

    @BeforeEach
    void writeTheClassPathThatMavenWouldWrite() throws IOException, URISyntaxException {
        Path target = Files.createDirectories(home.resolve("sleeper/target"));
        Files.writeString(
                target.resolve("classpath.txt"), folderOf(Contest.class) + ":" + folderOf(Sleeper.class) + "\n");
    }

    @Test
    void findsTheSlowerContestantSlower() {
        Report report = report(sleeper("quick", "2", "1"), sleeper("slow", "8", "1"));
        Result quick = report.outcome().results().get(0);
        Result slow = report.outcome().results().get(1);
        assertThat(slow.ratioTo(quick)).isBetween(1.5, 6.0);
        assertThat(slow.losses()).containsExactly(1f, 0.5f, 0.25f, 0.125f, 0.0625f);
        assertThat(quick.peakMegabytes()).isGreaterThan(10);
        assertThat(quick.firstStepSeconds()).isPositive();
    }

    @Test
    void reportsEachPeerAgainstTheFirst() {
        Report report = report(sleeper("fovea", "2", "1"), sleeper("theirs", "2", "1"));
        assertThat(report.details()).contains("sleeper 1", "fovea", "theirs");
        assertThat(report.row()).startsWith("resnet20-128 ").contains("theirs");
        assertThat(report.pairs())
                .singleElement()
                .asString()
                .startsWith("{\"workload\":\"resnet20-128\",\"precision\":\"f32\",\"ms\":")
                .contains("\"peak_share\":1", "\"peer\":\"theirs\"", "\"ratio\":");
        assertThat(report.records()).hasSize(2).allMatch(line -> line.contains("\"commit\":"));
    }

    @Test
    void comparesPeersWhereFoveaDoesNotTakePart() {
        Report report = report(sleeper("one", "2", "1"), sleeper("other", "8", "1"));
        assertThat(report.row()).containsPattern("resnet20-128 +- +one ");
        assertThat(report.pairs()).hasSize(2).allMatch(line -> line.contains("\"ms\":null"));
    }

    /** 31 GFLOP in 2 ms of a machine that does 100 in a second would be 155 times its peak. */
    @Test
    void countsTheShareOfThePeak() {
        double share = CEILING.share(WORKLOAD, 2);
        assertThat(share).isEqualTo(2e-6 * WORKLOAD.products() / 2 / 100).isBetween(150.0, 160.0);
    }

    @Test
    void refusesAContestantThatComputesSomethingElse() {
        assertThatThrownBy(() -> report(sleeper("right", "1", "1"), sleeper("wrong", "1", "1.5")))
                .isInstanceOf(ContestException.class)
                .hasMessageContaining("wrong does not compute what right does");
    }

    @Test
    void saysWhoEndedEarly() {
        assertThatThrownBy(() -> report(sleeper("alive", "1", "1"), sleeper("dead", "1", "0")))
                .isInstanceOf(ContestException.class)
                .hasMessageContaining("dead: its process ended early");
    }

    private Report report(Entry... entries) {
        Contest contest = new Contest(WORKLOAD, home, 0.01, 2, 0.06);
        return new Report(WORKLOAD, Machine.here(), CEILING, contest.run(List.of(entries)));
    }

    private static Entry sleeper(String name, String milliseconds, String loss) {
        List<String> arguments = List.of(milliseconds, loss);
        return new Entry(name, "sleeper", "fovea.bench.Sleeper", arguments, List.of(), Map.of(), _ -> true, "asleep");
    }

    private static Path folderOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
