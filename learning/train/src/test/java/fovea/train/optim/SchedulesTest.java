package fovea.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each schedule against the recursion that makes one step's rate of the step's before, which is another way to write it. */
class SchedulesTest {
    private static final Device PLAIN = Device.named("reference");
    private static final int STEPS = 45;
    private static final double RATE = 0.1;

    /** The rate of step {@code e} from that of the step before. */
    @FunctionalInterface
    private interface Recursion {
        double next(double rate, int e);
    }

    private record Line(String name, Schedule schedule, double first, Recursion recursion) {}

    private static final List<Line> LINES = List.of(
            new Line("StepLR", Schedule.step(RATE, 7, 0.3), RATE, (r, e) -> e % 7 == 0 ? r * 0.3 : r),
            new Line(
                    "MultiStepLR",
                    Schedule.multiStep(RATE, 0.5, 5, 5, 9, 30),
                    RATE,
                    (r, e) -> e == 5 ? r * 0.25 : e == 9 || e == 30 ? r * 0.5 : r),
            new Line("ExponentialLR", Schedule.exponential(RATE, 0.93), RATE, (r, _) -> r * 0.93),
            new Line(
                    "MultiplicativeLR",
                    Schedule.multiplicative(RATE, e -> 1 / (1 + 0.1 * e)),
                    RATE,
                    (r, e) -> r / (1 + 0.1 * e)),
            new Line("LambdaLR", (e, _) -> RATE * Math.pow(0.95, e), RATE, (r, _) -> r * 0.95),
            new Line("ConstantLR", Schedule.constant(RATE, 0.25, 6), RATE * 0.25, (r, e) -> e == 6 ? r / 0.25 : r),
            new Line(
                    "LinearLR, up",
                    Schedule.linear(RATE, 0.25, 1, 8),
                    RATE * 0.25,
                    (r, e) -> e > 8 ? r : r * (1 + 0.75 / (8 * 0.25 + (e - 1) * 0.75))),
            new Line(
                    "LinearLR, down",
                    Schedule.linear(RATE, 1, 0.2, 10),
                    RATE,
                    (r, e) -> e > 10 ? r : r * (1 - 0.8 / (10 - (e - 1) * 0.8))),
            new Line(
                    "PolynomialLR",
                    Schedule.polynomial(RATE, 30, 2.5),
                    RATE,
                    (r, e) -> e > 30 ? r : r * Math.pow((1 - e / 30.0) / (1 - (e - 1) / 30.0), 2.5)),
            new Line(
                    "CosineAnnealingLR",
                    Schedule.cosine(RATE, 10, 0.01),
                    RATE,
                    (r, e) -> (e - 1 - 10) % 20 == 0
                            ? r + (RATE - 0.01) * (1 - Math.cos(Math.PI / 10)) / 2
                            : (1 + Math.cos(Math.PI * e / 10)) / (1 + Math.cos(Math.PI * (e - 1) / 10)) * (r - 0.01)
                                    + 0.01),
            new Line("CosineAnnealingWarmRestarts", Schedule.warmRestarts(RATE, 4, 2, 0.001), RATE, restarts(4, 2)),
            new Line(
                    "CosineAnnealingWarmRestarts, even",
                    Schedule.warmRestarts(RATE, 6, 1, 0.001),
                    RATE,
                    restarts(6, 1)),
            new Line(
                    "SequentialLR",
                    Schedule.constant(RATE, 0.1, 3)
                            .then(3, Schedule.exponential(RATE, 0.9).then(10, Schedule.step(RATE, 4, 0.5))),
                    RATE * 0.1,
                    (r, e) -> e < 3
                            ? r
                            : e == 3 ? RATE : e < 13 ? r * 0.9 : e == 13 ? RATE : (e - 13) % 4 == 0 ? r * 0.5 : r),
            new Line(
                    "ChainedScheduler",
                    Schedule.constant(RATE).times(Schedule.constant(1, 0.1, 2)).times(Schedule.exponential(1, 0.9)),
                    RATE * 0.1,
                    (r, e) -> r * 0.9 * (e == 2 ? 10 : 1)));

