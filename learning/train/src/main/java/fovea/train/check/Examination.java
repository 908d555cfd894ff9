package fovea.train.check;

/** Something about a network that was looked at, with its numbers and what they mean. */
public sealed interface Examination permits ChanceLoss, RegularizedLoss, Activities, Updates, Overfitting, RateRange {

    /** Whether it is as it should be. */
    boolean isSound();

    /** What was seen and what it means, in a sentence or two. */
    String verdict();
}
