package fovea.results;

import fovea.data.DataSet;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import fovea.train.optim.Sgd;
import fovea.train.tune.Configuration;
import fovea.train.tune.Dimension.Choice;
import fovea.train.tune.Dimension.LogUniform;
import fovea.train.tune.Grid;
import fovea.train.tune.Importance;
import fovea.train.tune.RandomTrials;
import fovea.train.tune.Search;
import fovea.train.tune.Space;
import fovea.train.tune.Study;
import fovea.train.tune.Tpe;
import fovea.train.tune.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Row 6.7: as many trials of a grid and at random, on a small net for digits. */
final class SearchContest {
    private static final int TRIALS = 64;

    /** Random trials to draw from: of no more than 64, each draw with replacement would miss the best one third of the time. */
    private static final int POOL = 256;

    private static final int EPOCHS = 3;
    private static final int LEARNED = 4_000;
    private static final int HELD = 2_000;
    private static final int HIDDEN = 64;
    private static final int BOOTSTRAPS = 1_000;
    private static final String RATE = "lr";
    private static final String DECAY = "weight decay";
    private static final String BATCH = "batch size";
    private static final Space SPACE = Space.of(
            new LogUniform(RATE, 1e-4, 3),
            new LogUniform(DECAY, 1e-7, 1e-1),
            new Choice(BATCH, List.of("16", "32", "64", "128", "256")));

    private SearchContest() {}

    /** A trial and how its net does on test pictures, 0 to 1. */
    private record Tried(Trial trial, double test) {}

    static Map<String, Double> run(Setting setting) {
        DataSet mnist = setting.data("mnist");
        Flattened all = Flattened.of(mnist.train(), 0, LEARNED);
        Flattened test = Flattened.of(mnist.test(), 0, mnist.test().size());
        Flattened held = Flattened.of(mnist.train(), LEARNED, LEARNED + HELD);
        Contest contest = new Contest(small(all), small(held), small(test), setting);
        List<Tried> grid = contest.run("grid", new Grid(4), TRIALS);
        List<Tried> pool = contest.run("random", new RandomTrials(setting.seed()), POOL);
        List<Tried> random = pool.subList(0, TRIALS);
        List<Tried> model = contest.run("TPE", new Tpe(setting.seed()), TRIALS);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("bootstraps as good as the grid", asGood(pool, best(grid), setting.random()));
        figures.put("test error, grid", 1 - best(grid).test);
        figures.put("test error, random", 1 - best(random).test);
        figures.put("test error, TPE", 1 - best(model).test);
        figures.put("held-out error, grid", best(grid).trial.loss());
        figures.put("held-out error, random", best(random).trial.loss());
        figures.put("held-out error, TPE", best(model).trial.loss());
        Importance.of(pool.stream().map(Tried::trial).toList())
                .forEach(each -> figures.put("explained by " + each.name(), each.share()));
        return figures;
    }

    /** From 0 to 1. */
    private static Flattened small(Flattened bytes) {
        float[] x = new float[bytes.x().length];
        for (int i = 0; i < x.length; i++) {
            x[i] = bytes.x()[i] / 255;
        }
        return new Flattened(bytes.features(), x, bytes.labels());
    }

    /** The one that is best on held-out pictures. */
    private static Tried best(List<Tried> tried) {
        Trial best = Trial.best(tried.stream().map(Tried::trial).toList());
        return tried.stream()
                .filter(each -> each.trial.equals(best))
                .findFirst()
                .orElseThrow();
    }

    /** How often, of as many trials drawn from the pool with replacement, the best on held-out pictures is no worse than the grid's. */
    private static double asGood(List<Tried> pool, Tried grid, RandomGenerator drawing) {
        int good = 0;
        for (int i = 0; i < BOOTSTRAPS; i++) {
            double least = drawing.ints(TRIALS, 0, pool.size())
                    .mapToDouble(place -> pool.get(place).trial.loss())
                    .min()
                    .orElseThrow();
            good += least <= grid.trial.loss() ? 1 : 0;
        }
        return good / (double) BOOTSTRAPS;
    }

    /** What all searches have in common. */
    private record Contest(Flattened train, Flattened held, Flattened test, Setting setting) {

        List<Tried> run(String name, Search search, int count) {
            List<Double> tests = new ArrayList<>();
            List<Trial> trials = Study.of(SPACE, search, count, EPOCHS).run((at, epochs, progress) -> {
                Layer net = trained(at, epochs);
                tests.add(test.accuracy(net));
                double error = 1 - held.accuracy(net);
                if (!progress.goesOn(error)) {
                    setting.tell("%s, %s: no number".formatted(name, at));
                }
            });
            List<Tried> tried = new ArrayList<>();
            for (int i = 0; i < trials.size(); i++) {
                tried.add(new Tried(trials.get(i), tests.get(i)));
            }
            setting.tell("%s: %s, held out %.4f, test %.4f"
                    .formatted(
                            name,
                            best(tried).trial.configuration(),
                            1 - best(tried).trial.loss(),
                            best(tried).test));
            return tried;
        }

        private Layer trained(Configuration at, int epochs) {
            RandomGenerator random = new SplittableRandom(setting.seed());
            Layer net = Sequential.of(Linear.of(784, HIDDEN, random), Tensor::relu, Linear.of(HIDDEN, 10, random));
            Sgd optimizer = Sgd.of(net, 0.9, at.number(DECAY));
            optimizer.setLearningRate(at.number(RATE));
            Steps steps = Steps.of(net, optimizer, Loss::crossEntropy, RandomStream.of(setting.seed()));
            for (int epoch = 0; epoch < epochs; epoch++) {
                train.learn(steps, Integer.parseInt(at.text(BATCH)), random);
            }
            return net;
        }
    }
}
