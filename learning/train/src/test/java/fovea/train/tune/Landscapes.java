package fovea.train.tune;

import fovea.train.tune.Dimension.LogUniform;
import fovea.train.tune.Dimension.Uniform;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Functions of the literature on optimization, with their least values. */
@SuppressWarnings("ImmutableEnumChecker") // spaces and functions never change
enum Landscapes {
    /** Dixon and Szegö 1978: x from −5 to 10, y from 0 to 15; 0.397887 at (−π, 12.275), (π, 2.275) and (9.42478, 2.475). */
    BRANIN(Space.of(new Uniform("x", -5, 10), new Uniform("y", 0, 15)), at -> {
        double x = at.number("x");
        double y = at.number("y");
        double curve = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return curve * curve + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    }),

    /** Dixon and Szegö 1978, the six-dimensional function of Hartmann; −3.32237 at (.20169, .150011, .476874, .275332, .311652, .6573). */
    HARTMANN(
            new Space(IntStream.range(0, 6)
                    .<Dimension>mapToObj(i -> new Uniform("x" + i, 0, 1))
                    .toList()),
            Landscapes::hartmann),

    /** The squares of how many powers of ten two rates are off 1e-3 and 1e-5. */
    RATES(
            Space.of(new LogUniform("lr", 1e-6, 1), new LogUniform("weight-decay", 1e-8, 1e-1)),
            at -> Math.pow(Math.log10(at.number("lr")) + 3, 2)
                    + Math.pow(Math.log10(at.number("weight-decay")) + 5, 2));

    private static final double[] ALPHA = {1, 1.2, 3, 3.2};
    private static final double[][] A = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
    };
    private static final double[][] P = {
        {.1312, .1696, .5569, .0124, .8283, .5886},
        {.2329, .4135, .8307, .3736, .1004, .9991},
        {.2348, .1451, .3522, .2883, .3047, .6650},
        {.4047, .8828, .8732, .5743, .1091, .0381}
    };

    private final Space space;
    private final ToDoubleFunction<Configuration> height;

    Landscapes(Space space, ToDoubleFunction<Configuration> height) {
        this.space = space;
        this.height = height;
    }

    Space space() {
        return space;
    }

    double at(Configuration configuration) {
        return height.applyAsDouble(configuration);
    }

    TrialObjective objective() {
        return (configuration, _, progress) -> progress.goesOn(at(configuration));
    }

    private static double hartmann(Configuration at) {
        double sum = 0;
        for (int i = 0; i < ALPHA.length; i++) {
            double square = 0;
            for (int j = 0; j < 6; j++) {
                double off = at.values().get(j) - P[i][j];
                square += A[i][j] * off * off;
            }
            sum -= ALPHA[i] * Math.exp(-square);
        }
        return sum;
    }
}
