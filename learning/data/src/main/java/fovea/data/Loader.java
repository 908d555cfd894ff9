package fovea.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a source in batches, again and again: shuffles, augments, normalizes, and has the next batches ready on
 * other threads while the current one is learned from.
 *
 * <p>{@snippet :
 * Loader loader = new Loader(set.train(), set.normalization(), LoaderOptions.training(128, seed));
 * try (Epoch epoch = loader.epoch(3)) {
 *     while (epoch.hasNext()) {
 *         Batch batch = epoch.next();
 *     }
 * }
 * }
 *
 * <p>What is in a batch depends on seed, epoch and position only: never on the number of threads, nor on what was loaded
 * before. So a run that stopped after batch {@code b} of epoch {@code e} goes on with {@code epoch(e, b)}. The order of an
 * epoch is a permutation drawn from {@code (seed, epoch)}, and the chance in each sample one stream for
 * {@code (seed, epoch, index)}.
 *
 * <p>The batches' memory, {@code ahead + threads + 1} of them, is taken once and lent again and again; therefore one epoch
 * is open at a time, and opening the next closes it. To be used by one thread.
 */
public final class Loader {

    /** Parts of the seed: an order must not resemble an augmentation, nor one epoch's chance what lasts for all. */
    private static final long ORDER = 1;

    private static final long LASTING = 2;
    private static final long MIXING = 3;

    private final Source source;
    private final @Nullable Normalization normalization;
    private final float[] table;
    private final LoaderOptions options;
    private final Batch[] ring;
    private @Nullable Epoch open;

    /**
     * A loader over a source.
     *
     * @throws DataException if there is not one full batch and the last one is to be dropped
     * @throws IllegalArgumentException if the normalization is for another number of channels
     */
    public Loader(Source source, Normalization normalization, LoaderOptions options) {
        if (normalization.channels() != source.channels()) {
            throw new IllegalArgumentException(
                    "loader: images have %d channels, the normalization %d\n  use Normalization.of(source)"
                            .formatted(source.channels(), normalization.channels()));
        }
        this(source, normalization, normalization.table(), options);
    }

    /** A loader over rows of numbers, which are neither normalized nor augmented. */
    public Loader(FeatureSource source, LoaderOptions options) {
        this(source, null, new float[0], options);
    }

