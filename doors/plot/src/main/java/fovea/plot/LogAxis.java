package fovea.plot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A range of values above 0 in which equal factors are equally long, with ticks at round numbers: all digits times powers of ten, or 1, 2
 * and 5 times, or the powers alone, as there is room.
 *
 * @param low the value at one end of the axis
 * @param high the value at the other, above {@code low}
 */
record LogAxis(double low, double high) {
    private static final double LEAST = 1e-9, MOST = 1e15;
    private static final double MARGIN = 1.15;
    private static final int MOST_DIGITS = 9, MOST_TICKS = 12;

    static boolean holds(double value) {
        return value >= LEAST && value <= MOST; // false for NaN
    }

    /** A little wider than the values, and wide enough for a tick on either side of one value alone. */
    static LogAxis along(DoubleStream values) {
        var found = values.summaryStatistics();
        double low = found.getMin() / MARGIN, high = found.getMax() * MARGIN;
        double missing = Math.sqrt(Math.max(1, 4 / (high / low)));
        return new LogAxis(low / missing, high * missing);
    }

    /** Where a value lies: 0 at the low end, 1 at the high end. */
    double place(double value) {
        return Math.log(value / low) / Math.log(high / low);
    }

    List<Double> ticks() {
        List<Double> all = ticks(1, 2, 3, 4, 5, 6, 7, 8, 9);
        if (all.size() <= MOST_DIGITS) {
            return all;
        }
        List<Double> some = ticks(1, 2, 5);
        return some.size() <= MOST_TICKS ? some : ticks(1);
    }

    private List<Double> ticks(int... digits) {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
            for (int digit : digits) {
                double tick = BigDecimal.valueOf(digit).scaleByPowerOfTen(power).doubleValue();
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** A tick's number in full. */
    static String label(double tick) {
        return BigDecimal.valueOf(tick).stripTrailingZeros().toPlainString();
    }
}
