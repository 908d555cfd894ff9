package fovea.reference;

import fovea.tensor.Shape;
import fovea.tensor.Window;

/** Max and sum pooling, and the ops that follow their windows back. */
final class Pooling {
    private Pooling() {}

    /** The largest pixel under each place, and where in its window it was. */
    static double[][] max(Window window, double[] x, Shape xs, Shape ys) {
        int places = Math.toIntExact(ys.elements());
        double[] y = new double[places];
        double[] winner = new double[places];
        for (int place = 0; place < places; place++) {
            y[place] = Double.NEGATIVE_INFINITY;
            boolean found = false;
            for (int at = 0; at < window.area(); at++) {
                int pixel = pixel(window, xs, ys, place, at);
                if (pixel >= 0
                        && (!found || x[pixel] > y[place] || (Double.isNaN(x[pixel]) && !Double.isNaN(y[place])))) {
                    y[place] = x[pixel];
                    winner[place] = at;
                    found = true;
                }
            }
        }
        return new double[][] {y, winner};
    }

    /** Each place with the pixel that won it. */
    static void winners(Window window, double[] winner, Shape ys, Shape xs, Walk.Pair pair) {
        for (int place = 0; place < winner.length; place++) {
            int pixel = pixel(window, xs, ys, place, (int) winner[place]);
            if (pixel >= 0) {
                pair.at(place, pixel);
            }
        }
    }

    /** Each place with each pixel under it. */
    static void all(Window window, Shape ys, Shape xs, Walk.Pair pair) {
        int places = Math.toIntExact(ys.elements());
        for (int place = 0; place < places; place++) {
            for (int at = 0; at < window.area(); at++) {
                int pixel = pixel(window, xs, ys, place, at);
                if (pixel >= 0) {
                    pair.at(place, pixel);
                }
            }
        }
    }

    /** The pixel under position {@code at} of the window at {@code place}, or −1 outside. */
    private static int pixel(Window window, Shape xs, Shape ys, int place, int at) {
        int pixel = 0;
        int run = 1;
        int placeLeft = place;
        int atLeft = at;
        for (int axis = window.rank() - 1; axis >= 0; axis--) {
            int i = placeLeft % ys.size(2 + axis) * window.stride(axis)
                    + atLeft % window.size(axis) * window.dilation(axis)
                    - window.before(axis);
            if (i < 0 || i >= xs.size(2 + axis)) {
                return -1;
            }
            pixel += i * run;
            run *= xs.size(2 + axis);
            placeLeft /= ys.size(2 + axis);
            atLeft /= window.size(axis);
        }
        return placeLeft * run + pixel;
    }
}