    private Loader(Source source, @Nullable Normalization normalization, float[] table, LoaderOptions options) {
        if (options.dropLast() && source.size() < options.batchSize()) {
            throw new DataException(
                    "loader: %d samples do not fill a batch of %d".formatted(source.size(), options.batchSize()),
                    "use a smaller batch, or keep the last one");
        }
        PictureTransform transform = options.transform();
        if (transform != null && transform.length() != source.height() * source.width() * source.channels()) {
            throw new IllegalArgumentException(
                    "loader: a picture has [%d, %d, %d] numbers, the transform is for %d%n  measure it on these pictures"
                            .formatted(source.height(), source.width(), source.channels(), transform.length()));
        }
        this.source = source;
        this.normalization = normalization;
        this.table = table;
        this.options = options;
        int capacity = Math.min(options.batchSize(), source.size());
        this.ring = new Batch[options.ahead() + options.threads() + 1];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Batch(capacity, source, options.mixup() != null);
        }
    }

    /** What it goes through. */
    public Source source() {
        return source;
    }

    /** How it does. */
    public LoaderOptions options() {
        return options;
    }

    /** A loader that normalizes alike. */
    Loader with(Source other, LoaderOptions otherOptions) {
        if (normalization == null) {
            throw new IllegalStateException(
                    "loader: rows of numbers have no views" + System.lineSeparator() + "  take those of the pictures");
        }
        return new Loader(other, normalization, otherOptions);
    }

    /** Batches in an epoch. */
    public int batches() {
        int full = source.size() / options.batchSize();
        return options.dropLast() || source.size() % options.batchSize() == 0 ? full : full + 1;
    }

    /** All batches of an epoch. */
    public Epoch epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /**
     * The batches of an epoch from a position on, the same as if those before had been asked for too.
     *
     * @param epoch 0 or above
     * @param from 0 to {@link #batches}
     */
    public Epoch epoch(int epoch, int from) {
        if (epoch < 0 || from < 0 || from > batches()) {
            throw new IllegalArgumentException(
                    "loader: batch %d of epoch %d\n  epochs count from 0, and there are %d batches"
                            .formatted(from, epoch, batches()));
        }
        if (open != null) {
            open.close();
        }
        int[] order = order(epoch);
        Epoch opened = new Epoch(ring, from, batches(), options.threads(), () -> new Worker(order, epoch));
        open = opened;
        return opened;
    }

    /** Fills batches on one thread; view and random stream are used for one sample after another. */
    private final class Worker implements Epoch.Filler {

        private final int[] order;
        private final long seed;
        private final long lasting = Seed.of(options.seed(), -1, LASTING);
        private final int epoch;
        private final View view;
        private final SampleRandom random = new SampleRandom();
        private final float[] scratch = new float[options.transform() == null ? 0 : ring[0].pixels().length];

        Worker(int[] order, int epoch) {
            this.order = order;
            this.epoch = epoch;
            this.seed = Seed.of(options.seed(), epoch);
            this.view = new View(
                    options.start().side(source.height(), epoch),
                    options.start().side(source.width(), epoch));
        }

        @Override
        public void fill(Batch batch, int number, BooleanSupplier closed) {
            int first = number * options.batchSize();
            int size = Math.min(options.batchSize(), source.size() - first);
            batch.begin(number, size, view);
            for (int n = 0; n < size && !closed.getAsBoolean(); n++) {
                load(batch, n, order[first + n]);
            }
            PictureTransform transform = options.transform();
            if (transform != null && !closed.getAsBoolean()) {
                transform.apply(batch.pixels(), size, scratch);
            }
            Mixup mixup = options.mixup();
            if (mixup != null && !closed.getAsBoolean()) {
                random.seed(Seed.of(options.seed(), epoch, number, MIXING));
                batch.mix(mixup.share(random));
            }
        }

        /**
         * Scales the image in proportion, so that augmentations find it as large beside the frame as they do later; those that scale it
         * to a size of their own show a smaller part of it instead.
         */
        private void shrink(Image image) {
            view.scale(
                    options.start().side(image.height(), epoch), options.start().side(image.width(), epoch));
        }

        private void load(Batch batch, int n, int index) {
            String name = "";
            try {
                Sample sample = source.get(index);
                name = sample.name();
                if (source instanceof FeatureSource rows) {
                    batch.set(n, index, sample, rows);
                    return;
                }
                view.begin(sample.image(), epoch, index, Seed.mix(lasting + index));
                if (epoch < options.start().epochs()) {
                    shrink(sample.image());
                }
                random.seed(Seed.mix(seed + index));
                options.augmentation().apply(view, random);
                batch.set(n, index, sample, view, table);
            } catch (RuntimeException | Error e) {
                throw failed(name.isEmpty() ? "sample " + index : name, e);
            }
        }
    }

    private static DataException failed(String name, Throwable e) {
        String repair = "repair it or leave it out of the set";
        return switch (e) {
            case DataException data -> new DataException(name + ": " + data.what(), data.advice(), data);
            case ImageException image ->
                new DataException(name + ": " + image.file() + ": " + image.reason(), repair, image);
            default -> new DataException(name + ": could not be loaded (" + e + ")", repair, e);
        };
    }

    private int[] order(int epoch) {
        int[] order = new int[source.size()];
        Arrays.setAll(order, i -> i);
        if (options.shuffle()) {
            SplittableRandom random = new SplittableRandom(Seed.of(options.seed(), epoch, -1, ORDER));
            Split.shuffle(order, random);
        }
        return order;
    }
}
