package fovea.plot;

import java.util.Arrays;

/**
 * What several trials gave at each place of a setting: a dot a trial, and a line through the means with bars of one standard deviation (the
 * root of the mean square) up and down. As accuracies over folds are drawn for each number of neighbors.
 *
 * @param title above; may be empty
 * @param across what the setting is
 * @param upright what was measured, with its unit
 * @param shares whether values are parts of one, to be labeled in percent
 * @param places of the setting, ascending
 * @param values {@code values[place][trial]}, at least one a place, all finite
 */
@SuppressWarnings("ArrayRecordComponent") // plain arrays are what callers have; copied in, handed to nobody
public record Trials(String title, String across, String upright, boolean shares, double[] places, double[][] values) {
    private static final int MOST_PLACES = 1000;

    /** Refuses places without trials, and what cannot be drawn. */
    public Trials {
        if (places.length < 1 || places.length > MOST_PLACES || places.length != values.length) {
            throw new PictureException(
                    "trials '" + title + "': " + places.length + " places and " + values.length + " rows of values",
                    "give a row for each of 1 to " + MOST_PLACES + " places");
        }
        for (int i = 0; i < places.length; i++) {
            if (values[i].length == 0
                    || !Axis.holds(places[i])
                    || !Arrays.stream(values[i]).allMatch(Axis::holds)) {
                throw new PictureException(
                        "trials '" + title + "': place " + places[i] + " with values " + Arrays.toString(values[i]),
                        "give at least one finite value for each place");
            }
        }
        places = places.clone();
        values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }

    /** Trials whose values are parts of one, such as accuracies. */
    public static Trials shares(String title, String across, String upright, double[] places, double[][] values) {
        return new Trials(title, across, upright, true, places, values);
    }

    /** Lays the trials out. */
    public Picture picture() {
        return new Picture(new TrialsLayout(this).drawing());
    }

    double mean(int place) {
        return Arrays.stream(values[place]).average().orElse(0);
    }

    double deviation(int place) {
        double mean = mean(place);
        return Math.sqrt(Arrays.stream(values[place])
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }
}
