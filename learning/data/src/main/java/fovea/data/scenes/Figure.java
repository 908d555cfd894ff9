package fovea.data.scenes;

import java.util.List;
import java.util.Locale;

/**
 * The ten shapes of the set, each a set of points {@code (u, v)} around the origin, {@code u} to the right and {@code v}
 * downwards, none farther than {@link #EXTENT} from it.
 */
enum Figure {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    STAR,
    CROSS,
    RING,
    HEART,
    CRESCENT,
    HEXAGON,
    ARROW;

    static final double EXTENT = 1.1;

    /** All of them; a label is a position in this list. */
    static final List<Figure> ALL = List.of(values());

    /** Either way from upright, in radians: a heart on its head is no longer called one. */
    double spin() {
        return this == HEART ? 0.6 : StrictMath.PI;
    }

    boolean contains(double u, double v) {
        return switch (this) {
            case CIRCLE -> u * u + v * v <= 0.9 * 0.9;
            case SQUARE -> Math.abs(u) <= 0.76 && Math.abs(v) <= 0.76;
            case TRIANGLE -> v <= 0.55 && 0.8660254037844386 * Math.abs(u) - 0.5 * v <= 0.55;
            case STAR -> inStar(u, v);
            case CROSS -> Math.min(Math.abs(u), Math.abs(v)) <= 0.29 && Math.max(Math.abs(u), Math.abs(v)) <= 0.98;
            case RING -> u * u + v * v <= 0.95 * 0.95 && u * u + v * v >= 0.54 * 0.54;
            case HEART -> inHeart(1.2 * u, 0.16 - 1.2 * v);
            case CRESCENT -> u * u + v * v <= 1 && (u - 0.45) * (u - 0.45) + v * v >= 0.78 * 0.78;
            case HEXAGON -> Math.max(Math.abs(v), 0.8660254037844386 * Math.abs(u) + 0.5 * Math.abs(v)) <= 0.86;
            case ARROW -> inArrow(u, Math.abs(v));
        };
    }

    /** A pentagram of radius 1.1: inside at least four of the five lines through its points. */
    private static boolean inStar(double u, double v) {
        double d = 0.36;
        int inside = v <= d ? 1 : 0;
        inside += 0.9510565162951535 * u + 0.30901699437494745 * v <= d ? 1 : 0;
        inside += -0.9510565162951535 * u + 0.30901699437494745 * v <= d ? 1 : 0;
        inside += 0.5877852522924731 * u - 0.8090169943749475 * v <= d ? 1 : 0;
        inside += -0.5877852522924731 * u - 0.8090169943749475 * v <= d ? 1 : 0;
        return inside >= 4;
    }

    /** The curve {@code (x² + y² − 1)³ = x² y³}. */
    private static boolean inHeart(double x, double y) {
        double a = x * x + y * y - 1;
        return a * a * a <= x * x * y * y * y;
    }

    /** Pointing to the right. */
    private static boolean inArrow(double u, double across) {
        boolean shaft = u >= -0.98 && u <= 0.1 && across <= 0.24;
        boolean head = u >= 0.05 && across <= 0.76 * (1.02 - u) / 0.97;
        return shaft || head;
    }

    int label() {
        return ALL.indexOf(this);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return ALL.stream().map(Figure::word).toList();
    }
}
