package fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoaderTest {

    private static final Source SOURCE = Pictures.noise(103, 6, 3);
    private static final Normalization NORMALIZATION = Normalization.of(SOURCE);
    private static final LoaderOptions TRAINING = LoaderOptions.training(10, 7)
            .withAugmentation(Augmentation.padAndCrop(2).then(Augmentation.flip()));

    /** All that can be seen of a batch. */
    private record Seen(int number, int size, List<Integer> indices, int labels, int pixels) {}

    @Test
    void givesTheSameWhateverTheThreads() {
        List<Seen> one = see(TRAINING.withThreads(1, 1), 0, 0);
        assertThat(one).hasSize(10);
        for (int threads : new int[] {2, 3, 7}) {
            for (int ahead : new int[] {1, 5}) {
                assertThat(see(TRAINING.withThreads(threads, ahead), 0, 0)).isEqualTo(one);
            }
        }
    }

    @Test
    void givesAnotherOrderInEveryEpochAndForEverySeed() {
        List<Seen> first = see(TRAINING, 0, 0);
        assertThat(see(TRAINING, 1, 0)).isNotEqualTo(first);
        assertThat(see(LoaderOptions.training(10, 8), 0, 0)).isNotEqualTo(first);
        assertThat(see(TRAINING, 0, 0)).isEqualTo(first);
    }

    @Test
    void augmentsTheSameSampleAnewInEveryEpoch() {
        Source one = SOURCE.first(1);
        Loader loader = new Loader(
                one, NORMALIZATION, LoaderOptions.training(1, 3).withAugmentation(Augmentation.padAndCrop(4)));
        assertThat(see(loader, 0, 0).getFirst().pixels())
                .isNotEqualTo(see(loader, 1, 0).getFirst().pixels());
    }

    @Test
    void goesOnInTheMiddleOfAnEpoch() {
        List<Seen> whole = see(TRAINING, 4, 0);
        for (int from : new int[] {1, 6, 10}) {
            assertThat(see(TRAINING, 4, from)).isEqualTo(whole.subList(from, 10));
        }
    }

    @Test
    void visitsEverySampleOnce() {
        List<Integer> indices = new ArrayList<>();
        see(TRAINING.withDropLast(false), 2, 0).forEach(seen -> indices.addAll(seen.indices()));
        assertThat(indices).hasSize(103).doesNotHaveDuplicates();
    }

    @Test
    void keepsOrDropsTheLastBatch() {
        List<Seen> evaluation = see(LoaderOptions.evaluation(10), 0, 0);
        assertThat(evaluation).hasSize(11);
        assertThat(evaluation.getLast().size()).isEqualTo(3);
        assertThat(evaluation.getLast().indices()).containsExactly(100, 101, 102);
        assertThat(see(TRAINING, 0, 0)).hasSize(10);
    }

    @Test
    void writesNormalizedPixelsChannelsLast() {
        Loader loader = new Loader(SOURCE, NORMALIZATION, LoaderOptions.evaluation(4));
        try (Epoch epoch = loader.epoch(0)) {
            epoch.next();
            Batch batch = epoch.next();
            assertThat(batch.number()).isEqualTo(1);
            for (int n = 0; n < 4; n++) {
                float[] expected = NORMALIZATION.apply(SOURCE.get(4 + n).image());
                assertThat(Arrays.copyOfRange(batch.pixels(), n * 108, (n + 1) * 108))
                        .isEqualTo(expected);
                assertThat(batch.labels()[n]).isEqualTo((4 + n) % 3);
                assertThat(batch.sample(n)).isSameAs(SOURCE.get(4 + n));
            }
            float value = batch.pixels()[((2 * 6 + 3) * 6 + 5) * 3 + 1];
            double byteValue = SOURCE.get(6).image().at(3, 5, 1) / 255.0;
            assertThat(value)
                    .isEqualTo((float) ((byteValue - NORMALIZATION.mean().get(1))
                            / NORMALIZATION.std().get(1)));
        }
    }

    @Test
    void lendsTheSameArraysAgainAndAgain() {
        Loader loader = new Loader(SOURCE, NORMALIZATION, TRAINING.withThreads(2, 2));
        java.util.Set<Object> arrays = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        for (int e = 0; e < 5; e++) {
            try (Epoch epoch = loader.epoch(e)) {
                while (epoch.hasNext()) {
                    arrays.add(epoch.next().pixels());
                }
            }
        }
        assertThat(arrays).hasSize(2 + 2 + 1);
    }

    @Test
    void doesNotTouchABatchWhileItIsLent() throws InterruptedException {
        Loader loader = new Loader(SOURCE, NORMALIZATION, TRAINING.withThreads(3, 1));
        try (Epoch epoch = loader.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                int before = Arrays.hashCode(batch.pixels());
                Thread.sleep(5);
                assertThat(Arrays.hashCode(batch.pixels())).isEqualTo(before);
            }
        }
    }

    @Test
    void throwsWhatFailsOnAWorkerWhereTheBatchIsAskedFor() {
        Source broken = new Failing(SOURCE, 25, new ImageException("cat.png", "does not decode", "leave it out"));
        Loader loader =
                new Loader(broken, NORMALIZATION, LoaderOptions.evaluation(10).withThreads(2, 3));
        Epoch epoch = loader.epoch(0);
        epoch.next();
        epoch.next();
        assertThatThrownBy(epoch::next)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("sample 25")
                .hasMessageContaining("cat.png: does not decode")
                .hasCauseInstanceOf(ImageException.class);
        assertThat(epoch.hasNext()).isFalse();
        assertThat(loaderThreads()).isEmpty();
    }

    @Test
    void throwsErrorsToo() {
        Source broken = new Failing(SOURCE, 0, null);
        try (Epoch epoch = new Loader(broken, NORMALIZATION, LoaderOptions.evaluation(10)).epoch(0)) {
            assertThatThrownBy(epoch::next)
                    .hasMessageContaining("sample 0")
                    .hasRootCauseInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void namesASampleOfAnotherSize() {
        Sample odd = new Sample("odd.png", Pictures.image(5, 3, 0), 0);
        try (Epoch epoch = new Loader(new Odd(SOURCE, odd), NORMALIZATION, LoaderOptions.evaluation(10)).epoch(0)) {
            assertThatThrownBy(epoch::next)
                    .hasMessage("odd.png: is [5, 5, 3] where its source promised [6, 6, 3]\n"
                            + "  resize all images to one size, or crop them with an augmentation such as centerCrop");
        }
    }

    @Test
    void namesASampleWithALabelOutsideTheClasses() {
        Sample odd = new Sample("odd.png", Pictures.image(6, 3, 0), 3);
        try (Epoch epoch = new Loader(new Odd(SOURCE, odd), NORMALIZATION, LoaderOptions.evaluation(10)).epoch(0)) {
            assertThatThrownBy(epoch::next)
                    .hasMessage("odd.png: label 3 is out of range\n  with 3 classes, labels are 0 to 2");
        }
    }

    /** A part of larger images, chosen anew in every epoch, whatever the threads and wherever an epoch is entered. */
    @Test
    void cropsAndColorsAlikeWhateverTheThreads() {
        Source framed = SOURCE.framed(4, 4);
        LoaderOptions options = TRAINING.withAugmentation(Augmentation.randomResizedCrop()
                .then(Augmentation.flip())
                .then(Augmentation.colorJitter(0.4, 0.4, 0.4, 0.1))
                .then(Augmentation.lighting(ColorAxes.of(SOURCE), 0.1))
                .then(Augmentation.cutout(2)));
        List<Seen> one = see(new Loader(framed, NORMALIZATION, options.withThreads(1, 1)), 0, 0);
        assertThat(see(new Loader(framed, NORMALIZATION, options.withThreads(3, 2)), 0, 0))
                .isEqualTo(one);
        assertThat(see(new Loader(framed, NORMALIZATION, options), 0, 6)).isEqualTo(one.subList(6, 10));
        assertThat(see(new Loader(framed, NORMALIZATION, options), 1, 0)).isNotEqualTo(one);
    }

    /** Every sample is what the formula makes of it and its partner; targets sum to 1 and tell the share; all alike from any batch on. */
    @Test
    void mixesPicturesAndLabelsInPairs() {
        LoaderOptions options = TRAINING.withMixup(new Mixup(1)).withThreads(3, 2);
        List<Double> shares = new ArrayList<>();
        Loader plain = new Loader(SOURCE, NORMALIZATION, TRAINING);
        Loader mixing = new Loader(SOURCE, NORMALIZATION, options);
        int length = 6 * 6 * 3;
        try (Epoch unmixed = plain.epoch(2, 3);
                Epoch mixed = mixing.epoch(2, 3)) {
            while (mixed.hasNext()) {
                Batch x = unmixed.next();
                Batch y = mixed.next();
                assertThat(x.isMixed()).isFalse();
                assertThat(y.isMixed()).isTrue();
                double share = Double.NaN;
                for (int n = 0; n < y.size(); n++) {
                    int own = y.labels()[n];
                    int other = y.labels()[y.size() - 1 - n];
                    if (own != other) {
                        share = y.targets()[n * 3 + own];
                        assertThat(y.targets()[n * 3 + other]).isEqualTo(1 - (float) share);
                    } else {
                        assertThat(y.targets()[n * 3 + own]).isCloseTo(1, within(1e-6f));
                    }
                }
                assertThat(share).isNotNaN();
                shares.add(share);
                for (int i = 0; i < y.size() * length; i++) {
                    int partner = (y.size() - 1 - i / length) * length + i % length;
                    double expected = share * x.pixels()[i] + (1 - share) * x.pixels()[partner];
                    assertThat((double) y.pixels()[i]).isCloseTo(expected, within(1e-5));
                }
            }
        }
        assertThat(shares).doesNotHaveDuplicates().hasSize(7);
        assertThat(see(options.withThreads(1, 1), 2, 3))
                .isEqualTo(see(options, 2, 0).subList(3, 10));
    }

    /** Beta(α, α) has a mean of ½ and a variance of 1 / (4 (2α + 1)). */
    @Test
    void drawsSharesFromTheBetaDistribution() {
        for (double alpha : new double[] {0.01, 0.2, 1, 4}) {
            SplittableRandom random = new SplittableRandom(5);
            double sum = 0;
            double squares = 0;
            int rounds = 4000;
            for (int i = 0; i < rounds; i++) {
                double share = new Mixup(alpha).share(random);
                assertThat(share).isBetween(0.0, 1.0);
                sum += share / rounds;
                squares += share * share / rounds;
            }
            double variance = 1 / (4 * (2 * alpha + 1));
            assertThat(sum).isCloseTo(0.5, within(4 * Math.sqrt(variance / rounds)));
            assertThat(squares - sum * sum).isCloseTo(variance, within(0.06 * variance));
        }
        assertThatThrownBy(() -> new Mixup(0)).hasMessageContaining("above 0");
    }

    @Test
    void endsItsThreadsWhenClosed() {
        Loader loader = new Loader(SOURCE, NORMALIZATION, TRAINING.withThreads(3, 2));
        Epoch epoch = loader.epoch(0);
        epoch.next();
        long start = System.nanoTime();
        epoch.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(loaderThreads()).isEmpty();
        assertThat(epoch.hasNext()).isFalse();
        assertThatThrownBy(epoch::next).isInstanceOf(NoSuchElementException.class);
        epoch.close();
    }

    @Test
    void closesAnEpochWhenTheNextIsOpened() {
        Loader loader = new Loader(SOURCE, NORMALIZATION, TRAINING);
        Epoch left = loader.epoch(0);
        left.next();
        try (Epoch next = loader.epoch(1)) {
            assertThat(left.hasNext()).isFalse();
            assertThat(next.hasNext()).isTrue();
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Loader(SOURCE, NORMALIZATION, LoaderOptions.training(104, 0)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("103 samples do not fill a batch of 104");
        assertThatThrownBy(() -> new Loader(Pictures.noise(3, 4, 1), NORMALIZATION, TRAINING))
                .hasMessageContaining("1 channels, the normalization 3");
        assertThatThrownBy(() -> LoaderOptions.training(0, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Loader(SOURCE, NORMALIZATION, TRAINING).epoch(0, 11))
                .hasMessageContaining("10 batches");
    }

    /** Each image is mirrored in every second epoch, about half of them in the first, wherever an epoch is entered; another seed picks others. */
    @Test
    void flipsEachImageInEverySecondEpoch() {
        LoaderOptions options = TRAINING.withDropLast(false).withAugmentation(Augmentation.alternatingFlip());
        boolean[] first = mirrored(options, 0);
        boolean[] second = mirrored(options, 1);
        int count = 0;
        for (int i = 0; i < first.length; i++) {
            assertThat(second[i]).isEqualTo(!first[i]);
            count += first[i] ? 1 : 0;
        }
        assertThat(count).isBetween(35, 68);
        assertThat(mirrored(options, 2)).isEqualTo(first);
        LoaderOptions other = new LoaderOptions(
                10, 8, true, false, Augmentation.alternatingFlip(), null, null, 1, 1, LoaderOptions.SmallStart.NONE);
        assertThat(mirrored(other, 0)).isNotEqualTo(first);
        assertThat(see(options, 1, 4)).isEqualTo(see(options, 1, 0).subList(4, 11));
    }

    /** Half as high and wide in the first epoch: each sample as {@link Image#resize} makes it; afterwards as if nothing had been asked for. */
    @Test
    void theFirstEpochsAreOfSmallerPictures() {
        LoaderOptions plain = LoaderOptions.training(10, 7);
        LoaderOptions options = plain.withStart(new LoaderOptions.SmallStart(1, 0.5));
        Normalization bytes = new Normalization(List.of(0.0, 0.0, 0.0), List.of(1 / 255.0, 1 / 255.0, 1 / 255.0));
        Loader loader = new Loader(SOURCE, bytes, options);
        try (Epoch epoch = loader.epoch(0)) {
            Batch batch = epoch.next();
            assertThat(List.of(batch.height(), batch.width())).containsExactly(3, 3);
            for (int n = 0; n < batch.size(); n++) {
                Image small = SOURCE.get(batch.index(n)).image().resize(3, 3);
                for (int i = 0; i < 27; i++) {
                    assertThat(batch.pixels()[27 * n + i]).isCloseTo(small.pixels()[i] & 255, Offset.offset(1e-3f));
                }
            }
        }
        assertThat(see(options, 1, 0)).isEqualTo(see(plain, 1, 0));
        assertThatThrownBy(() -> new LoaderOptions.SmallStart(1, 1.5)).hasMessageContaining("up to 1");
    }

    private static boolean[] mirrored(LoaderOptions options, int number) {
        boolean[] mirrored = new boolean[SOURCE.size()];
        Loader loader = new Loader(SOURCE, new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)), options);
        try (Epoch epoch = loader.epoch(number)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                for (int n = 0; n < batch.size(); n++) {
                    Image image = batch.sample(n).image();
                    int from = n * 6 * 6 * 3;
                    boolean[] like = {true, true};
                    for (int c = 0; c < 3; c++) {
                        int seen = Math.round(batch.pixels()[from + c] * 255);
                        like[0] &= seen == image.at(0, 0, c);
                        like[1] &= seen == image.at(0, 5, c);
                    }
                    assertThat(like[0]).isNotEqualTo(like[1]);
                    mirrored[batch.index(n)] = like[1];
                }
            }
        }
        return mirrored;
    }

    /** What the loader of November 2026 gave: a run that began with another version goes on in the same bits. */
    @Test
    void keepsItsBitsFromVersionToVersion() {
        Augmentation moved = Augmentation.padAndCrop(2).then(Augmentation.flip());
        Augmentation bent = moved.then(Augmentation.affine(15, 0.1, 0.1)).then(Augmentation.elastic(20, 2));
        assertThat(bits(1, moved)).isEqualTo(-2119989689);
        assertThat(bits(1, bent)).isEqualTo(155764071);
        assertThat(bits(3, moved)).isEqualTo(-1334130063);
        assertThat(bits(3, bent)).isEqualTo(-1624774659);
    }

    private static int bits(int channels, Augmentation augmentation) {
        Source source = Pictures.noise(23, 9, channels);
        Loader loader = new Loader(
                source, Normalization.of(source), LoaderOptions.training(10, 7).withAugmentation(augmentation));
        int bits = 0;
        for (int number = 0; number < 2; number++) {
            try (Epoch epoch = loader.epoch(number)) {
                while (epoch.hasNext()) {
                    Batch batch = epoch.next();
                    for (int n = 0; n < batch.size(); n++) {
                        bits = 31 * bits + batch.index(n);
                    }
                    bits = 31 * bits + Arrays.hashCode(batch.pixels());
                }
            }
        }
        return bits;
    }

    private static List<Seen> see(LoaderOptions options, int epoch, int from) {
        return see(new Loader(SOURCE, NORMALIZATION, options), epoch, from);
    }

    private static List<Seen> see(Loader loader, int number, int from) {
        List<Seen> seen = new ArrayList<>();
        try (Epoch epoch = loader.epoch(number, from)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                List<Integer> indices = new ArrayList<>();
                for (int n = 0; n < batch.size(); n++) {
                    indices.add(batch.index(n));
                }
                int floats = batch.size() * batch.height() * batch.width() * batch.channels();
                seen.add(new Seen(
                        batch.number(),
                        batch.size(),
                        indices,
                        Arrays.hashCode(Arrays.copyOf(batch.labels(), batch.size())),
                        Arrays.hashCode(Arrays.copyOf(batch.pixels(), floats))));
            }
        }
        return seen;
    }

    private static List<String> loaderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fovea-loader"))
                .toList();
    }

    private record Failing(Source source, int at, RuntimeException failure) implements Source {
        @Override
        public Sample get(int i) {
            if (i == at && failure == null) {
                throw new StackOverflowError();
            }
            if (i == at) {
                throw failure;
            }
            return source.get(i);
        }

        @Override
        public int size() {
            return source.size();
        }

        @Override
        public List<String> classes() {
            return source.classes();
        }

        @Override
        public int height() {
            return source.height();
        }

        @Override
        public int width() {
            return source.width();
        }

        @Override
        public int channels() {
            return source.channels();
        }
    }

    private record Odd(Source source, Sample first) implements Source {
        @Override
        public Sample get(int i) {
            return i == 0 ? first : source.get(i);
        }

        @Override
        public int size() {
            return source.size();
        }

        @Override
        public List<String> classes() {
            return source.classes();
        }

        @Override
        public int height() {
            return source.height();
        }

        @Override
        public int width() {
            return source.width();
        }

        @Override
        public int channels() {
            return source.channels();
        }
    }
}
