package fovea.train.metric;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A batch of answers, read back from the device: rows of logits, {@code [N, C]}.
 *
 * @param values row-major
 * @param classes {@code C}
 */
public record Logits(float[] values, int classes) {

    /** A class and how sure the model is of it, 0 to 1. */
    public record Guess(int label, double probability) {}

    /** {@code N}. */
    public int size() {
        return values.length / classes;
    }

    /** The class with the largest logit in row {@code n}; the first of equals, and 0 where none is a number. */
    public int best(int n) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (values[n * classes + c] > values[n * classes + best]) {
                best = c;
            }
        }
        return best;
    }

    /** How many rows have their label's logit the largest. */
    public int correct(int[] labels) {
        int correct = 0;
        for (int n = 0; n < size(); n++) {
            correct += best(n) == labels[n] ? 1 : 0;
        }
        return correct;
    }

    /** The softmax of row {@code n}. */
    public double[] probabilities(int n) {
        double largest = values[n * classes + best(n)];
        double[] p = new double[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            p[c] = Math.exp(values[n * classes + c] - largest);
            sum += p[c];
        }
        for (int c = 0; c < classes; c++) {
            p[c] /= sum;
        }
        return p;
    }

    /** The logarithm of a class's softmax in row {@code n}; finite where the softmax itself is too small for a number. */
    public double logProbability(int n, int label) {
        double largest = values[n * classes + best(n)];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(values[n * classes + c] - largest);
        }
        return values[n * classes + label] - largest - Math.log(sum);
    }

    /** The {@code k} most probable classes of row {@code n} (all, where there are fewer), the most probable first. */
    public List<Guess> top(int n, int k) {
        return top(probabilities(n), k);
    }

    /** The {@code k} most probable classes, the most probable first; of equals the one with the smaller label. */
    public static List<Guess> top(double[] probabilities, int k) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(c -> new Guess(c, probabilities[c]))
                .sorted(Comparator.comparingDouble(Guess::probability).reversed())
                .limit(k)
                .toList();
    }
}
