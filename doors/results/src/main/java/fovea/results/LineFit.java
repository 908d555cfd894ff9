package fovea.results;

import fovea.classic.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A straight line through thirty points, found by descent and exactly. */
final class LineFit {
    private static final int POINTS = 30;

    private LineFit() {}

    static Map<String, Double> run(Setting setting) {
        SplittableRandom random = setting.random();
        Line truth = new Line(3, 8);
        double[] x = random.doubles(POINTS).toArray();
        double[] clean = new double[POINTS];
        double[] noisy = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            clean[i] = truth.at(x[i]);
            noisy[i] = clean[i] + 0.3 * random.nextGaussian();
        }
        Line found = descended(x, clean, random);
        Line exact = Line.leastSquares(x, noisy);
        Line near = descended(x, noisy, random);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("a", found.a());
        figures.put("b", found.b());
        figures.put("off truth", off(found, truth));
        figures.put("off least squares", off(near, exact));
        return figures;
    }

    private static Line descended(double[] x, double[] y, SplittableRandom random) {
        List<Line> way = new Line(0, 0).descend(x, y, 0.3, 5000, random);
        return way.getLast();
    }

    /** The larger of the differences in a and in b. */
    private static double off(Line one, Line other) {
        return Math.max(Math.abs(one.a() - other.a()), Math.abs(one.b() - other.b()));
    }
}
