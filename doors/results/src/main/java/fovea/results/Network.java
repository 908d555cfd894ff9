package fovea.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A net whose accuracy and cost were measured, as the ledger's figures have it.
 *
 * @param name of the net
 * @param row that measured it
 * @param accuracy on the test half
 * @param multiplyAdds of one picture
 * @param memory megabytes of one picture's activations in {@code f32}
 * @param seconds of training
 */
public record Network(
        String name,
        String row,
        double accuracy,
        double parameters,
        double multiplyAdds,
        double memory,
        double seconds) {
    static final String ACCURACY = "test accuracy, ";
    static final String PARAMETERS = "parameters, ";
    static final String MULTIPLY_ADDS = "multiply-adds, ";
    static final String MEMORY = "memory MB, ";
    static final String SECONDS = "training s, ";

    /** All of which every one of these figures is there, in the order of the ledger's rows. */
    public static List<Network> all(Ledger ledger) {
        List<Network> found = new ArrayList<>();
        for (Row row : Rows.all()) {
            Measured measured = ledger.measured().get(row.id());
            if (measured != null) {
                measured.figures().keySet().stream()
                        .filter(figure -> figure.startsWith(MULTIPLY_ADDS))
                        .map(figure -> of(figure.substring(MULTIPLY_ADDS.length()), row.id(), measured.figures()))
                        .forEach(network -> network.ifPresent(found::add));
            }
        }
        return found;
    }

    private static Optional<Network> of(String name, String row, Map<String, Double> figures) {
        return List.of(ACCURACY, PARAMETERS, MULTIPLY_ADDS, MEMORY, SECONDS).stream()
                        .allMatch(figure -> figures.containsKey(figure + name))
                ? Optional.of(new Network(
                        name,
                        row,
                        figures.getOrDefault(ACCURACY + name, 0.0),
                        figures.getOrDefault(PARAMETERS + name, 0.0),
                        figures.getOrDefault(MULTIPLY_ADDS + name, 0.0),
                        figures.getOrDefault(MEMORY + name, 0.0),
                        figures.getOrDefault(SECONDS + name, 0.0)))
                : Optional.empty();
    }
}
