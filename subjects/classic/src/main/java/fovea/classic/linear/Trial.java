package fovea.classic.linear;

import fovea.device.Region;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Weights that are tried and perhaps kept. */
final class Trial {
    private Trial() {}

    /** Draws all weights. */
    static void draw(LinearClassifier trial, double scale, RandomGenerator random) {
        Region.run(() -> trial.set(
                noise(trial.weight().get(), scale, random), noise(trial.bias().get(), scale, random)));
    }

    /** A random step from one to the other. */
    static void step(LinearClassifier from, LinearClassifier to, double scale, RandomGenerator random) {
        Region.run(() -> {
            Tensor weight = from.weight().get();
            Tensor bias = from.bias().get();
            to.set(weight.add(noise(weight, scale, random)), bias.add(noise(bias, scale, random)));
        });
    }

    /** Copies the weights of one into the other. */
    static void move(LinearClassifier from, LinearClassifier to) {
        to.set(from.weight().get(), from.bias().get());
    }

    private static Tensor noise(Tensor like, double scale, RandomGenerator random) {
        return LinearClassifier.normal(like.shape(), scale, random);
    }
}
