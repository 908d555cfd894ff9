package fovea.classic.neighbor;

import fovea.classic.Points;
import fovea.data.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Finds most of the nearest points while looking at few of them: a forest of random-projection trees (Dasgupta and Freund 2008, "Random
 * projection trees and low dimensional manifolds").
 *
 * <p>A tree halves the points by how far they lie along the line through two of them, drawn at random, and goes on until a part is small.
 * A query goes down every tree, into the half it lies in first and then, nearest border first, into the others, until enough points were
 * met; those are measured exactly. The more are met, the more of the true neighbors are among them, and the longer it takes; {@link
 * Neighbors#recall} says how many are.
 *
 * @param met how many points a query meets before it stops, repeated ones counted once
 */
public record Forest(Points points, Metric metric, List<Tree> trees, int met) implements Search {
    private static final int LEAF = 32;

    /** Copies the list. */
    public Forest {
        trees = List.copyOf(trees);
        if (trees.isEmpty() || met < 1) {
            throw new IllegalArgumentException("forest: %d trees, %d points met%n  there must be at least one of each"
                    .formatted(trees.size(), met));
        }
    }

    /**
     * Plants a forest; a query meets 32 points a tree.
     *
     * @param trees 10 to 100; more find more
     */
    public static Forest of(Points points, Metric metric, int trees, RandomGenerator random) {
        long seed = random.nextLong();
        List<Tree> planted = IntStream.range(0, trees)
                .parallel()
                .mapToObj(i -> new Planting(points, new SplittableRandom(Seed.of(seed, i))).tree())
                .toList();
        return new Forest(points, metric, planted, trees * LEAF);
    }

    /** The same trees, of which a query sees more or fewer points. */
    public Forest meeting(int points) {
        return new Forest(this.points, metric, trees, points);
    }

    @Override
    public Neighbors nearest(Points queries, int k) {
        ExactSearch.check(points, queries, k);
        Points alike = points.getClass() == queries.getClass() ? queries : queries.toFloats();
        Points among = points.getClass() == alike.getClass() ? points : points.toFloats();
        Found found = new Found(queries.count(), k);
        IntStream.range(0, queries.count())
                .parallel()
                .forEach(query -> candidates(queries, query, Math.max(met, k))
                        .forEach(place -> found.offer(query, place, metric.between(alike, query, among, place))));
        return found.neighbors();
    }

    /** A part of a tree that waits to be looked at, and how far the query lies beyond the borders that hide it. */
    private record Waiting(Tree tree, double beyond, int turn) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int first = Double.compare(beyond, other.beyond);
            return first != 0 ? first : Integer.compare(turn, other.turn);
        }
    }

    private Set<Integer> candidates(Points queries, int query, int enough) {
        float[] q = queries.floats(query, query + 1);
        PriorityQueue<Waiting> waiting = new PriorityQueue<>();
        trees.forEach(tree -> waiting.add(new Waiting(tree, 0, waiting.size())));
        Set<Integer> candidates = new TreeSet<>();
        int turn = trees.size();
        while (candidates.size() < enough && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            Tree at = next.tree();
            while (at instanceof Tree.Split split) {
                double past = split.past(points, q);
                Tree other = past < 0 ? split.above() : split.below();
                waiting.add(new Waiting(other, Math.max(next.beyond(), Math.abs(past)), turn++));
                at = past < 0 ? split.below() : split.above();
            }
            Arrays.stream(((Tree.Leaf) at).places()).forEach(candidates::add);
        }
        return candidates;
    }

    /** Halves of halves of the points. */
    public sealed interface Tree {

        /** So few points that all are looked at. */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record Leaf(int[] places) implements Tree {}

        /**
         * A border across the line from point {@code from} to point {@code to}.
         *
         * @param length of that line
         * @param border {@code (to − from)·p} of the point at the border
         */
        record Split(int from, int to, double length, double border, Tree below, Tree above) implements Tree {

            /** How far a point lies past the border, negative before it. */
            double past(Points points, float[] p) {
                return (along(points, from, to, p) - border) / length;
            }
        }
    }

    /** {@code (to − from)·p}. */
    private static double along(Points points, int from, int to, float[] p) {
        float[] a = points.floats(from, from + 1);
        float[] b = points.floats(to, to + 1);
        double sum = 0;
        for (int d = 0; d < p.length; d++) {
            sum += ((double) b[d] - a[d]) * p[d];
        }
        return sum;
    }

    /** One tree being planted. */
    private record Planting(Points points, RandomGenerator random) {
        private static final int TRIES = 8;

        Tree tree() {
            return tree(IntStream.range(0, points.count()).toArray());
        }

        private Tree tree(int[] places) {
            for (int i = 0; places.length > LEAF && i < TRIES; i++) {
                int from = places[random.nextInt(places.length)];
                int to = places[random.nextInt(places.length)];
                double length = Metric.L2.between(points, from, points, to);
                if (length > 0) {
                    return split(places, from, to, length);
                }
            }
            return new Tree.Leaf(places); // small, or all alike
        }

        private Tree split(int[] places, int from, int to, double length) {
            double[] along = new double[places.length];
            Integer[] order = new Integer[places.length];
            for (int i = 0; i < places.length; i++) {
                order[i] = i;
                along[i] = along(points, from, to, points.floats(places[i], places[i] + 1));
            }
            Arrays.sort(order, (a, b) -> Double.compare(along[a], along[b]));
            int half = places.length / 2;
            int[] sorted = Arrays.stream(order).mapToInt(i -> places[i]).toArray();
            return new Tree.Split(
                    from,
                    to,
                    length,
                    along[order[half]],
                    tree(Arrays.copyOf(sorted, half)),
                    tree(Arrays.copyOfRange(sorted, half, sorted.length)));
        }
    }
}
