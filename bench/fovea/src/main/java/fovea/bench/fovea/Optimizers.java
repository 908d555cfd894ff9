package fovea.bench.fovea;

import fovea.bench.Update;
import fovea.train.optim.Adam;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Sgd;

/** Fovea's optimizers. */
final class Optimizers {
    private Optimizers() {}

    static Optimizer of(Update update, Object model) {
        return switch (update) {
            case Update.Descent descent -> of(descent, model);
            case Update.Adam adam -> of(adam, model);
        };
    }

    private static Optimizer of(Update.Descent descent, Object model) {
        Sgd sgd = descent.momentum() == 0 ? Sgd.of(model) : Sgd.of(model, descent.momentum(), descent.decay());
        sgd.setLearningRate(descent.rate());
        return sgd;
    }

    private static Optimizer of(Update.Adam update, Object model) {
        Adam adam = Adam.of(model).withBetas(update.beta1(), Update.Adam.BETA2).withEpsilon(Update.Adam.EPSILON);
        adam.setLearningRate(update.rate());
        return adam;
    }
}
