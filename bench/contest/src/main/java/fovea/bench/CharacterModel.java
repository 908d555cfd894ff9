package fovea.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A training step of a language model over characters, always on the same text: two LSTM layers of 512 over one-hot characters, a
 * linear layer, mean cross-entropy of the next character over all places, from a state of zeros; Adam; and the loss read back as a
 * Java float. Gates are in PyTorch's order i, f, g, o, with two biases each.
 *
 * @param precision the numbers that products are done in
 */
public record CharacterModel(Precision precision) implements Workload {
    /** Different characters. */
    public static final int VOCABULARY = 65;
    /** Features of each layer's state. */
    public static final int HIDDEN = 512;
    /** LSTM layers. */
    public static final int LAYERS = 2;
    /** Characters in a row. */
    public static final int SEQUENCE = 50;
    /** Texts in a batch. */
    public static final int BATCH = 50;
    /** The optimizer. */
    public static final Update.Adam UPDATE = new Update.Adam(2e-3, 0.9);

    private static final int TEXT_STREAM = 1_002;
    private static final int TARGET_STREAM = 1_003;
    private static final int GATES = 4;

    @Override
    public String name() {
        return "lstm-" + BATCH;
    }

    @Override
    public int items() {
        return SEQUENCE * BATCH;
    }

    /** One-hot characters need no product, and no gradient: looking up a row of the weight is enough. */
    @Override
    public long products() {
        long recurrent = (2L * LAYERS - 1) * GATES * HIDDEN * HIDDEN;
        return 3L * items() * (recurrent + (long) HIDDEN * VOCABULARY);
    }

    @Override
    public boolean isSpatial() {
        return false;
    }

    /** Returns the characters read, {@code [T, N]} row by row: numbers below {@link #VOCABULARY}. */
    public int[] text() {
        return Fill.labels(TEXT_STREAM, items(), VOCABULARY);
    }

    /** Returns the characters read as {@code [T, N, V]}: 1 at the place of the character, else 0. */
    public float[] oneHot() {
        float[] rows = new float[items() * VOCABULARY];
        int[] text = text();
        for (int i = 0; i < text.length; i++) {
            rows[i * VOCABULARY + text[i]] = 1;
        }
        return rows;
    }

    /** Returns the characters to foretell, {@code [T, N]}. */
    public int[] targets() {
        return Fill.labels(TARGET_STREAM, items(), VOCABULARY);
    }

    /** Returns the parameters: for each layer {@code weight_ih_l0}, {@code weight_hh_l0} and both biases, then the linear layer's. */
    public List<Weight> weights() {
        List<Weight> weights = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            add(weights, "lstm.weight_ih_l" + layer, GATES * HIDDEN, layer == 0 ? VOCABULARY : HIDDEN);
            add(weights, "lstm.weight_hh_l" + layer, GATES * HIDDEN, HIDDEN);
            add(weights, "lstm.bias_ih_l" + layer, GATES * HIDDEN);
            add(weights, "lstm.bias_hh_l" + layer, GATES * HIDDEN);
        }
        add(weights, "linear.weight", VOCABULARY, HIDDEN);
        add(weights, "linear.bias", VOCABULARY);
        return List.copyOf(weights);
    }

    private static void add(List<Weight> weights, String name, Integer... shape) {
        weights.add(new Weight(name, List.of(shape), weights.size(), new Start.Uniform(1 / Math.sqrt(HIDDEN))));
    }
}
