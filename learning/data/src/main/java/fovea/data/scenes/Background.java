package fovea.data.scenes;

import java.util.random.RandomGenerator;

/** What things lie on: a gradient between two muted colors, with clouds or stripes in it. */
final class Background {

    /** Nodes of the cloud lattice along each side. */
    private static final int NODES = 6;

    private final Rgb from;
    private final Rgb to;

    /** Share of the way from one color to the other: at the upper left corner, per pixel to the right, per pixel down. */
    private final double offset;

    private final double across;
    private final double down;

    /** Of the stripes, in pixels; 0 for clouds. */
    private final double period;

    /** How far clouds or stripes move a color, of 255. */
    private final double strength;

    /** A coarse lattice of numbers from −1 to 1. */
    private final double[] clouds = new double[NODES * NODES];

    private final int size;

    /** A ground between two colors, the rest left to chance. */
    Background(Rgb from, Rgb to, int size, RandomGenerator random) {
        double angle = 2 * StrictMath.PI * random.nextDouble();
        this.from = from;
        this.to = to;
        this.size = size;
        this.across = StrictMath.cos(angle) / (1.42 * size);
        this.down = StrictMath.sin(angle) / (1.42 * size);
        this.offset = 0.5 - (across + down) * size / 2;
        this.period = random.nextDouble() < 0.35 ? size * (0.12 + 0.25 * random.nextDouble()) : 0;
        this.strength = 6 + 20 * random.nextDouble();
        for (int i = 0; i < clouds.length; i++) {
            clouds[i] = 2 * random.nextDouble() - 1;
        }
    }

    /** A grayish color, dark or light. */
    static Rgb muted(RandomGenerator random) {
        double gray = 40 + 185 * random.nextDouble();
        double tint = 26;
        return new Rgb(
                gray + tint * (2 * random.nextDouble() - 1),
                gray + tint * (2 * random.nextDouble() - 1),
                gray + tint * (2 * random.nextDouble() - 1));
    }

    /** Writes the color of a pixel, three numbers about 0 to 255. */
    void paint(int row, int column, double[] out, int at) {
        double y = row + 0.5;
        double x = column + 0.5;
        double share = Math.clamp(offset + across * x + down * y, 0.0, 1.0);
        double texture = strength * (period > 0 ? stripes(y, x) : clouds(y, x));
        for (int c = 0; c < 3; c++) {
            out[at + c] = from.channel(c) + share * (to.channel(c) - from.channel(c)) + texture;
        }
    }

    /** A triangle wave across the gradient, from −1 to 1. */
    private double stripes(double y, double x) {
        double phase = (down * x - across * y) * 1.42 * size / period + clouds[0] + 1000;
        return 4 * Math.abs(phase - Math.floor(phase) - 0.5) - 1;
    }

    private double clouds(double down, double across) {
        double y = down / size * (NODES - 1);
        double x = across / size * (NODES - 1);
        int row = Math.min((int) y, NODES - 2);
        int column = Math.min((int) x, NODES - 2);
        double v = smooth(y - row);
        double u = smooth(x - column);
        int i = row * NODES + column;
        double upper = clouds[i] + u * (clouds[i + 1] - clouds[i]);
        double lower = clouds[i + NODES] + u * (clouds[i + NODES + 1] - clouds[i + NODES]);
        return upper + v * (lower - upper);
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
