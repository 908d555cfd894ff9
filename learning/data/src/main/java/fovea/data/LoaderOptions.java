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
 * @param start how the first epochs are made cheaper
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
        int ahead,
        SmallStart start) {

    private static final int AHEAD = 3;

    /**
     * The first epochs in smaller pictures, for networks that take any size: they cost a share of the time and teach nearly as much (Howard
     * 2018, "Training Imagenet in 3 hours for USD 25; and CIFAR10 for USD 0.26", fast.ai, on progressive resizing).
     *
     * @param epochs how many; 0 for none
     * @param share of height and width, above 0 and up to 1
     */
    public record SmallStart(int epochs, double share) {

        /** All epochs in pictures of full size. */
        public static final SmallStart NONE = new SmallStart(0, 1);

        /** Refuses what has no meaning. */
        public SmallStart {
            if (epochs < 0 || !(share > 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "loader: %d epochs in pictures of %s of their size\n  give 0 epochs or more, and a share above 0 and up to 1"
                                .formatted(epochs, share));
            }
        }

        int side(int full, int epoch) {
            return epoch < epochs ? Math.max(1, (int) Math.round(share * full)) : full;
        }
    }

    /** Checks the numbers. */
    public LoaderOptions {
        if (batchSize < 1 || threads < 1 || ahead < 1) {
            throw new IllegalArgumentException(
                    "loader: batch size %d, %d threads, %d batches ahead\n  each must be at least 1"
                            .formatted(batchSize, threads, ahead));
        }
        if (transform != null && start.epochs() > 0) {
            throw new IllegalArgumentException(
                    "loader: a transform of whole pictures, and %d epochs of smaller ones\n  a transform is made for one size: leave one out"
                            .formatted(start.epochs()));
        }
    }

    /** Shuffled, full batches only, nothing augmented, a thread for every two processors (one to eight). */
    public static LoaderOptions training(int batchSize, long seed) {
        return new LoaderOptions(
                batchSize,
                seed,
                true,
                true,
                Augmentation.none(),
                null,
                null,
                halfTheProcessors(),
                AHEAD,
                SmallStart.NONE);
    }

    /** In the source's order, every sample once. */
    public static LoaderOptions evaluation(int batchSize) {
        return new LoaderOptions(
                batchSize,
                0,
                false,
                false,
                Augmentation.none(),
                null,
                null,
                halfTheProcessors(),
                AHEAD,
                SmallStart.NONE);
    }

    private static int halfTheProcessors() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
    }

    /** The same with another augmentation. */
    public LoaderOptions withAugmentation(Augmentation other) {
        return new LoaderOptions(batchSize, seed, shuffle, dropLast, other, transform, mixup, threads, ahead, start);
    }

    /** The same, with whole pictures transformed. */
    public LoaderOptions withTransform(PictureTransform other) {
        return new LoaderOptions(batchSize, seed, shuffle, dropLast, augmentation, other, mixup, threads, ahead, start);
    }

    /** The same, with samples mixed with each other. */
    public LoaderOptions withMixup(Mixup other) {
        return new LoaderOptions(
                batchSize, seed, shuffle, dropLast, augmentation, transform, other, threads, ahead, start);
    }

    /** The same, with the last batch left out or not where it is not full. */
    public LoaderOptions withDropLast(boolean drop) {
        return new LoaderOptions(batchSize, seed, shuffle, drop, augmentation, transform, mixup, threads, ahead, start);
    }

    /** The same with so many threads, that prepare up to {@code batches} batches ahead. */
    public LoaderOptions withThreads(int count, int batches) {
        return new LoaderOptions(
                batchSize, seed, shuffle, dropLast, augmentation, transform, mixup, count, batches, start);
    }

    /** The same with the first epochs in pictures of a share of their height and width. */
    public LoaderOptions withStart(SmallStart other) {
        return new LoaderOptions(
                batchSize, seed, shuffle, dropLast, augmentation, transform, mixup, threads, ahead, other);
    }
}
