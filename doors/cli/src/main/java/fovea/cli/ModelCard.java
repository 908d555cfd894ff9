package fovea.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a model without making it. Counting the largest takes seconds, so the counts are written down in {@code models.csv}; a
 * test counts again.
 *
 * @param multiplyAdds for one picture of {@link Zoo#input}
 * @param activations numbers that a forward pass of one picture holds for a backward one
 * @param published what its paper, or whoever published its weights, says it reaches
 * @param measured what it reached here
 */
record ModelCard(
        String name,
        long parameters,
        long multiplyAdds,
        long activations,
        Optional<Accuracy> published,
        Optional<Accuracy> measured) {
    private static final String TABLE = "models.csv";
    private static final int COLUMNS = 10;

    /**
     * A share of pictures recognized at the first guess.
     *
     * @param percent from 0 to 100
     * @param source who says so, and how it was measured
     */
    record Accuracy(double percent, String data, String source) {}

    /** All, in the order in which {@link Zoo#names} has them. */
    static List<ModelCard> all() {
        try (InputStream in = table()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(ModelCard::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream table() {
        InputStream in = ModelCard.class.getResourceAsStream(TABLE);
        if (in == null) {
            throw new IllegalStateException(TABLE + " is missing beside " + ModelCard.class.getName());
        }
        return in;
    }

    private static ModelCard of(String line) {
        String[] cells = line.split(";", COLUMNS);
        return new ModelCard(
                cells[0],
                Long.parseLong(cells[1]),
                Long.parseLong(cells[2]),
                Long.parseLong(cells[3]),
                accuracy(cells[4], cells[5], cells[6]),
                accuracy(cells[7], cells[8], cells[9]));
    }

    private static Optional<Accuracy> accuracy(String percent, String data, String source) {
        return percent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Accuracy(Double.parseDouble(percent), data, source));
    }
}
