package fovea.data;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link Loader} goes through its source.
 *
 * @param batchSize samples in a batch
 * @param seed of the order and of every augmentation
 * @param shuffle whether each epoch has an order of its own, or always the source's
 * @param dropLast whether a last batch that is not full is left out
 * @param augmentation what happens to each sample at each sight
 * @param transform of whole pictures once they are normalized, such as whitening, or null for none
 * @param mixup how samples are mixed with each other, or null where they are not
 * @param threads that prepare batches; how many changes the speed only
 * @param ahead batches that may be ready before they are asked for
 */
public record LoaderOptions(
        int batchSize,
        long seed,
        boolean shuffle,
        boolean dropLast,
        Augmentation augmentation,
        @Nullable PictureTransform transform,
        @Nullable Mixup mixup,
        int threads,
        int ahead) {

    private static final int AHEAD = 3;

    /** Checks the numbers. */
    public LoaderOptions {
        if (batchSize < 1 || threads < 1 || ahead < 1) {
            throw new IllegalArgumentException(
                    "loader: batch size %d, %d threads, %d batches ahead\n  each must be at least 1"
                            .formatted(batchSize, threads, ahead));
        }
    }

    /** Shuffled, full batches only, nothing augmented, a thread for every two processors (one to eight). */
    public static LoaderOptions training(int batchSize, long seed) {
        return new LoaderOptions(
                batchSize, seed, true, true, Augmentation.none(), null, null, halfTheProcessors(), AHEAD);
    }

    /** In the source's order, every sample once. */
    public static LoaderOptions evaluation(int batchSize) {
        return new LoaderOptions(
                batchSize, 0, false, false, Augmentation.none(), null, null, halfTheProcessors(), AHEAD);
    }

    private static int halfTheProcessors() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
    }

    /** The same with another augmentation. */
    public LoaderOptions withAugmentation(Augmentation other) {
        return new LoaderOptions(batchSize, seed, shuffle, dropLast, other, transform, mixup, threads, ahead);
    }

    /** The same, with whole pictures transformed. */
    public LoaderOptions withTransform(PictureTransform other) {
        return new LoaderOptions(batchSize, seed, shuffle, dropLast, augmentation, other, mixup, threads, ahead);
    }

    /** The same, with samples mixed with each other. */
    public LoaderOptions withMixup(Mixup other) {
        return new LoaderOptions(batchSize, seed, shuffle, dropLast, augmentation, transform, other, threads, ahead);
    }

    /** The same, with the last batch left out or not where it is not full. */
    public LoaderOptions withDropLast(boolean drop) {
        return new LoaderOptions(batchSize, seed, shuffle, drop, augmentation, transform, mixup, threads, ahead);
    }

    /** The same with so many threads, that prepare up to {@code batches} batches ahead. */
    public LoaderOptions withThreads(int count, int batches) {
        return new LoaderOptions(batchSize, seed, shuffle, dropLast, augmentation, transform, mixup, count, batches);
    }
}
