package fovea.train.tune;

import java.util.List;

/**
 * The loss over two dimensions, as far as trials tell: at each place the mean of all trials, each weighted by how near it is,
 *
 * <pre>  Σ loss · exp(−d² / 2h²) / Σ exp(−d² / 2h²)</pre>
 *
 * where {@code d} is the distance of places and {@code h} a tenth of the range (Nadaraya and Watson 1964). Not-a-number where no trial is
 * near.
 *
 * @param across values of the first dimension
 * @param upward values of the second
 * @param losses {@code losses[row][column]} at {@code (across[column], upward[row])}
 */
@SuppressWarnings("ArrayRecordComponent") // made here for whoever draws it
public record Landscape(double[] across, double[] upward, double[][] losses) {
    private static final int PLACES = 25;
    private static final double NEAR = 0.1;
    private static final double FAR = 2.5 * NEAR;

    /** Of the trials that did not fail and were allowed as many epochs as the first. */
    public static Landscape of(List<Trial> trials, String first, String second) {
        Space space = trials.getFirst().configuration().space();
        int x = space.index(first);
        int y = space.index(second);
        List<Trial> alike = trials.stream()
                .filter(trial -> trial.epochs() == trials.getFirst().epochs())
                .filter(trial -> trial.ending() != Trial.Ending.FAILED)
                .toList();
        double[] across = new double[PLACES];
        double[] upward = new double[PLACES];
        double[][] losses = new double[PLACES][PLACES];
        for (int i = 0; i < PLACES; i++) {
            double place = i / (PLACES - 1.0);
            across[i] = space.dimensions().get(x).at(place);
            upward[i] = space.dimensions().get(y).at(place);
            for (int j = 0; j < PLACES; j++) {
                losses[j][i] = mean(alike, x, place, y, j / (PLACES - 1.0));
            }
        }
        return new Landscape(across, upward, losses);
    }

    private static double mean(List<Trial> trials, int x, double placeX, int y, double placeY) {
        double sum = 0;
        double weights = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (Trial trial : trials) {
            double distance = Math.hypot(
                    trial.configuration().place(x) - placeX,
                    trial.configuration().place(y) - placeY);
            double weight = Math.exp(-distance * distance / (2 * NEAR * NEAR));
            sum += weight * trial.loss();
            weights += weight;
            nearest = Math.min(nearest, distance);
        }
        return nearest > FAR ? Double.NaN : sum / weights;
    }
}
