package fovea.train.tune;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Random search in stages, each in the part of the space where the best quarter of all trials before it lies, with a margin of the trials'
 * mean distance; of options, those that the best quarter has (CS231n notes, Neural Networks Part 3, "Stage your search from coarse to
 * fine", where a person narrows the ranges). A dimension that does not matter stays wide, for the best are everywhere in it.
 *
 * @param stage trials in each stage, 4 or more
 */
public record CoarseToFine(long seed, int stage) implements Search {
    private static final int SHARE = 4;

    /** Refuses stages whose best quarter would be empty. */
    public CoarseToFine {
        if (stage < SHARE) {
            throw new IllegalArgumentException(
                    "coarse to fine: stages of %d trials\n  give each 4 or more".formatted(stage));
        }
    }

    @Override
    public int needs(int epochs, int number) {
        return number / stage * stage;
    }

    @Override
    public Optional<Proposal> propose(Space space, int epochs, int number, List<Trial> known) {
        RandomGenerator random = Search.random(seed, number);
        List<Trial> before = known.subList(0, needs(epochs, number));
        List<Trial> best = before.stream()
                .filter(trial -> trial.ending() != Trial.Ending.FAILED)
                .sorted(Trial.BY_LOSS)
                .limit(before.size() / SHARE)
                .toList();
        if (best.isEmpty()) {
            return Optional.of(new Proposal(space.draw(random), epochs));
        }
        double[] places = new double[space.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(space.dimensions().get(i), i, best, 1.0 / before.size(), random);
        }
        return Optional.of(new Proposal(space.at(places), epochs));
    }

    private static double place(Dimension dimension, int i, List<Trial> best, double margin, RandomGenerator random) {
        double[] places = best.stream()
                .mapToDouble(trial -> trial.configuration().place(i))
                .sorted()
                .toArray();
        if (dimension instanceof Dimension.Choice) {
            return places[random.nextInt(places.length)];
        }
        double low = Math.max(0, places[0] - margin);
        double high = Math.min(1, places[places.length - 1] + margin);
        return low + (high - low) * random.nextDouble();
    }
}
