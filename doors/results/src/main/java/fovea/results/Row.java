package fovea.results;

import java.util.List;
import java.util.Map;

/**
 * A published result and the experiment that measures it again.
 *
 * @param id its number, lecture first, such as {@code 2.1}
 * @param method what is measured, in a few words
 * @param published the figure in the literature, with its source
 * @param setup data and settings in one line; the data set's name comes first
 * @param bar what the figures must be for the method to count as working; all of them
 * @param stretch what they would be to be proud of; empty where nobody said
 * @param experiment how to measure
 */
public record Row(
        String id,
        String method,
        String published,
        String setup,
        List<Range> bar,
        List<Range> stretch,
        Experiment experiment) {

    /** Copies the lists and refuses a row without a bar. */
    public Row {
        bar = List.copyOf(bar);
        stretch = List.copyOf(stretch);
        if (bar.isEmpty()) {
            throw new IllegalArgumentException("row " + id + ": no bar\n  say what must be reached");
        }
    }

    /** The lecture it belongs to. */
    public int lecture() {
        return Integer.parseInt(id.substring(0, id.indexOf('.')));
    }

    /** How these figures compare with bar and stretch. A figure that was not measured reaches nothing. */
    public Verdict judge(Map<String, Double> figures) {
        if (!bar.stream().allMatch(range -> range.holds(figures))) {
            return Verdict.BELOW;
        }
        boolean proud = !stretch.isEmpty() && stretch.stream().allMatch(range -> range.holds(figures));
        return proud ? Verdict.STRETCH : Verdict.REACHED;
    }

    /** Measures a row. */
    @FunctionalInterface
    public interface Experiment {

        /**
         * Runs to the end.
         *
         * @return every figure that bar and stretch name, and others worth telling, in the order they are told; times in seconds end in
         *     {@code " s"}, shares are fractions of one
         */
        Map<String, Double> run(Setting setting);
    }

    /** What was reached. */
    public enum Verdict {
        /** Not even the bar. */
        BELOW("below the bar"),
        /** The bar. */
        REACHED("bar"),
        /** The bar and the stretch. */
        STRETCH("stretch");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** As the page says it. */
        public String words() {
            return words;
        }
    }
}
