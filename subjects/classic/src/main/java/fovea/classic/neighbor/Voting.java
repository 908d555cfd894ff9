package fovea.classic.neighbor;

/**
 * How the neighbors' labels become one.
 *
 * @param weight how much the vote of each counts
 * @param tie who wins where labels have equally many votes
 */
public record Voting(Weight weight, Tie tie) {

    /** Every neighbor counts the same; of labels with equally many votes the smallest wins. As the course's first assignment votes. */
    public static final Voting MAJORITY = new Voting(Weight.EQUAL, Tie.SMALLEST_LABEL);

    /** How much the vote of a neighbor counts. */
    public enum Weight {
        /** One each. */
        EQUAL,
        /** One over the distance; neighbors at distance 0, where there are any, vote alone. As scikit-learn's {@code distance}. */
        INVERSE_DISTANCE
    }

    /** Who wins where labels have equally many votes. */
    public enum Tie {
        /** The smallest label, as NumPy's {@code argmax(bincount(…))}. */
        SMALLEST_LABEL,
        /** The one whose nearest neighbor is nearest. */
        NEAREST
    }

    /** The label that the neighbors of a query elect; neighbors that an approximate search did not find do not vote. */
    public int elect(Neighbors neighbors, int query, int[] labels, int classes) {
        double[] votes = new double[classes];
        int[] nearest = new int[classes];
        for (int i = neighbors.k() - 1; i >= 0; i--) {
            int place = neighbors.place(query, i);
            if (place >= 0) {
                votes[labels[place]] += votes(neighbors, query, i);
                nearest[labels[place]] = i;
            }
        }
        int best = 0;
        for (int label = 1; label < classes; label++) {
            boolean isNearer = tie == Tie.NEAREST && nearest[label] < nearest[best];
            if (votes[label] > votes[best] || (votes[label] == votes[best] && votes[label] > 0 && isNearer)) {
                best = label;
            }
        }
        return best;
    }

    private double votes(Neighbors neighbors, int query, int i) {
        if (weight == Weight.EQUAL) {
            return 1;
        }
        double distance = neighbors.distance(query, i);
        if (neighbors.distance(query, 0) == 0) {
            return distance == 0 ? 1 : 0;
        }
        return 1 / distance;
    }
}
