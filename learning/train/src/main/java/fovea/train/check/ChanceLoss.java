package fovea.train.check;

import fovea.nn.Layer;
import fovea.nn.Pass;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * The loss before anything was learned: a network that knows nothing should guess, which among C classes costs {@code log C} nats (CS231n
 * 2017, lecture 6, "double check that the loss is reasonable").
 *
 * @param loss of a fresh network, nats
 * @param chance that of guessing, nats
 */
public record ChanceLoss(double loss, double chance) implements Examination {
    /** Small random weights add a little to guessing; half as much again is more than that. */
    private static final double MOST = 1.5;

    private static final double LEAST = 0.5;

    static ChanceLoss of(Subject subject, List<Tensor> batch) {
        return new ChanceLoss(lossOf(subject.fresh().get(), subject, batch), Math.log(subject.classes()));
    }

    static double lossOf(Layer model, Subject subject, List<Tensor> batch) {
        return Pass.training(
                RandomStream.of(subject.seed()),
                () -> subject.loss()
                        .of(model.forward(batch.get(0)), batch.get(1))
                        .item());
    }

    @Override
    public boolean isSound() {
        return loss >= LEAST * chance && loss <= MOST * chance;
    }

    @Override
    public String verdict() {
        String seen =
                String.format(Locale.ROOT, "before learning the loss is %.3f nats; guessing costs %.3f", loss, chance);
        if (isSound()) {
            return seen + ".";
        }
        return seen
                + (loss < chance
                        ? ": it knows the answers already. Look whether labels leak into the pictures."
                        : ": it is sure of wrong answers. Look at the first weights (too large?) and at the"
                                + " normalization.");
    }
}
