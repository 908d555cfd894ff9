package fovea.results;

import fovea.classic.linear.Examples;
import fovea.classic.linear.LinearClassifier;
import fovea.classic.linear.LocalSearch;
import fovea.classic.linear.Objective;
import fovea.classic.linear.QuasiNewton;
import fovea.classic.linear.RandomSearch;
import fovea.classic.linear.Scaling;
import fovea.classic.linear.StochasticDescent;
import fovea.data.DataSet;
import fovea.nn.Loss;
import fovea.nn.loss.MulticlassSvm;
import fovea.train.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Linear classifiers of raw pixels. */
final class PixelClassifiers {
    private static final int HELD = 1000;

    private PixelClassifiers() {}

    /** One layer on digits: λ chosen on the last 5,000 training images, then fitted to all. */
    static Map<String, Double> digits(Setting setting) {
        DataSet set = setting.data("mnist");
        Split digits = Split.of(Examples.pixels(set.train()), Examples.pixels(set.test()), 5000);
        Split small = digits.scaled(Scaling.dividing(digits.train().features(), 255));
        Map<String, Double> figures = new LinkedHashMap<>();
        LinearClassifier best = small.fit(
                setting, figures, Loss::crossEntropy, QuasiNewton.of(300), List.of(1e-6, 1e-5, 3e-5, 1e-4), true);
        figures.put("test accuracy", best.accuracy(small.test()));
        return figures;
    }

    /** A thousand guesses, and a thousand steps that are kept if they help: as the course's notes have it. */
    static Map<String, Double> guessing(Setting setting) {
        DataSet set = setting.data("cifar10");
        Examples train = Examples.pixels(set.train());
        Examples test = Examples.pixels(set.test());
        Scaling centered = Scaling.centering(train.x());
        Objective objective = new Objective(train.scaled(centered), new MulticlassSvm(), 0);
        LinearClassifier guessed = LinearClassifier.zeros(train.features(), train.classes());
        double[] guesses = new RandomSearch(1000, 1e-4).run(guessed, objective, setting.random());
        setting.tell("random search: loss %.3f".formatted(guesses[999]));
        LinearClassifier walked = LinearClassifier.random(train.features(), train.classes(), 1e-3, setting.random());
        double[] walk = new LocalSearch(1000, 1e-4).run(walked, objective, setting.random());
        setting.tell("local search: loss %.3f".formatted(walk[999]));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("random search test accuracy", guessed.accuracy(test.scaled(centered)));
        figures.put("local search test accuracy", walked.accuracy(test.scaled(centered)));
        figures.put("random search loss", guesses[999]);
        figures.put("local search loss", walk[999]);
        return figures;
    }

    /** The assignment's support vector machine, by SGD. */
    static Map<String, Double> supportVectors(Setting setting) {
        Split pixels = pixels(setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        StochasticDescent descent = new StochasticDescent(6000, 200, Schedule.cosine(2e-7), 0.9);
        long start = System.nanoTime();
        LinearClassifier best =
                pixels.fit(setting, figures, new MulticlassSvm(), descent, List.of(1e3, 3e3, 1e4), false);
        figures.put("training s", (System.nanoTime() - start) / 1e9);
        figures.put("test accuracy", best.accuracy(pixels.test().part(0, HELD)));
        figures.put("test accuracy of all 10,000", best.accuracy(pixels.test()));
        return figures;
    }

    /** The assignment's softmax, by L-BFGS on all training data. */
    static Map<String, Double> softmax(Setting setting) {
        Split pixels = pixels(setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        LinearClassifier best =
                pixels.fit(setting, figures, Loss::crossEntropy, QuasiNewton.of(120), List.of(1.0, 10.0, 100.0), true);
        figures.put("test accuracy", best.accuracy(pixels.test()));
        figures.put(
                "test accuracy of the first 1,000", best.accuracy(pixels.test().part(0, HELD)));
        return figures;
    }

    /** 49,000, 1,000 and 10,000 pictures less their mean. */
    private static Split pixels(Setting setting) {
        DataSet set = setting.data("cifar10");
        Split raw = Split.of(Examples.pixels(set.train()), Examples.pixels(set.test()), HELD);
        return raw.scaled(Scaling.centering(raw.train().x()));
    }
}
