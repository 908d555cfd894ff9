package fovea.classic.linear;

import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** The first learning rules: look at one example, change the weights a little, look at the next. */
public enum ExampleRule {
    /**
     * Rosenblatt's: only where the answer is wrong, {@code w_y += η x} for the right class and {@code w_c −= η x} for the one that won (1958,
     * "The perceptron"). It ends where there are no mistakes, if the classes can be told apart at all.
     */
    PERCEPTRON {
        @Override
        void change(float[] scores, int label, float[] push) {
            int best = best(scores);
            push[label] += 1;
            push[best] -= 1;
        }
    },
    /**
     * Widrow and Hoff's: always, {@code w_c += η (t_c − x · w_c) x} with t = 1 for the right class, −1 for others (1960, "Adaptive switching
     * circuits"). It comes to rest near least squares, whether or not the classes can be told apart.
     */
    ADALINE {
        @Override
        void change(float[] scores, int label, float[] push) {
            for (int c = 0; c < scores.length; c++) {
                push[c] = (c == label ? 1 : -1) - scores[c];
            }
        }
    };

    /** How much of x each class's weights are given, times η; {@code push} comes as zeros. */
    abstract void change(float[] scores, int label, float[] push);

    /**
     * Goes through all examples in a new order each round.
     *
     * @param classifier where it begins, and ends
     * @param rate η
     * @param rounds at most; a round without a mistake is the last
     * @return mistakes of each round, counted as it went
     */
    public int[] learn(
            LinearClassifier classifier, Examples examples, double rate, int rounds, RandomGenerator random) {
        Weights weights = new Weights(classifier);
        float[] x = examples.x().toArray();
        int[] labels = examples.labels().toInts();
        int[] order = new int[labels.length];
        Arrays.setAll(order, i -> i);
        List<Integer> mistakes = new ArrayList<>();
        while (mistakes.size() < rounds && (mistakes.isEmpty() || mistakes.getLast() > 0)) {
            shuffle(order, random);
            int wrong = 0;
            for (int i : order) {
                float[] scores = weights.scores(x, i);
                wrong += best(scores) == labels[i] ? 0 : 1;
                float[] push = new float[scores.length];
                change(scores, labels[i], push);
                weights.add(push, (float) rate, x, i);
            }
            mistakes.add(wrong);
        }
        weights.store(classifier);
        return mistakes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int c = 1; c < scores.length; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }

    private static void shuffle(int[] order, RandomGenerator random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    /** A classifier's weights on the heap while they change with every example. */
    private static final class Weights {
        private final int features;
        private final float[] weight;
        private final float[] bias;

        Weights(LinearClassifier classifier) {
            features = classifier.features();
            weight = classifier.weight().get().toArray();
            bias = classifier.bias().get().toArray();
        }

        float[] scores(float[] x, int row) {
            float[] scores = bias.clone();
            for (int c = 0; c < scores.length; c++) {
                for (int j = 0; j < features; j++) {
                    scores[c] += weight[c * features + j] * x[row * features + j];
                }
            }
            return scores;
        }

        void add(float[] push, float rate, float[] x, int row) {
            for (int c = 0; c < push.length; c++) {
                float by = rate * push[c];
                bias[c] += by;
                for (int j = 0; j < features && by != 0; j++) {
                    weight[c * features + j] += by * x[row * features + j];
                }
            }
        }

        void store(LinearClassifier classifier) {
            classifier.set(
                    Tensor.of(classifier.weight().shape(), weight),
                    Tensor.of(classifier.bias().shape(), bias));
        }
    }
}
