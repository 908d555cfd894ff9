package fovea.data.scenes;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The colors that things have, far enough apart that a jitter does not change what one would call them. */
enum Hue {
    RED(214, 40, 42),
    ORANGE(243, 138, 28),
    YELLOW(248, 218, 62),
    GREEN(52, 158, 68),
    CYAN(62, 196, 206),
    BLUE(42, 84, 206),
    PURPLE(132, 56, 172),
    PINK(246, 134, 186);

    /** All of them, in a fixed order. */
    static final List<Hue> ALL = List.of(values());

    private static final int JITTER = 12;

    private final int red;
    private final int green;
    private final int blue;

    Hue(int red, int green, int blue) {
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /** One shade of it. */
    Rgb shade(RandomGenerator random) {
        return new Rgb(red + jitter(random), green + jitter(random), blue + jitter(random));
    }

    private static double jitter(RandomGenerator random) {
        return (2 * random.nextDouble() - 1) * JITTER;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
