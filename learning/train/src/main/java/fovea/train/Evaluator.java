package fovea.train;

import fovea.data.Batch;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.Views;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.tensor.Tensor;
import fovea.train.metric.Confusion;
import fovea.train.metric.Logits;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Measures a model on labeled images, without changing it. */
public final class Evaluator {
    private static final int MISTAKES = 40;

    private final Loss loss;
    private final Compiled answer;
    private final Feed feed = new Feed();

    /** Measures {@code model}, whose answers are logits {@code [N, classes]}. */
    public Evaluator(Layer model, Loss loss) {
        this(model, loss, Precision.F32);
    }

    /** The same, whose answers are computed in {@code precision}. */
    Evaluator(Layer model, Loss loss, Precision precision) {
        this.loss = loss;
        this.answer = Compiled.of(in -> answer(model, precision, in.get(0), in.get(1)));
    }

    private List<Tensor> answer(Layer model, Precision precision, Tensor x, Tensor labels) {
        return Pass.inference(() -> {
            Tensor logits = precision.of(() -> model.forward(x));
            return List.of(loss.of(logits, labels), logits);
        });
    }

    /** Answers every image the loader gives, once. */
    public Score run(Loader loader) {
        long start = System.nanoTime();
        Tally tally = new Tally(loader.source().classes().size());
        try (Epoch epoch = loader.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                Region.run(() -> tally.add(batch, answer.run(feed.pixels(batch), feed.labels(batch))));
            }
        }
        return tally.score((System.nanoTime() - start) / 1e9);
    }

    /** What is averaged over several views of an image. */
    public enum Averaging {
        /** The answers as they are. */
        LOGITS,
        /** Their softmax. */
        PROBABILITIES
    }

    /**
     * Answers every image in several views, averages the answers and judges the average; its loss is the mean cross-entropy, whatever loss the
     * model is trained with.
     *
     * @param loader what would be measured once, in its source's order
     */
    public Score run(Loader loader, Views views, Averaging averaging) {
        long start = System.nanoTime();
        Tally tally = new Tally(loader.source().classes().size());
        ViewSum sum = new ViewSum(views, averaging);
        try (Epoch epoch = views.of(loader).epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                Region.run(() -> sum.add(
                        batch,
                        answer.run(feed.pixels(batch), feed.labels(batch)).get(1),
                        tally));
            }
        }
        return tally.score((System.nanoTime() - start) / 1e9);
    }

    /** The average of an image's views so far; they come one after the other, perhaps in two batches. */
    private static final class ViewSum {
        private final Views views;
        private final Averaging averaging;
        private float[] mean = {};

        ViewSum(Views views, Averaging averaging) {
            this.views = views;
            this.averaging = averaging;
        }

        void add(Batch batch, Tensor answered, Tally tally) {
            int classes = answered.shape().size(1);
            Logits logits = new Logits(answered.toArray(), classes);
            for (int n = 0; n < batch.size(); n++) {
                int way = batch.index(n) % views.count();
                if (way == 0) {
                    mean = new float[classes];
                }
                add(logits, n, views.weights().get(way));
                if (way == views.count() - 1) {
                    tally.add(batch.index(n) / views.count(), batch.labels()[n], average());
                }
            }
        }

        private void add(Logits logits, int n, double weight) {
            double[] probabilities = averaging == Averaging.PROBABILITIES ? logits.probabilities(n) : new double[0];
            for (int c = 0; c < mean.length; c++) {
                double value =
                        averaging == Averaging.PROBABILITIES ? probabilities[c] : logits.values()[n * mean.length + c];
                mean[c] += (float) (weight * value);
            }
        }

        /** As logits: the softmax of the logarithms of probabilities is they themselves. */
        private Logits average() {
            if (averaging == Averaging.PROBABILITIES) {
                for (int c = 0; c < mean.length; c++) {
                    mean[c] = (float) Math.log(Math.max(mean[c], Float.MIN_VALUE));
                }
            }
            return new Logits(mean, mean.length);
        }
    }

    /** What was answered so far. */
    private static final class Tally {
        private static final Comparator<Score.Mistake> LEAST_SURE = Comparator.comparingDouble(Score.Mistake::sureness)
                .thenComparing(Score.Mistake::index, Comparator.reverseOrder());

        private final Confusion confusion;
        private final PriorityQueue<Score.Mistake> mistakes = new PriorityQueue<>(LEAST_SURE);
        private double lossSum;

        Tally(int classes) {
            this.confusion = new Confusion(classes);
        }

        void add(Batch batch, List<Tensor> answered) {
            lossSum += answered.get(0).item() * batch.size();
            Tensor y = answered.get(1);
            Logits logits = new Logits(y.toArray(), y.shape().size(1));
            for (int n = 0; n < batch.size(); n++) {
                int truth = batch.labels()[n];
                confusion.add(truth, logits.best(n));
                if (logits.best(n) != truth) {
                    remember(new Score.Mistake(batch.index(n), truth, logits.probabilities(n)));
                }
            }
        }

        void add(int index, int truth, Logits average) {
            double[] probabilities = average.probabilities(0);
            lossSum -= average.logProbability(0, truth);
            confusion.add(truth, average.best(0));
            if (average.best(0) != truth) {
                remember(new Score.Mistake(index, truth, probabilities));
            }
        }

        private void remember(Score.Mistake mistake) {
            mistakes.add(mistake);
            if (mistakes.size() > MISTAKES) {
                mistakes.poll();
            }
        }

        Score score(double seconds) {
            List<Score.Mistake> surestFirst =
                    mistakes.stream().sorted(LEAST_SURE.reversed()).toList();
            return new Score(lossSum / Math.max(1, confusion.total()), confusion, surestFirst, seconds);
        }
    }
}
