package fovea.data;

import java.util.random.RandomGenerator;

/** {@link Augmentation#colorJitter}. */
record ColorJitter(double brightness, double contrast, double saturation, double hue) implements Augmentation {

    private static final int KINDS = 4;

    ColorJitter {
        if (!(brightness >= 0 && contrast >= 0 && saturation >= 0 && hue >= 0 && hue <= 0.5)) {
            throw new IllegalArgumentException(
                    "colorJitter: brightness %s, contrast %s, saturation %s, hue %s%n  none can be negative, and hue is at most 0.5"
                            .formatted(brightness, contrast, saturation, hue));
        }
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        int todo = (1 << KINDS) - 1;
        for (int left = KINDS; left > 0; left--) {
            int kind = pick(todo, random.nextInt(left));
            todo &= ~(1 << kind);
            change(view, kind, random);
        }
    }

    /** Which of the bits set is the {@code n}-th. */
    private static int pick(int bits, int n) {
        int rest = bits;
        for (int i = 0; i < n; i++) {
            rest &= rest - 1;
        }
        return Integer.numberOfTrailingZeros(rest);
    }

    private void change(View view, int kind, RandomGenerator random) {
        switch (kind) {
            case 0 -> {
                if (brightness > 0) {
                    view.brightness(factor(brightness, random));
                }
            }
            case 1 -> {
                if (contrast > 0) {
                    view.contrast(factor(contrast, random));
                }
            }
            case 2 -> {
                if (saturation > 0) {
                    view.saturation(factor(saturation, random));
                }
            }
            default -> {
                if (hue > 0) {
                    view.hue(hue * (2 * random.nextDouble() - 1));
                }
            }
        }
    }

    /** Uniform in {@code 1 ± spread}, but never negative. */
    private static double factor(double spread, RandomGenerator random) {
        double least = Math.max(0, 1 - spread);
        return least + (1 + spread - least) * random.nextDouble();
    }
}
