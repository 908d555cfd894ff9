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
}
