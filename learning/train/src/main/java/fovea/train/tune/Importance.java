package fovea.train.tune;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much a dimension mattered in a study: the share of the variance of the trials' ranks by loss that it explains by itself, ε² of a
 * one-way analysis of variance (Kelley 1935, "An unbiased correlation ratio measure", PNAS 21):
 *
 * <pre>  ε² = (between − (G − 1) · within / (N − G)) / (between + within)</pre>
 *
 * where trials are put into {@code G} groups of equal size by the dimension's value, or one for each option, and {@code between} and {@code
 * within} are sums of squares. What chance alone would explain is taken off; what dimensions do together is not seen. Ranks, so that losses
 * far out count no more than others, and those of failed trials count at all.
 *
 * @param name of the dimension
 * @param share 0 to 1
 */
public record Importance(String name, double share) {
    private static final int LEAST_GROUPS = 2;
    private static final int MOST_GROUPS = 8;

    /** Of every dimension, the most important first; of the trials that were allowed as many epochs as the first. */
    public static List<Importance> of(List<Trial> trials) {
        if (trials.isEmpty()) {
            return List.of();
        }
        Trial first = trials.getFirst();
        List<Trial> alike = trials.stream()
                .filter(trial -> trial.epochs() == first.epochs())
                .sorted(Trial.BY_LOSS)
                .toList();
        Space space = first.configuration().space();
        return IntStream.range(0, space.size())
                .mapToObj(i -> new Importance(space.dimensions().get(i).name(), share(alike, i)))
                .sorted(Comparator.comparingDouble((Importance each) -> each.share)
                        .reversed())
                .toList();
    }

    private static double share(List<Trial> ranked, int dimension) {
        int n = ranked.size();
        int[] group = groups(ranked, dimension);
        int groups = IntStream.of(group).max().orElse(0) + 1;
        double[] sum = new double[groups];
        int[] count = new int[groups];
        for (int rank = 0; rank < n; rank++) {
            sum[group[rank]] += rank;
            count[group[rank]]++;
        }
        double mean = (n - 1) / 2.0;
        double between = IntStream.range(0, groups)
                .filter(g -> count[g] > 0)
                .mapToDouble(g -> count[g] * Math.pow(sum[g] / count[g] - mean, 2))
                .sum();
        long seen = IntStream.of(count).filter(c -> c > 0).count();
        double all = n * ((double) n * n - 1) / 12;
        return n <= seen ? 0 : Math.max(0, between - (seen - 1) * (all - between) / (n - seen)) / all;
    }

    /** The group of each trial. */
    private static int[] groups(List<Trial> ranked, int dimension) {
        int n = ranked.size();
        Dimension kind = ranked.getFirst().configuration().space().dimensions().get(dimension);
        int most = Math.clamp(Math.round(Math.cbrt(n)), LEAST_GROUPS, MOST_GROUPS);
        if (kind.count() <= most || kind instanceof Dimension.Choice) {
            return ranked.stream()
                    .mapToInt(trial -> Ranges.step(trial.configuration().place(dimension), kind.count()))
                    .toArray();
        }
        int[] group = new int[n];
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> ranked.get(i).configuration().place(dimension)))
                .mapToInt(i -> i)
                .toArray();
        for (int i = 0; i < n; i++) {
            boolean asBefore = i > 0
                    && ranked.get(order[i])
                            .configuration()
                            .values()
                            .get(dimension)
                            .equals(ranked.get(order[i - 1])
                                    .configuration()
                                    .values()
                                    .get(dimension));
            group[order[i]] = asBefore ? group[order[i - 1]] : i * most / n;
        }
        return group;
    }
}
