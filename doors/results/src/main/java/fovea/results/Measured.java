package fovea.results;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What one run of an experiment gave, and where.
 *
 * @param row its id
 * @param figures by name, in the order they are told
 * @param seconds of the whole experiment, data already read or not
 * @param place what it ran on
 */
public record Measured(String row, SequencedMap<String, Double> figures, double seconds, Place place) {

    /** Copies the figures. */
    public Measured {
        figures = new LinkedHashMap<>(figures);
    }

    /** Runs an experiment. */
    public static Measured of(Row row, Setting setting, Place place) {
        long start = System.nanoTime();
        Map<String, Double> figures = row.experiment().run(setting);
        return new Measured(row.id(), new LinkedHashMap<>(figures), (System.nanoTime() - start) / 1e9, place);
    }

    /**
     * Where and on what something was measured.
     *
     * @param data names and checksums of the sets that were opened; empty where none was
     * @param machine processor and number of its cores that were used
     * @param commit of the program
     * @param date in ISO form
     */
    public record Place(String data, long seed, String machine, String commit, String date) {}
}
