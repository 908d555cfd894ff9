package fovea.classic.neighbor;

import java.util.Arrays;

/**
 * The nearest found so far of each query, nearest first, while points go by. Of equally near ones the smaller place counts as nearer, so
 * that the order in which points go by does not matter. Different queries may be served by different threads.
 */
final class Found {
    private final int queries;
    private final int k;
    private final int[] places;
    private final double[] distances;

    Found(int queries, int k) {
        this.queries = queries;
        this.k = k;
        this.places = new int[Math.multiplyExact(queries, k)];
        this.distances = new double[places.length];
        Arrays.fill(places, -1);
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
    }

    /** Nothing farther away than this is of interest to the query any more. */
    double limit(int query) {
        return distances[query * k + k - 1];
    }

    /** A point goes by; it is remembered if it is among the nearest. */
    void offer(int query, int place, double distance) {
        int first = query * k;
        int at = first + k - 1;
        if (!isNearer(place, distance, at)) {
            return;
        }
        while (at > first && isNearer(place, distance, at - 1)) {
            places[at] = places[at - 1];
            distances[at] = distances[at - 1];
            at--;
        }
        places[at] = place;
        distances[at] = distance;
    }

    private boolean isNearer(int place, double distance, int than) {
        return distance < distances[than]
                || (distance == distances[than] && Integer.compareUnsigned(place, places[than]) < 0);
    }

    /** Whatever was found of a query counts no more. */
    void forget(int query) {
        Arrays.fill(places, query * k, query * k + k, -1);
        Arrays.fill(distances, query * k, query * k + k, Double.POSITIVE_INFINITY);
    }

    /** Those of one query that were found, the nearest first. */
    int[] of(int query) {
        return Arrays.stream(places, query * k, query * k + k)
                .filter(place -> place >= 0)
                .toArray();
    }

    Neighbors neighbors() {
        return new Neighbors(queries, k, places, distances);
    }
}
