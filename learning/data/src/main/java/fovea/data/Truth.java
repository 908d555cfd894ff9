package fovea.data;

import java.util.List;

/**
 * What is in a picture beyond its class. Computed when asked for, alike every time and on any thread; ask once and keep
 * it where it is needed often.
 */
public interface Truth {

    /** Everything there is, the main thing first. */
    List<Instance> objects();

    /**
     * Who is seen at each pixel, {@code [H, W]}, rows from the top: 0 for the background, else {@code k} for
     * {@code objects().get(k − 1)}. A pixel belongs to whoever covers at least half of it.
     */
    byte[] mask();

    /** The picture in words, in lower case and without a full stop, such as {@code a small red circle above a blue square}. */
    String sentence();

    /** How many things there are. */
    default int count() {
        return objects().size();
    }
}
