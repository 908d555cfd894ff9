package fovea.train.tune;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** How likely the places of a dimension are, estimated from some that were seen. */
sealed interface Density {

    /** The density at a place. */
    double at(double place);

    /** A place of this density. */
    double draw(RandomGenerator random);

    /**
     * Of options: each as often as it was seen, and once more.
     *
     * @param shares of each option, adding up to 1
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Shares(double[] shares) implements Density {

        static Shares of(double[] places, int count) {
            double[] shares = new double[count];
            Arrays.fill(shares, 1.0 / (places.length + count));
            for (double place : places) {
                shares[Ranges.step(place, count)] += 1.0 / (places.length + count);
            }
            return new Shares(shares);
        }

        @Override
        public double at(double place) {
            return shares[Ranges.step(place, shares.length)];
        }

        @Override
        public double draw(RandomGenerator random) {
            double left = random.nextDouble();
            int i = 0;
            while (i < shares.length - 1 && left >= shares[i]) {
                left -= shares[i++];
            }
            return (i + 0.5) / shares.length;
        }
    }

    /**
     * Of numbers: a bell at each place seen and a wide one over all, each cut off at 0 and 1. A bell is as wide as the farther of its two
     * neighbors is away.
     *
     * @param centers ascending
     * @param widths their standard deviations
     * @param inside the share of each bell between 0 and 1
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Parzen(double[] centers, double[] widths, double[] inside) implements Density {
        private static final double MIDDLE = 0.5;
        private static final double WIDEST = 1;
        private static final int MOST_NARROW = 100;

        static Parzen of(double... places) {
            double[] centers = Arrays.copyOf(places, places.length + 1);
            centers[places.length] = MIDDLE;
            Arrays.sort(centers);
            double[] widths = new double[centers.length];
            double[] inside = new double[centers.length];
            double narrowest = WIDEST / Math.min(MOST_NARROW, centers.length + 1);
            boolean prior = false;
            for (int i = 0; i < centers.length; i++) {
                double before = i == 0 ? 0 : centers[i] - centers[i - 1];
                double after = i == centers.length - 1 ? 0 : centers[i + 1] - centers[i];
                boolean wide = centers[i] == MIDDLE && !prior;
                prior |= wide;
                widths[i] = wide ? WIDEST : Math.clamp(Math.max(before, after), narrowest, WIDEST);
                inside[i] = below((1 - centers[i]) / widths[i]) - below(-centers[i] / widths[i]);
            }
            return new Parzen(centers, widths, inside);
        }

        @Override
        public double at(double place) {
            double sum = 0;
            for (int i = 0; i < centers.length; i++) {
                double z = (place - centers[i]) / widths[i];
                sum += StrictMath.exp(-z * z / 2) / (widths[i] * inside[i]);
            }
            return sum / centers.length / Math.sqrt(2 * Math.PI);
        }

        @Override
        public double draw(RandomGenerator random) {
            int i = random.nextInt(centers.length);
            double place;
            do {
                place = centers[i] + widths[i] * gaussian(random);
            } while (place < 0 || place > 1);
            return place;
        }

        /** By the polar method (Marsaglia and Bray 1964), in StrictMath: the same bits on every machine. */
        private static double gaussian(RandomGenerator random) {
            double u;
            double square;
            do {
                u = 2 * random.nextDouble() - 1;
                double v = 2 * random.nextDouble() - 1;
                square = u * u + v * v;
            } while (square >= 1 || square == 0);
            return u * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        }

        /** The normal distribution function, to 1e-7 (Abramowitz and Stegun 1964, formula 26.2.17). */
        private static double below(double z) {
            double t = 1 / (1 + 0.2316419 * Math.abs(z));
            double tail = StrictMath.exp(-z * z / 2)
                    / Math.sqrt(2 * Math.PI)
                    * t
                    * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
            return z > 0 ? 1 - tail : tail;
        }
    }
}
