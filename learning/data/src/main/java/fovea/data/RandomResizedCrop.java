package fovea.data;

import java.util.random.RandomGenerator;

/** {@link Augmentation#randomResizedCrop}. */
record RandomResizedCrop(double least, double most, double slimmest, double widest) implements Augmentation {

    private static final int TRIES = 10;

    RandomResizedCrop {
        if (!(least > 0 && least <= most && most <= 1 && slimmest > 0 && slimmest <= widest && widest < 1e3)) {
            throw new IllegalArgumentException(
                    "randomResizedCrop: areas from %s to %s, ratios from %s to %s%n  give 0 < least ≤ most ≤ 1 and 0 < slimmest ≤ widest"
                            .formatted(least, most, slimmest, widest));
        }
    }

    @Override
    public void apply(View view, RandomGenerator random) {
        int rows = view.imageHeight();
        int columns = view.imageWidth();
        double logSlimmest = StrictMath.log(slimmest);
        double logRange = StrictMath.log(widest) - logSlimmest;
        for (int i = 0; i < TRIES; i++) {
            double area = (double) rows * columns * (least + (most - least) * random.nextDouble());
            double ratio = StrictMath.exp(logSlimmest + logRange * random.nextDouble());
            int wide = (int) Math.rint(Math.sqrt(area * ratio));
            int high = (int) Math.rint(Math.sqrt(area / ratio));
            if (wide > 0 && wide <= columns && high > 0 && high <= rows) {
                view.zoom(random.nextInt(rows - high + 1), random.nextInt(columns - wide + 1), high, wide);
                return;
            }
        }
        middle(view, rows, columns);
    }

    private void middle(View view, int rows, int columns) {
        double ratio = (double) columns / rows;
        int high = ratio < slimmest ? (int) Math.rint(columns / slimmest) : rows;
        int wide = ratio > widest ? (int) Math.rint(rows * widest) : columns;
        int fittingHigh = Math.clamp(high, 1, rows);
        int fittingWide = Math.clamp(wide, 1, columns);
        view.zoom((rows - fittingHigh) / 2, (columns - fittingWide) / 2, fittingHigh, fittingWide);
    }
}