    private static Recursion restarts(int first, int growth) {
        int[] at = {0, first};
        return (_, e) -> {
            if (e == 1) {
                at[0] = 0;
                at[1] = first;
            }
            at[0]++;
            if (at[0] == at[1]) {
                at[0] = 0;
                at[1] *= growth;
            }
            return 0.001 + (RATE - 0.001) * (1 + Math.cos(Math.PI * at[0] / at[1])) / 2;
        };
    }

    @TestFactory
    Stream<DynamicTest> ratesFollowTheirRecursion() {
        return LINES.stream()
                .map(line -> dynamicTest(line.name(), () -> {
                    double rate = line.first();
                    for (int e = 0; e < STEPS; e++) {
                        rate = e == 0 ? rate : line.recursion().next(rate, e);
                        assertThat(line.schedule().at(e, STEPS)).as("step " + e).isCloseTo(rate, within(1e-13));
                    }
                }));
    }

    private static double[] rates(Schedule schedule, int steps) {
        return DoubleStream.iterate(0, e -> e + 1)
                .limit(steps)
                .map(e -> schedule.at((long) e, steps))
                .toArray();
    }

    @Test
    void oneCycleAlongLines() {
        // From 0.04 to 1 in 4 steps, down to 0.0004 in the 15 that are left.
        double[] rates = rates(OneCycle.of(1).withRise(0.25).withEnds(25, 100).linear(), 20);
        for (int e = 0; e < 20; e++) {
            double expected = e <= 4 ? 0.04 + 0.96 * e / 4 : 1 - (1 - 0.0004) * (e - 4) / 15;
            assertThat(rates[e]).as("step " + e).isCloseTo(expected, within(1e-15));
        }
    }

    @Test
    void oneCycleAlongCosines() {
        double[] rates = rates(OneCycle.of(2), 30);
        for (int e = 0; e < 30; e++) {
            double low = e <= 8 ? 2 / 25.0 : 2 / 25e4;
            double way = e <= 8 ? 1 - e / 8.0 : (e - 8) / 21.0;
            assertThat(rates[e])
                    .as("step " + e)
                    .isCloseTo(low + (2 - low) * (1 + Math.cos(Math.PI * way)) / 2, within(1e-15));
        }
    }

    @Test
    void oneCycleInThreePhases() {
        // 20 steps, a quarter up: corners at 4, 8 and 19.
        double[] rates =
                rates(OneCycle.of(1).withRise(0.25).withEnds(10, 1000).linear().inThreePhases(), 20);
        for (int e = 0; e < 20; e++) {
            double expected =
                    e <= 4 ? 0.1 + 0.9 * e / 4 : e <= 8 ? 1 - 0.9 * (e - 4) / 4 : 0.1 - (0.1 - 1e-4) * (e - 8) / 11;
            assertThat(rates[e]).as("step " + e).isCloseTo(expected, within(1e-15));
        }
    }

    @Test
    void momentumGoesAgainstTheRate() {
        OneCycle cycle = OneCycle.of(1).withRise(0.25).linear();
        double[] momenta = rates(cycle.momentum(0.85, 0.95), 20);
        for (int e = 0; e < 20; e++) {
            double expected = e <= 4 ? 0.95 - 0.1 * e / 4 : 0.85 + 0.1 * (e - 4) / 15;
            assertThat(momenta[e]).as("step " + e).isCloseTo(expected, within(1e-15));
        }
        double[] cyclic = rates(Cyclic.of(0.1, 1).withLength(4, 6).momentum(0.8, 0.9), 20);
        double[] rates = rates(Cyclic.of(0.1, 1).withLength(4, 6), 20);
        for (int e = 0; e < 20; e++) {
            assertThat(cyclic[e]).isCloseTo(0.9 - 0.1 * (rates[e] - 0.1) / 0.9, within(1e-15));
        }
    }

