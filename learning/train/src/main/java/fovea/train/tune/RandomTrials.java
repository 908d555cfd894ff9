package fovea.train.tune;

import java.util.List;
import java.util.Optional;

/**
 * Configurations drawn independently, all equally likely. Where few of many dimensions matter it finds as good ones as a grid in a fraction
 * of the trials, since no two trials have the same value in any dimension (Bergstra and Bengio 2012, "Random search for hyper-parameter
 * optimization", JMLR 13, section 1).
 */
public record RandomTrials(long seed) implements Search {

    @Override
    public Optional<Proposal> propose(Space space, int epochs, int number, List<Trial> known) {
        return Optional.of(new Proposal(space.draw(Search.random(seed, number)), epochs));
    }
}
