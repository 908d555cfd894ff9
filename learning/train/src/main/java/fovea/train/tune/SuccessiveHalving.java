package fovea.train.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Many random configurations for a few epochs, the best third of them for three times as many, and so on until the best few have had all
 * (Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter optimization", figure 1; Li et al. 2018,
 * "Hyperband", JMLR 18, which recommends η = 3 or 4). Every rung trains anew: where the learning rate follows a cycle, a run that is cut
 * short ranks by how far its rate has fallen, and one with a short cycle of its own does not.
 *
 * @param configurations of the first rung
 */
public record SuccessiveHalving(long seed, int configurations) implements Search {
    private static final int ETA = 3;

    /** Refuses a race of nobody. */
    public SuccessiveHalving {
        if (configurations < 1) {
            throw new IllegalArgumentException(
                    "halving: %d configurations\n  give 1 or more".formatted(configurations));
        }
    }

    /**
     * Trials that are allowed alike.
     *
     * @param first number of them
     * @param count how many
     * @param epochs of each
     */
    public record Rung(int first, int count, int epochs) {
        private boolean holds(int number) {
            return number >= first && number < first + count;
        }
    }

    /** The rungs, where the best have {@code epochs} in the end. */
    public List<Rung> rungs(int epochs) {
        int last = 0;
        for (int power = ETA; power <= configurations && power <= epochs; power *= ETA) {
            last++;
        }
        List<Rung> rungs = new ArrayList<>();
        int first = 0;
        for (int i = 0; i <= last; i++) {
            int count = configurations / (int) Math.pow(ETA, i);
            rungs.add(new Rung(first, count, (int) Math.round(epochs / Math.pow(ETA, last - i))));
            first += count;
        }
        return rungs;
    }

    /** How many trials there are, all rungs together. */
    public int trials(int epochs) {
        return rungs(epochs).stream().mapToInt(Rung::count).sum();
    }

    @Override
    public int needs(int epochs, int number) {
        return rungs(epochs).stream()
                .filter(rung -> rung.holds(number))
                .mapToInt(Rung::first)
                .findFirst()
                .orElse(0);
    }

    @Override
    public Optional<Proposal> propose(Space space, int epochs, int number, List<Trial> known) {
        List<Rung> rungs = rungs(epochs);
        for (int i = 0; i < rungs.size(); i++) {
            Rung rung = rungs.get(i);
            if (rung.holds(number)) {
                return i == 0
                        ? Optional.of(new Proposal(space.draw(Search.random(seed, number)), rung.epochs()))
                        : promoted(rungs.get(i - 1), known, number - rung.first())
                                .map(configuration -> new Proposal(configuration, rung.epochs()));
            }
        }
        return Optional.empty();
    }

    /** The configuration that came in at this position of a rung; none where all failed. One that failed comes last, and soon fails again. */
    private static Optional<Configuration> promoted(Rung rung, List<Trial> known, int position) {
        List<Trial> ranked = known.subList(rung.first(), rung.first() + rung.count()).stream()
                .sorted(Trial.BY_LOSS)
                .toList();
        return ranked.getFirst().ending() == Trial.Ending.FAILED
                ? Optional.empty()
                : Optional.of(ranked.get(position).configuration());
    }
}
