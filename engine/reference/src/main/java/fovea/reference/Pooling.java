package fovea.reference;

import fovea.tensor.Shape;
import fovea.tensor.Window;

/** Max pooling, and the two ops that follow its winners. */
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

    /** The pixel under position {@code at} of the window at {@code place}, or −1 outside. */
    private static int pixel(Window window, Shape xs, Shape ys, int place, int at) {
        int j = place % ys.size(3);
        int i = place / ys.size(3) % ys.size(2);
        int plane = place / ys.size(3) / ys.size(2);
        int row = i * window.stride(0) + at / window.size(1) * window.dilation(0) - window.before(0);
        int column = j * window.stride(1) + at % window.size(1) * window.dilation(1) - window.before(1);
        boolean inside = row >= 0 && row < xs.size(2) && column >= 0 && column < xs.size(3);
        return inside ? (plane * xs.size(2) + row) * xs.size(3) + column : -1;
    }
}
