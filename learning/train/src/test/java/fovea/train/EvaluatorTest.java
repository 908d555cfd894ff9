package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Batch;
import fovea.data.DataSet;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Mixup;
import fovea.data.Views;
import fovea.data.scenes.Scenes;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.nn.loss.CrossEntropy;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** A linear model, whose answers can be worked out by hand. */
class EvaluatorTest {
    private static final int SIDE = 16;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final DataSet SET =
            DataSet.of("scenes", new Scenes(0, 10, SIDE, 1).inMemory(), new Scenes(1, 23, SIDE, 1).inMemory());

    private final Linear linear = Linear.of(PIXELS, 10, new SplittableRandom(4));
    private final Layer model = Sequential.of(new Flatten(), linear);

    /** The mean of the losses by both labels, as λ weighs them. */
    @Test
    void learnsMixedSamplesByBothLabels() {
        Loader loader = loader(LoaderOptions.evaluation(10).withMixup(new Mixup(1)));
        double expected = 0;
        try (Epoch epoch = loader.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                for (int n = 0; n < batch.size(); n++) {
                    double[] logs = logSoftmax(answers(batch, n, x -> x));
                    for (int c = 0; c < 10; c++) {
                        expected -= batch.targets()[10 * n + c] * logs[c] / 23;
                    }
                }
            }
        }
        double loss = new Evaluator(model, new CrossEntropy()).run(loader).loss();
        assertThat(loss).isCloseTo(expected, within(1e-5));
    }

    @Test
    void averagesAnswersOverViews() {
        double[] losses = new double[2];
        int right = 0;
        try (Epoch epoch = loader(LoaderOptions.evaluation(23)).epoch(0)) {
            Batch batch = epoch.next();
            for (int n = 0; n < batch.size(); n++) {
                double[] seen = answers(batch, n, x -> x);
                double[] mirrored = answers(batch, n, x -> SIDE - 1 - x);
                double[] mean = new double[10];
                for (int c = 0; c < 10; c++) {
                    mean[c] = (seen[c] + mirrored[c]) / 2;
                }
                int label = batch.labels()[n];
                losses[0] -= logSoftmax(mean)[label] / 23;
                double probability = (Math.exp(logSoftmax(seen)[label]) + Math.exp(logSoftmax(mirrored)[label])) / 2;
                losses[1] -= Math.log(probability) / 23;
                right += best(mean) == label ? 1 : 0;
            }
        }
        Evaluator evaluator = new Evaluator(model, Loss::crossEntropy);
        Loader loader = loader(LoaderOptions.evaluation(7));
        Score logits = evaluator.run(loader, Views.mirrored(), Evaluator.Averaging.LOGITS);
        Score probabilities = evaluator.run(loader, Views.mirrored(), Evaluator.Averaging.PROBABILITIES);
        assertThat(logits.loss()).isCloseTo(losses[0], within(1e-5));
        assertThat(probabilities.loss()).isCloseTo(losses[1], within(1e-5));
        assertThat(losses[0]).isNotCloseTo(losses[1], within(1e-4));
        assertThat(logits.accuracy()).isCloseTo(right / 23.0, within(1e-9));
        assertThat(logits.confusion().total()).isEqualTo(23);
    }

    private static Loader loader(LoaderOptions options) {
        return new Loader(SET.test(), SET.normalization(), options);
    }

    /** {@code W x + b} in double arithmetic, columns read in another order. */
    private double[] answers(Batch batch, int n, IntUnaryOperator column) {
        float[] w = linear.weight().get().toArray();
        double[] y = new double[10];
        for (int o = 0; o < 10; o++) {
            y[o] = linear.bias() == null ? 0 : linear.bias().get().toArray()[o];
            for (int i = 0; i < PIXELS; i++) {
                int c = i / (SIDE * SIDE);
                int row = i / SIDE % SIDE;
                int x = column.applyAsInt(i % SIDE);
                y[o] += w[o * PIXELS + i] * batch.pixels()[n * PIXELS + 3 * (SIDE * row + x) + c];
            }
        }
        return y;
    }

    private static double[] logSoftmax(double[] y) {
        double sum = 0;
        for (double each : y) {
            sum += Math.exp(each);
        }
        double[] logs = new double[y.length];
        for (int c = 0; c < y.length; c++) {
            logs[c] = y[c] - Math.log(sum);
        }
        return logs;
    }

    private static int best(double[] y) {
        int best = 0;
        for (int c = 1; c < y.length; c++) {
            best = y[c] > y[best] ? c : best;
        }
        return best;
    }
}
