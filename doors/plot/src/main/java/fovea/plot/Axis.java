package fovea.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A range of values with ticks at round numbers: 1, 2 or 5 times a power of ten apart.
 *
 * @param low the value at one end of the axis
 * @param high the value at the other, above {@code low}
 * @param step from tick to tick
 */
record Axis(double low, double high, double step) {

    /** From here on differences overflow; such values are drawn as gaps. */
    static final double LARGEST = 1e300;

    /** Below this everything is drawn as 0; steps between such values would lose their digits. */
    private static final double SMALLEST = 1e-290;

    private static final int EXPONENT_SHOWN_IN_FULL = 5;

    static boolean holds(double value) {
        return Math.abs(value) <= LARGEST; // false for NaN
    }

    /**
     * Up the page: its ends are ticks, and 0 is one of them unless that would squeeze the values.
     *
     * @param ceiling the top of the axis where no value is above it
     */
    static Axis upright(DoubleStream values, double ceiling) {
        Axis tight = around(values, 5, 0, ceiling);
        double low = tight.low > 0 && tight.low < 0.4 * tight.high ? 0 : tight.low;
        double step = step((tight.high - low) / 5);
        double top = Math.ceil(tight.high / step - 1e-9) * step;
        double bottom = Math.floor(low / step + 1e-9) * step;
        return new Axis(bottom, tight.high <= ceiling ? Math.min(top, ceiling) : top, step);
    }

    /**
     * Along the page: a little wider than the values.
     *
     * @param smallest the least step
     */
    static Axis along(DoubleStream values, double smallest) {
        Axis tight = around(values, 8, smallest, Double.POSITIVE_INFINITY);
        double margin = 0.03 * (tight.high - tight.low);
        return new Axis(tight.low - margin, tight.high + margin, tight.step);
    }

    private static Axis around(DoubleStream values, int ticks, double smallest, double ceiling) {
        var found = values.filter(Axis::holds).summaryStatistics();
        double low = found.getCount() == 0 ? 0 : found.getMin(), high = found.getCount() == 0 ? 0 : found.getMax();
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (size < SMALLEST) {
            low = 0;
            high = 1;
        } else if (high - low < 1e-9 * size) {
            double room = Math.max(size / 10, smallest / 2);
            low -= room;
            high = high > ceiling ? high + room : Math.min(high + room, ceiling);
        }
        return new Axis(low, high, Math.max(smallest, step((high - low) / ticks)));
    }

    private static double step(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double round : new double[] {1, 2, 5}) {
            if (round * power >= atLeast * (1 - 1e-9)) {
                return round * power;
            }
        }
        return 10 * power;
    }

    /** Where a value lies: 0 at the low end, 1 at the high end. */
    double place(double value) {
        return (value - low) / (high - low);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long first = (long) Math.ceil(low / step - 1e-6), last = (long) Math.floor(high / step + 1e-6);
        for (long i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A tick's number with as many decimals as the step needs. */
    String label(double tick) {
        return label(tick, step);
    }

    /** A tick's share of one, in percent. */
    String percent(double tick) {
        return label(100 * tick, 100 * step) + " %";
    }

    private static String label(double tick, double step) {
        int last = (int) Math.floor(Math.log10(step) + 1e-9);
        BigDecimal exact = new BigDecimal(tick).setScale(-last, RoundingMode.HALF_EVEN);
        if (exact.signum() == 0) {
            return "0";
        }
        int exponent = exact.precision() - exact.scale() - 1;
        boolean tooLong = exponent > EXPONENT_SHOWN_IN_FULL || last < -EXPONENT_SHOWN_IN_FULL;
        return tooLong ? scientific(exact, exponent) : exact.toPlainString();
    }

    private static String scientific(BigDecimal value, int exponent) {
        return value.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
