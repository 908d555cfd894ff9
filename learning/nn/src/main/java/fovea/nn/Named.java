package fovea.nn;

import java.util.SequencedMap;

/**
 * A layer that says itself what its variables are called, where the names of record components will not do: {@code weight_ih_l0},
 * {@code weight_ih_l1} and so on, as many as there are layers inside. {@link Variables} asks it.
 */
public interface Named {

    /** Variables, or layers and lists that hold such, by the names they have in this one. */
    SequencedMap<String, ?> parts();
}
