package fovea.conformance;

import fovea.format.NdArray;
import fovea.train.optim.Plateau;
import fovea.train.optim.Schedule;
import java.util.Map;

/** The learning rate at each step. */
final class SchedulerGroup implements Group {
    private static final String RATES = "lr";

    @Override
    public Map<String, NdArray> run(Case run, Inputs inputs) {
        int steps = Math.toIntExact(inputs.expected(RATES)[0]);
        double[] rates = run.op().equals("ReduceLROnPlateau") ? plateau(run, inputs, steps) : at(run, steps);
        return new Results()
                .with(RATES, NdArray.ofDoubles(new long[] {steps}, rates))
                .arrays();
    }

    private static double[] at(Case run, int steps) {
        Schedule schedule = Schedules.of(run.op(), run.attributes());
        double[] rates = new double[steps];
        for (int i = 0; i < steps; i++) {
            rates[i] = schedule.at(i, steps);
        }
        return rates;
    }

    private static double[] plateau(Case run, Inputs inputs, int steps) {
        Plateau schedule = Schedules.plateau(run.attributes());
        double[] metrics = inputs.array("metrics").toDoubles();
        double[] rates = new double[steps];
        for (int i = 0; i < steps; i++) {
            rates[i] = schedule.at(i, steps);
            schedule.measured(metrics[i]);
        }
        return rates;
    }
}
