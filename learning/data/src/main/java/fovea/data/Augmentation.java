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

    /** Moves or mirrors the frame through which the network sees the image; all chance comes from {@code random}. */
    void apply(Placement placement, RandomGenerator random);

    /** Every image as it is. */
    static Augmentation none() {
        return (placement, random) -> {};
    }

    /**
     * Pads by so many black pixels on each side and crops the original size out of it anywhere: a shift by up to
     * {@code padding} pixels either way. CIFAR is usually trained with 4 (He et al. 2015, section 4.2).
     */
    static Augmentation padAndCrop(int padding) {
        if (padding < 0) {
            throw new IllegalArgumentException("padAndCrop: padding is %d\n  it cannot be negative".formatted(padding));
        }
        return (placement, random) ->
                placement.shift(random.nextInt(2 * padding + 1) - padding, random.nextInt(2 * padding + 1) - padding);
    }

    /** Turns every second image left for right. Not for digits or letters. */
    static Augmentation flip() {
        return (placement, random) -> {
            if (random.nextBoolean()) {
                placement.mirror();
            }
        };
    }

    /** This, and then the other. */
    default Augmentation then(Augmentation next) {
        return (placement, random) -> {
            apply(placement, random);
            next.apply(placement, random);
        };
    }
}
