package fovea.data;

import java.util.random.RandomGenerator;

/**
 * A random change that leaves the class as it is, made anew at every sight of a sample.
 *
 * <p>{@snippet :
 * Augmentation augmentation = Augmentation.padAndCrop(4).then(Augmentation.flip());
 * }
 */
@FunctionalInterface
public interface Augmentation {

    /**
     * Changes how the network sees an image, in whatever way {@link View} offers.
     *
     * @param random where all chance comes from: a stream for this sample in this epoch
     */
    void apply(View view, RandomGenerator random);

    /** Every image as it is. */
    static Augmentation none() {
        return (view, random) -> {};
    }

    /**
     * Pads by so many black pixels on each side and crops the original size out of it anywhere: a shift by up to
     * {@code padding} pixels either way. CIFAR is usually trained with 4 (He et al. 2015, section 4.2).
     */
    static Augmentation padAndCrop(int padding) {
        return padAndCrop(padding, Padding.BLACK);
    }

    /** The same with another padding. */
    static Augmentation padAndCrop(int padding, Padding outside) {
        if (padding < 0) {
            throw new IllegalArgumentException("padAndCrop: padding is %d\n  it cannot be negative".formatted(padding));
        }
        return (view, random) -> {
            view.pad(outside);
            view.shift(random.nextInt(2 * padding + 1) - padding, random.nextInt(2 * padding + 1) - padding);
        };
    }

    /** Turns every second image left for right. Not for digits or letters. */
    static Augmentation flip() {
        return (view, random) -> {
            if (random.nextBoolean()) {
                view.mirror();
            }
        };
    }

    /**
     * Turns a fixed random half of the images left for right in even epochs and the other half in odd ones, so that in every two epochs each
     * is seen both ways (Jordan 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU", <a
     * href="https://arxiv.org/abs/2404.00498">arXiv:2404.00498</a>, section 3.6). Which half is a matter of the loader's seed.
     */
    static Augmentation alternatingFlip() {
        return (view, random) -> {
            boolean even = view.epoch() % 2 == 0;
            if (view.lasting().nextBoolean() == even) {
                view.mirror();
            }
        };
    }

    /**
     * Turns by up to {@code degrees} either way, stretches each axis by up to {@code stretch} and slants by up to {@code slant}, all around
     * the middle. Handwriting bears 15 degrees, 0.15 and 0.15 (Cireşan et al. 2010, <a
     * href="https://arxiv.org/abs/1003.0358">arXiv:1003.0358</a>, section 2).
     *
     * @param stretch share of the size, 0 up to 1
     * @param slant columns per row
     */
    static Augmentation affine(double degrees, double stretch, double slant) {
        if (!(degrees >= 0 && stretch >= 0 && stretch < 1 && slant >= 0)) {
            throw new IllegalArgumentException(
                    "affine: %s degrees, stretch %s, slant %s\n  none can be negative, and stretch must stay below 1"
                            .formatted(degrees, stretch, slant));
        }
        return (view, random) -> {
            double angle = Math.toRadians(degrees) * (2 * random.nextDouble() - 1);
            double sin = StrictMath.sin(angle);
            double cos = StrictMath.cos(angle);
            double high = 1 + stretch * (2 * random.nextDouble() - 1);
            double wide = 1 + stretch * (2 * random.nextDouble() - 1);
            double lean = slant * (2 * random.nextDouble() - 1);
            view.turn(cos / high, -sin / wide, (sin + lean * cos) / high, (cos - lean * sin) / wide);
        };
    }

    /**
     * Bends the image like writing on rubber: every pixel is displaced by noise in ±1, smoothed by a Gaussian of {@code sigma} pixels and
     * multiplied by {@code alpha} (Simard et al. 2003, section 2, who took 34 and 4 for MNIST: a standard deviation of 1.4 pixels
     * along each axis).
     */
    static Augmentation elastic(double alpha, double sigma) {
        if (!(alpha >= 0 && sigma > 0 && sigma <= 100)) {
            throw new IllegalArgumentException(
                    "elastic: alpha %s, sigma %s\n  alpha cannot be negative, sigma must be above 0 and at most 100 pixels"
                            .formatted(alpha, sigma));
        }
        return (view, random) -> view.bend(alpha, sigma, random.nextLong());
    }

    /** This, and then the other. */
    default Augmentation then(Augmentation next) {
        return (view, random) -> {
            apply(view, random);
            next.apply(view, random);
        };
    }
}
