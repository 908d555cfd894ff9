package fovea.graph;

import fovea.tensor.Expand;
import fovea.tensor.Reshape;
import fovea.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Finds values that hold one number for each channel of what they are combined with. */
final class PerChannel {
    private PerChannel() {}

    /** What is repeated along all axes but {@code axis} to give {@code wide}: of as many elements as there are channels; or null. */
    static Graph.@Nullable Value of(Links links, Graph.Value wide, int axis) {
        if (!(links.maker(wide) instanceof Graph.Apply apply) || !(apply.op() instanceof Expand)) {
            return null;
        }
        Graph.Value narrow = apply.arguments().getFirst();
        Shape shape = narrow.spec().shape();
        int channels = wide.spec().shape().size(axis);
        if (shape.size(axis) != channels || shape.elements() != channels) {
            return null;
        }
        return links.maker(narrow) instanceof Graph.Apply before && before.op() instanceof Reshape
                ? before.arguments().getFirst()
                : narrow;
    }
}
