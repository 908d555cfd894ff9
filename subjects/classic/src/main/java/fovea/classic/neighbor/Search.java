package fovea.classic.neighbor;

import fovea.classic.Points;
import fovea.tensor.ShapeException;

/** Finds the points nearest to others. Safe to share between threads. */
public sealed interface Search permits ExactSearch, Forest {

    /** What is searched. */
    Points points();

    /** How distances are measured. */
    Metric metric();

    /**
     * The {@code k} nearest to each of {@code queries}.
     *
     * @throws ShapeException if there are fewer than {@code k} points, or queries have another size
     */
    Neighbors nearest(Points queries, int k);
}
