package fovea.data;

import org.jspecify.annotations.Nullable;

/**
 * A picture and what is to be learned of it.
 *
 * @param name where it comes from, for messages: a path, or a set's name with a position
 * @param label index of its class
 * @param truth what else is known of it, or null where there is only the label
 */
public record Sample(
        String name, Image image, int label, @Nullable Truth truth) {

    /** A sample of which only the class is known. */
    public Sample(String name, Image image, int label) {
        this(name, image, label, null);
    }

    /**
     * Refuses a label that is no position in the list of classes.
     *
     * @param whose begins the message: a name and a colon, or nothing
     */
    static void checkLabel(String whose, int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new DataException(
                    "%slabel %d is out of range".formatted(whose, label),
                    "with %d classes, labels are 0 to %d".formatted(classes, classes - 1));
        }
    }
}
