package fovea.classic.neighbor;

import fovea.classic.Folds;
import fovea.classic.Labeled;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well each number of neighbors does on each fold, when the others are remembered.
 *
 * @param ks the numbers of neighbors tried
 * @param accuracy share of each held-out fold that was labeled right, {@code [ks, folds]}
 */
@SuppressWarnings("ArrayRecordComponent") // made here, compared by nobody
public record CrossValidation(List<Integer> ks, double[][] accuracy) {

    /**
     * Tries every number of neighbors on every fold; each fold is searched once, for the most neighbors.
     *
     * @param ks in any order, each at least 1 and at most what the smallest training part holds
     */
    public static CrossValidation of(Labeled examples, Folds folds, List<Integer> ks, Metric metric, Voting voting) {
        double[][] accuracy = new double[ks.size()][folds.folds()];
        int most = ks.stream().mapToInt(k -> k).max().orElseThrow();
        List<Folds.Fold> all = folds.all();
        for (int f = 0; f < all.size(); f++) {
            Labeled held = examples.at(all.get(f).held());
            NearestNeighbors classifier =
                    NearestNeighbors.of(examples.at(all.get(f).train()), metric).with(voting);
            Neighbors neighbors = classifier.search().nearest(held.points(), most);
            for (int i = 0; i < ks.size(); i++) {
                accuracy[i][f] = classifier.accuracy(neighbors.first(ks.get(i)), held.labels());
            }
        }
        return new CrossValidation(List.copyOf(ks), accuracy);
    }

    /** The mean over the folds of the {@code i}-th number tried. */
    public double mean(int i) {
        return Arrays.stream(accuracy[i]).average().orElse(Double.NaN);
    }

    /** The standard deviation over the folds of the {@code i}-th number tried: the square root of the mean square, as NumPy's {@code std}. */
    public double deviation(int i) {
        double mean = mean(i);
        return Math.sqrt(Arrays.stream(accuracy[i])
                .map(a -> (a - mean) * (a - mean))
                .average()
                .orElse(Double.NaN));
    }

    /** The number of neighbors with the highest mean; the first of several. */
    public int best() {
        return ks.get(IntStream.range(0, ks.size())
                .reduce((a, b) -> mean(b) > mean(a) ? b : a)
                .orElseThrow());
    }
}
