package fovea.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A source in two parts that share no sample; nothing is copied, and the same seed gives the same parts.
 *
 * @param train what is learned from, in the source's order
 * @param held what is measured on, in the source's order
 */
public record Split(Source train, Source held) {

    /**
     * Holds out a share of every class, rounded to whole samples, so that both parts have the classes in the same proportions.
     *
     * @param share above 0 and below 1
     * @throws DataException if one part would be empty
     */
    public static Split stratified(Source source, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "split: a share of %s is held out%n  it must lie between 0 and 1".formatted(share));
        }
        boolean[] held = new boolean[source.size()];
        for (int[] members : byClass(source, seed)) {
            long count = Math.round(share * members.length);
            for (int i = 0; i < count; i++) {
                held[members[i]] = true;
            }
        }
        return of(source, held);
    }

    /**
     * {@code k} splits, in each of which another {@code k}-th is held out; parts differ by one sample at most.
     *
     * @throws IllegalArgumentException if k is below 2 or above the number of samples
     */
    public static List<Split> folds(Source source, int k, long seed) {
        int[] all = new int[source.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        shuffle(all, new SplittableRandom(Seed.of(seed)));
        return folds(source, k, List.of(all));
    }

    /**
     * {@code k} splits, in each of which another {@code k}-th of every class is held out; parts, and classes in them, differ by one sample at
     * most.
     *
     * @throws IllegalArgumentException if k is below 2 or above the number of samples
     */
    public static List<Split> stratifiedFolds(Source source, int k, long seed) {
        return folds(source, k, byClass(source, seed));
    }

    /** Deals each group out in turn, going on where the one before ended. */
    private static List<Split> folds(Source source, int k, List<int[]> groups) {
        if (k < 2 || k > source.size()) {
            throw new IllegalArgumentException(
                    "split: %d folds of %d samples%n  make between 2 and as many as there are samples"
                            .formatted(k, source.size()));
        }
        int[] fold = new int[source.size()];
        int next = 0;
        for (int[] group : groups) {
            for (int i : group) {
                fold[i] = next++ % k;
            }
        }
        List<Split> splits = new ArrayList<>();
        for (int f = 0; f < k; f++) {
            boolean[] held = new boolean[fold.length];
            for (int i = 0; i < fold.length; i++) {
                held[i] = fold[i] == f;
            }
            splits.add(of(source, held));
        }
        return List.copyOf(splits);
    }

    /** The samples of each class in random order. */
    private static List<int[]> byClass(Source source, long seed) {
        int[] counts = counts(source);
        List<int[]> members = new ArrayList<>();
        for (int count : counts) {
            members.add(new int[count]);
        }
        for (int i = source.size() - 1; i >= 0; i--) {
            int label = source.label(i);
            members.get(label)[--counts[label]] = i;
        }
        for (int label = 0; label < counts.length; label++) {
            shuffle(members.get(label), new SplittableRandom(Seed.of(seed, label)));
        }
        return members;
    }

    /** How many samples each class has. */
    static int[] counts(Source source) {
        int[] counts = new int[source.classes().size()];
        for (int i = 0; i < source.size(); i++) {
            Sample.checkLabel("sample " + i + ": ", source.label(i), counts.length);
            counts[source.label(i)]++;
        }
        return counts;
    }

    /** A permutation of which all are equally likely (Fisher and Yates). */
    static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }

    private static Split of(Source source, boolean[] held) {
        return new Split(part(source, held, false), part(source, held, true));
    }

    private static Source part(Source source, boolean[] held, boolean wanted) {
        int[] indices = new int[held.length];
        int count = 0;
        for (int i = 0; i < held.length; i++) {
            if (held[i] == wanted) {
                indices[count++] = i;
            }
        }
        if (count == 0) {
            throw new DataException(
                    "split: of %d samples none would be %s"
                            .formatted(held.length, wanted ? "held out" : "learned from"),
                    "hold out another share, or gather more samples");
        }
        return new Subset(source, Arrays.copyOf(indices, count));
    }
}
