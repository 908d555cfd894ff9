package fovea.train.tune;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tree-structured Parzen estimators (Bergstra et al. 2011, "Algorithms for hyper-parameter optimization", NIPS 24, section 4): the trials so
 * far are split into the best {@code γ = 15 %} and the rest, the density of each lot is estimated, {@code l} and {@code g}, and of 25
 * candidates drawn from {@code l} the one with the greatest {@code l / g} is tried, which has the greatest expected improvement (equation
 * 13). Dimensions are taken one by one, as if they were independent. γ and the candidates are the paper's; the first 10 trials are random,
 * as Optuna's.
 */
public record Tpe(long seed) implements Search {
    private static final int RANDOM = 10;
    private static final int CANDIDATES = 25;
    private static final double GAMMA = 0.15;

    @Override
    public Optional<Proposal> propose(Space space, int epochs, int number, List<Trial> known) {
        RandomGenerator random = Search.random(seed, number);
        if (known.size() < RANDOM) {
            return Optional.of(new Proposal(space.draw(random), epochs));
        }
        List<Trial> ranked = known.stream().sorted(Trial.BY_LOSS).toList();
        int good = (int) Math.ceil(GAMMA * ranked.size());
        double[] places = new double[space.size()];
        for (int i = 0; i < places.length; i++) {
            Dimension dimension = space.dimensions().get(i);
            Density best = density(dimension, i, ranked.subList(0, good));
            Density rest = density(dimension, i, ranked.subList(good, ranked.size()));
            places[i] = candidate(best, rest, random);
        }
        return Optional.of(new Proposal(space.at(places), epochs));
    }

    private static double candidate(Density best, Density rest, RandomGenerator random) {
        double chosen = best.draw(random);
        double most = best.at(chosen) / rest.at(chosen);
        for (int i = 1; i < CANDIDATES; i++) {
            double place = best.draw(random);
            double ratio = best.at(place) / rest.at(place);
            if (ratio > most) {
                chosen = place;
                most = ratio;
            }
        }
        return chosen;
    }

    private static Density density(Dimension dimension, int i, List<Trial> trials) {
        double[] places = trials.stream()
                .mapToDouble(trial -> trial.configuration().place(i))
                .toArray();
        return dimension instanceof Dimension.Choice
                ? Density.Shares.of(places, dimension.count())
                : Density.Parzen.of(places);
    }
}
