package fovea.plot;

import java.util.List;

/**
 * A plan's memory and time: above, what lies where in the slab and from which step to which; below, how long each step takes. The color says
 * which kind of step made a value.
 *
 * @param title above all; may be empty
 * @param bytes size of the slab
 * @param steps in the order in which they run, 1 to {@value #MOST_STEPS}
 * @param values what lies in the slab
 */
public record SlabMap(String title, long bytes, List<Step> steps, List<Value> values) {
    private static final int MOST_STEPS = 20_000;

    /** Refuses no steps, too many, and values outside the slab or of other steps. */
    public SlabMap {
        steps = List.copyOf(steps);
        values = List.copyOf(values);
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw new PictureException(
                    "slab map: " + steps.size() + " steps", "give 1 to " + MOST_STEPS + "; more cannot be told apart");
        }
        for (Value value : values) {
            if (value.offset < 0 || value.bytes < 0 || value.offset + value.bytes > bytes) {
                throw new PictureException(
                        "slab map: bytes " + value.offset + " to " + (value.offset + value.bytes) + " of " + bytes,
                        "give values that lie in the slab");
            }
            if (value.from < 0 || value.to < value.from || value.to >= steps.size()) {
                throw new PictureException(
                        "slab map: a value of steps " + value.from + " to " + value.to + ", of " + steps.size(),
                        "give the step that makes it and the last that reads it, counted from 0");
            }
        }
    }

    /** Lays it out. */
    public Picture picture() {
        return new Picture(new SlabMapLayout(this).drawing());
    }

    /**
     * A step.
     *
     * @param kind such as {@code Conv}; steps of a kind have one color
     * @param milliseconds that it takes; 0 where nobody looked
     */
    public record Step(String kind, double milliseconds) {}

    /**
     * A value in the slab.
     *
     * @param offset its first byte
     * @param bytes how many
     * @param from the step that makes it, from 0
     * @param to the last step that reads it
     */
    public record Value(long offset, long bytes, int from, int to) {}
}
