package fovea.classic.neighbor;

import fovea.classic.Labeled;
import fovea.classic.Points;
import java.util.stream.IntStream;

/**
 * The k-nearest-neighbor classifier: training remembers everything, and a picture gets the label that most of the pictures nearest to it
 * have (Fix and Hodges 1951; Cover and Hart 1967).
 *
 * @param search among the training points
 * @param labels of the training points, from 0
 * @param classes how many labels there are
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; not copied
public record NearestNeighbors(Search search, int[] labels, int classes, Voting voting) {

    /** Refuses labels that are not one for each point. */
    public NearestNeighbors {
        if (labels.length != search.points().count()) {
            throw new IllegalArgumentException(
                    "nearest neighbors: %,d labels for %,d points%n  give each point its label"
                            .formatted(labels.length, search.points().count()));
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("nearest neighbors: label %d of %d classes%n  labels are 0 to %d"
                        .formatted(label, classes, classes - 1));
            }
        }
    }

    /** One that looks at every point, and lets each neighbor count the same. */
    public static NearestNeighbors of(Labeled train, Metric metric) {
        return new NearestNeighbors(
                new ExactSearch(train.points(), metric), train.labels(), train.classes(), Voting.MAJORITY);
    }

    /** The same with another vote. */
    public NearestNeighbors with(Voting other) {
        return new NearestNeighbors(search, labels, classes, other);
    }

    /** The label of each query, elected by its {@code k} nearest neighbors. */
    public int[] predict(Points queries, int k) {
        return elect(search.nearest(queries, k));
    }

    /** The label of each query whose neighbors are known. */
    public int[] elect(Neighbors neighbors) {
        return IntStream.range(0, neighbors.queries())
                .map(query -> voting.elect(neighbors, query, labels, classes))
                .toArray();
    }

    /** The share of queries whose label is elected, for the {@code k} of these neighbors. */
    public double accuracy(Neighbors neighbors, int[] truth) {
        int[] elected = elect(neighbors);
        return (double) IntStream.range(0, truth.length)
                        .filter(i -> elected[i] == truth[i])
                        .count()
                / truth.length;
    }
}
