package fovea.classic.neighbor;

import java.util.Arrays;

/**
 * For each of several queries the points nearest to it, nearest first; of equally near ones the one with the smaller place first.
 *
 * @param queries how many
 * @param k neighbors of each
 * @param places of the neighbors among the points searched, {@code [queries, k]}; −1 where an approximate search found fewer
 * @param distances alike; infinite where there is no neighbor
 */
@SuppressWarnings("ArrayRecordComponent") // handed over by the search that made it, compared by nobody
public record Neighbors(int queries, int k, int[] places, double[] distances) {

    /** The place of the {@code i}-th nearest to a query, from 0. */
    public int place(int query, int i) {
        return places[query * k + i];
    }

    /** How far the {@code i}-th nearest to a query is, from 0. */
    public double distance(int query, int i) {
        return distances[query * k + i];
    }

    /** Those of one query, nearest first. */
    public int[] of(int query) {
        return Arrays.copyOfRange(places, query * k, (query + 1) * k);
    }

    /** The nearest {@code fewer} of each. */
    public Neighbors first(int fewer) {
        if (fewer < 1 || fewer > k) {
            throw new IllegalArgumentException(
                    "neighbors: the first %d of %d%n  take between 1 and all".formatted(fewer, k));
        }
        Found found = new Found(queries, fewer);
        for (int q = 0; q < queries; q++) {
            for (int i = 0; i < fewer; i++) {
                found.offer(q, place(q, i), distance(q, i));
            }
        }
        return found.neighbors();
    }

    /** The share of {@code truth}'s neighbors that are among these, in 0 to 1: recall@k of an approximate search. */
    public double recall(Neighbors truth) {
        if (truth.queries != queries) {
            throw new IllegalArgumentException("recall: of %d queries against %d%n  both searches need the same queries"
                    .formatted(queries, truth.queries));
        }
        long hits = 0;
        for (int q = 0; q < queries; q++) {
            int[] mine = of(q);
            hits += Arrays.stream(truth.of(q))
                    .filter(place -> Arrays.stream(mine).anyMatch(other -> other == place))
                    .count();
        }
        return (double) hits / truth.places.length;
    }
}
