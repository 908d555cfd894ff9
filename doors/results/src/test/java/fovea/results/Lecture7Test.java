package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.Image;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Experiments of lecture 7 on pictures that are learned in seconds: a bright bar among noise, whose height is the class. */
class Lecture7Test {
    private static final List<String> CLASSES =
            IntStream.range(0, 10).mapToObj(i -> "bar " + i).toList();

    private final List<String> told = new ArrayList<>();

    private Setting setting(int train) {
        return new Setting(
                name -> {
                    int side = name.equals("mnist") ? 28 : 32;
                    int channels = name.equals("mnist") ? 1 : 3;
                    return DataSet.of(name, bars(train, side, channels, 1), bars(50, side, channels, 2));
                },
                42,
                told::add);
    }

    private static Source bars(int count, int side, int channels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[side * side * channels];
            random.nextBytes(pixels);
            int row = side * channels;
            for (int at = 0; at < pixels.length; at++) {
                boolean isBar = at / row / 2 == i % 10 + 2;
                pixels[at] = isBar ? (byte) 255 : (byte) ((pixels[at] & 0xff) / 3);
            }
            samples.add(new Sample("picture " + i, Image.of(side, side, channels, pixels), i % 10));
        }
        return new MemorySource(samples, CLASSES);
    }

    /** All that bar and stretch speak of is measured. */
    private static void assertWhole(String id, Map<String, Double> figures) {
        Row row = Lecture7.rows().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(row.bar()).allSatisfy(range -> assertThat(figures).containsKey(range.figure()));
        assertThat(row.stretch()).allSatisfy(range -> assertThat(figures).containsKey(range.figure()));
    }

    @Test
    void row72WholeSetsAreFittedByLbfgs() {
        Map<String, Double> figures = FullBatchDigits.run(List.of(new FullBatchDigits.Phase(1000, 30)), setting(60));
        assertWhole("7.2", figures);
        assertThat(figures.get("test error")).isLessThanOrEqualTo(0.1);
        assertThat(told).hasSize(3);
    }

    @Test
    void row77ACommitteeIsMeasuredBesideItsBestMember() {
        Map<String, Double> figures = new Committees(2).run(setting(130));
        assertWhole("7.7", figures);
        for (String set : List.of("mnist", "cifar10")) {
            double best = figures.get(set + ", best of five");
            assertThat(figures.get(set + ", mean of five")).isBetween(0.05, best);
            assertThat(figures.get(set + ", gain over the best"))
                    .isCloseTo(figures.get(set + ", five together") - best, within(1e-12));
        }
        assertThat(figures.get("cifar10, snapshots together")).isBetween(0.05, 1.0);
    }

    @Test
    void row78WhatIsChangedInPicturesIsComparedWithNothing() {
        Map<String, Double> figures = new SmallSample(130, 8).run(setting(140));
        assertWhole("7.8", figures);
        assertThat(figures.get("test accuracy, nothing changed")).isGreaterThan(0.15);
        assertThat(figures.get("gain of all three"))
                .isCloseTo(
                        figures.get("test accuracy, all three") - figures.get("test accuracy, nothing changed"),
                        within(1e-12));
    }
}
