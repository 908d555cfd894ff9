package fovea.data;

import java.util.random.RandomGenerator;

/**
 * A random change that leaves the class as it is, made anew at every sight of a sample.
 *
 * <p>{@snippet :
 * Augmentation cifar = Augmentation.padAndCrop(4).then(Augmentation.flip());
 * Augmentation imageNet = Augmentation.randomResizedCrop()
 *         .then(Augmentation.flip())
 *         .then(Augmentation.colorJitter(0.4, 0.4, 0.4, 0));
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

    /**
     * A random part of the image, scaled to the frame, as ImageNet is usually trained: 8 % to all of the area, 3:4 to 4:3 in shape
     * (torchvision's {@code RandomResizedCrop}, after Szegedy et al. 2014, <a href="https://arxiv.org/abs/1409.4842">arXiv:1409.4842</a>,
     * section 6).
     */
    static Augmentation randomResizedCrop() {
        return randomResizedCrop(0.08, 1, 3 / 4.0, 4 / 3.0);
    }

    /**
     * The same with other limits. Ten parts are tried; if none lies inside, it is the middle, as large as the ratios allow.
     *
     * @param least share of the area, above 0
     * @param most share of the area, at most 1
     * @param slimmest width over height; it is uniform on a logarithmic scale
     * @param widest width over height
     */
    static Augmentation randomResizedCrop(double least, double most, double slimmest, double widest) {
        return new RandomResizedCrop(least, most, slimmest, widest);
    }

    /**
     * Scales the image so that its short side has {@code least} to {@code most} pixels, and crops the frame out of it anywhere: 256 to 480
     * for a frame of 224 (He et al. 2015, <a href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>, section 3.4, after Simonyan and
     * Zisserman 2014).
     */
    static Augmentation scaleJitter(int least, int most) {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException(
                    "scaleJitter: short sides of %d to %d pixels\n  give 1 ≤ least ≤ most".formatted(least, most));
        }
        return (view, random) -> {
            Crops.scale(view, random.nextInt(least, most + 1));
            Crops.anywhere(view, random);
        };
    }

    /** Crops the frame out of the image anywhere, as AlexNet was trained with 224 of 256 pixels (Krizhevsky et al. 2012, section 4.1). */
    static Augmentation randomCrop() {
        return (view, random) -> {
            view.scale(view.imageHeight(), view.imageWidth());
            Crops.anywhere(view, random);
        };
    }

    /** Scales the image so that its short side has so many pixels, and shows the middle: no chance at all, for evaluation. */
    static Augmentation centerCrop(int shortSide) {
        if (shortSide < 1) {
            throw new IllegalArgumentException(
                    "centerCrop: a short side of %d pixels\n  it must be at least 1".formatted(shortSide));
        }
        return (view, random) -> {
            Crops.scale(view, shortSide);
            Crops.at(view, Crops.Corner.MIDDLE);
        };
    }

    /**
     * Changes brightness, contrast and saturation by factors of {@code 1 ± b}, {@code 1 ± c} and {@code 1 ± s}, and turns hues by up to
     * {@code hue}, in random order: torchvision's {@code ColorJitter}. 0 leaves one alone.
     *
     * @param hue in turns, 0 to ½
     */
    static Augmentation colorJitter(double brightness, double contrast, double saturation, double hue) {
        return new ColorJitter(brightness, contrast, saturation, hue);
    }

    /**
     * Changes the light as it varies among the pixels of a set: adds {@code Σᵢ αᵢ λᵢ pᵢ} to every pixel, {@code αᵢ} normal with deviation
     * {@code std} (Krizhevsky et al. 2012, "ImageNet classification with deep convolutional neural networks", section 4.1, who took 0.1).
     */
    static Augmentation lighting(ColorAxes axes, double std) {
        if (!(std >= 0)) {
            throw new IllegalArgumentException("lighting: a deviation of %s\n  it cannot be negative".formatted(std));
        }
        return (view, random) -> {
            double a = std * random.nextGaussian() * axes.variance(0);
            double b = std * random.nextGaussian() * axes.variance(1);
            double c = std * random.nextGaussian() * axes.variance(2);
            view.light(
                    a * axes.axis(0, 0) + b * axes.axis(1, 0) + c * axes.axis(2, 0),
                    a * axes.axis(0, 1) + b * axes.axis(1, 1) + c * axes.axis(2, 1),
                    a * axes.axis(0, 2) + b * axes.axis(1, 2) + c * axes.axis(2, 2));
        };
    }

    /**
     * Hides a square of {@code size} pixels whose middle is anywhere in the frame, so that some of it may lie outside (DeVries and Taylor
     * 2017, <a href="https://arxiv.org/abs/1708.04552">arXiv:1708.04552</a>, section 3.2: 16 for CIFAR-10, 8 for CIFAR-100).
     */
    static Augmentation cutout(int size) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "cutout: a square of %d pixels\n  it must be at least 1".formatted(size));
        }
        return (view, random) -> view.hide(
                random.nextInt(view.height()) - size / 2, random.nextInt(view.width()) - size / 2, size, size);
    }

    /** This, and then the other. */
    default Augmentation then(Augmentation next) {
        return (view, random) -> {
            apply(view, random);
            next.apply(view, random);
        };
    }
}
