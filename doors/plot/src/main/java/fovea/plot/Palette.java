package fovea.plot;

/**
 * The colors of every picture, {@code 0xRRGGBB}.
 *
 * <p>Lines take the set that Okabe and Ito chose to be told apart by all kinds of color vision, without its yellow,
 * which is too faint on white. Shares take a ramp of lightness in that set's blue, which needs no color vision at all.
 *
 * @see <a href="https://jfly.uni-koeln.de/color/">Okabe and Ito 2008, Color Universal Design, figure 16</a>
 */
final class Palette {

    static final int INK = 0x222222;
    static final int QUIET = 0x5f5f5f;
    static final int AXIS = 0x9a9a9a;
    static final int GRID = 0xe6e6e6;
    static final int PAPER = 0xffffff;
    static final int BLACK = 0x000000;

    /** Blue, vermilion, bluish green, reddish purple, orange, sky blue, black. */
    private static final int[] LINES = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000};

    private static final int[] RAMP = {PAPER, 0xa9d3ee, 0x0072b2, 0x002f52};

    private Palette() {}

    /** How many lines have a color of their own; from there on colors come back (and lines are dashed). */
    static int lines() {
        return LINES.length;
    }

    static int line(int i) {
        return LINES[i % LINES.length];
    }

    /** White for 0 to dark blue for 1. The root makes a share of 1 % visible, which is where mistakes are. */
    static int share(double share) {
        double at = Math.sqrt(Math.clamp(share, 0, 1)) * (RAMP.length - 1);
        int lower = Math.min((int) at, RAMP.length - 2);
        return mix(RAMP[lower], RAMP[lower + 1], at - lower);
    }

    /** A light ground in a line's color, on which its dots still show. */
    static int ground(int i) {
        return mix(PAPER, line(i), 0.35);
    }

    /** Dark blue for 0 to white for 1, evenly: valleys are dark. */
    static int level(double height) {
        double at = (1 - Math.clamp(height, 0, 1)) * (RAMP.length - 1);
        int lower = Math.min((int) at, RAMP.length - 2);
        return mix(RAMP[lower], RAMP[lower + 1], at - lower);
    }

    private static int mix(int a, int b, double part) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = a >> shift & 255, to = b >> shift & 255;
            mixed |= (int) Math.round(from + part * (to - from)) << shift;
        }
        return mixed;
    }

    /** White or black, whichever has the higher contrast on a color; at least 4.5 (WCAG 2.2, "contrast ratio"). */
    static int on(int rgb) {
        double light = luminance(rgb) + 0.05;
        return 1.05 / light > light / 0.05 ? PAPER : BLACK;
    }

    /** Relative luminance as WCAG 2.2 defines it, 0 black to 1 white. */
    static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