    @Test
    void cyclesOfEachMode() {
        Cyclic plain = Cyclic.of(0.1, 1.1).withLength(4, 6);
        for (int e = 0; e < 40; e++) {
            // As PyTorch's get_lr: the place in the cycle, and how far from its ends it is.
            int cycle = 1 + e / 10;
            double x = e / 10.0 + 1 - cycle;
            double way = x <= 0.4 ? x / 0.4 : (x - 1) / (0.4 - 1);
            assertThat(plain.at(e, 40)).as("step " + e).isCloseTo(0.1 + way, within(1e-14));
            assertThat(plain.halving().at(e, 40)).isCloseTo(0.1 + way / Math.pow(2, cycle - 1), within(1e-14));
            assertThat(plain.fading(0.97).at(e, 40)).isCloseTo(0.1 + way * Math.pow(0.97, e), within(1e-14));
            assertThat(plain.withHeight((c, _) -> 1.0 / c).at(e, 40)).isCloseTo(0.1 + way / cycle, within(1e-14));
        }
    }

    /** What a schedule does to the rate that looks at a metric, as the manual of PyTorch tells it, step for step. */
    private static List<Double> expected(Plateau.Options options, double rate, double... metrics) {
        double now = rate;
        double best = options.goal() == Plateau.Goal.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        int bad = 0;
        int rest = 0;
        List<Double> rates = new ArrayList<>();
        for (double metric : metrics) {
            double bar = options.isRelative()
                    ? best * (options.goal() == Plateau.Goal.MIN ? 1 - options.threshold() : 1 + options.threshold())
                    : options.goal() == Plateau.Goal.MIN ? best - options.threshold() : best + options.threshold();
            boolean better = options.goal() == Plateau.Goal.MIN ? metric < bar : metric > bar;
            bad = better ? 0 : bad + 1;
            best = better ? metric : best;
            if (rest > 0) {
                rest--;
                bad = 0;
            }
            if (bad > options.patience()) {
                double lower = Math.max(now * options.factor(), options.floor());
                now = now - lower > options.epsilon() ? lower : now;
                rest = options.cooldown();
                bad = 0;
            }
            rates.add(now);
        }
        return rates;
    }

    @TestFactory
    Stream<DynamicTest> plateausOfAllOptions() {
        double[] falling = {1, 0.9, 0.89, 0.8899, 0.88989, 0.95, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.69, 0.69, 0.6899, 0.7};
        double[] rising = DoubleStream.of(falling).map(x -> 2 - x).toArray();
        Plateau.Options min = Plateau.Options.of(Plateau.Goal.MIN);
        Plateau.Options max = Plateau.Options.of(Plateau.Goal.MAX);
        return Stream.of(
                        min.withPatience(0),
                        min.withPatience(1).withFactor(0.5),
                        min.withPatience(0).withCooldown(2).withFactor(0.5),
                        min.withPatience(0).withFloor(0.03),
                        min.withPatience(0).withFactor(0.5).withEpsilon(0.02),
                        min.withPatience(1).withRelativeThreshold(0.05),
                        min.withPatience(1).withAbsoluteThreshold(0.1),
                        max.withPatience(2),
                        max.withPatience(0).withRelativeThreshold(0.01),
                        max.withPatience(0).withAbsoluteThreshold(0.02).withCooldown(1))
                .map(options -> dynamicTest(
                        options.toString(),
                        () -> PLAIN.use(() -> {
                            double[] metrics = options.goal() == Plateau.Goal.MIN ? falling : rising;
                            Plateau plateau = Plateau.of(RATE, options);
                            List<Double> rates = new ArrayList<>();
                            for (double metric : metrics) {
                                plateau.measured(metric);
                                rates.add(plateau.at(0, 0));
                            }
                            List<Double> expected = expected(options, RATE, metrics);
                            assertThat(expected).as("the rate moves at all").contains(RATE, expected.getLast());
                            assertThat(expected.getLast()).isLessThan(RATE);
                            assertThat(rates).isEqualTo(expected);
                            return 0;
                        })));
    }

    @Test
    void epochsAreSoManySteps() {
        Schedule schedule = Schedule.exponential(RATE, 0.5).perEpoch(3);
        assertThat(rates(schedule, 7)).containsExactly(RATE, RATE, RATE, RATE / 2, RATE / 2, RATE / 2, RATE / 4);
    }
}
