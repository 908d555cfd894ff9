package fovea.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Ways to look at one image when a model is measured: it answers each, and its answers are averaged.
 *
 * @param ways augmentations without chance
 * @param weights of each answer, above 0; together 1
 */
public record Views(List<Augmentation> ways, List<Double> weights) {

    private static final double ROUNDING = 1e-9;

    /** Checks that each way has a weight and that they make up 1. */
    public Views {
        ways = List.copyOf(ways);
        weights = List.copyOf(weights);
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        if (ways.size() != weights.size()
                || weights.stream().anyMatch(weight -> !(weight > 0))
                || !(Math.abs(sum - 1) < ROUNDING)) {
            throw new IllegalArgumentException(
                    "views: %d ways with the weights %s%n  give each way a weight above 0, together 1"
                            .formatted(ways.size(), weights));
        }
    }

    private static Views equal(List<Augmentation> ways) {
        return new Views(ways, Collections.nCopies(ways.size(), 1.0 / ways.size()));
    }

    /** The image and its mirror image. */
    public static Views mirrored() {
        return equal(List.of(Augmentation.none(), Views::mirror));
    }

    /**
     * The image and its mirror image, a quarter each, and both moved by a pixel up and left and by one down and right, an eighth each, padded
     * by reflection (Jordan 2024, <a href="https://arxiv.org/abs/2404.00498">arXiv:2404.00498</a>, section 3.5 and its program's
     * {@code tta_level=2}).
     */
    public static Views mirroredAndShifted() {
        List<Augmentation> ways = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int shift : new int[] {0, -1, 1}) {
            Augmentation shifted = (view, random) -> {
                view.pad(Padding.REFLECT);
                view.shift(shift, shift);
            };
            ways.addAll(List.of(shifted, shifted.then(Views::mirror)));
            weights.addAll(Collections.nCopies(2, shift == 0 ? 1 / 4.0 : 1 / 8.0));
        }
        return new Views(ways, weights);
    }

    /** Four corners and the middle of an image as it is, and their mirror images (Krizhevsky et al. 2012, section 4.1). */
    public static Views tenCrop() {
        return equal(crops((view, random) -> view.scale(view.imageHeight(), view.imageWidth())));
    }

    /**
     * Ten crops of the image at each of several sizes: short sides of 224, 256, 384, 480 and 640 pixels for a frame of 224 (He et al. 2015,
     * <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>, section 3.4, whose best results average over these).
     */
    public static Views tenCrop(List<Integer> shortSides) {
        List<Augmentation> ways = new ArrayList<>();
        for (int side : shortSides) {
            if (side < 1) {
                throw new IllegalArgumentException(
                        "views: short sides of %s pixels%n  each must be at least 1".formatted(shortSides));
            }
            ways.addAll(crops((view, random) -> Crops.scale(view, side)));
        }
        return equal(ways);
    }

    private static List<Augmentation> crops(Augmentation scaling) {
        List<Augmentation> ways = new ArrayList<>();
        for (Crops.Corner corner : Crops.Corner.values()) {
            Augmentation cropped = scaling.then((view, random) -> Crops.at(view, corner));
            ways.addAll(List.of(cropped, cropped.then(Views::mirror)));
        }
        return ways;
    }

    private static void mirror(View view, RandomGenerator random) {
        view.mirror();
    }

    /** How many ways there are. */
    public int count() {
        return ways.size();
    }

    /**
     * A loader that shows every sample in every way, one after the other: sample {@code i} of it is way {@code i mod count} of sample
     * {@code i / count} of the loader given. The loader's own augmentation is not asked.
     *
     * @throws IllegalArgumentException if the loader shuffles, drops its last batch or mixes samples
     */
    public Loader of(Loader plain) {
        LoaderOptions options = plain.options();
        if (options.shuffle() || options.dropLast() || options.mixup() != null) {
            throw new IllegalArgumentException("views: the loader does not show every sample once and in order\n"
                    + "  give it LoaderOptions.evaluation");
        }
        Augmentation way = (view, random) -> ways.get(view.index() % count()).apply(view, random);
        int[] each = IntStream.range(0, Math.multiplyExact(plain.source().size(), count()))
                .map(i -> i / count())
                .toArray();
        return plain.with(new Subset(plain.source(), each), options.withAugmentation(way));
    }
}
