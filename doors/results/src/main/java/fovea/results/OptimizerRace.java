package fovea.results;

import fovea.autograd.Autograd;
import fovea.data.DataSet;
import fovea.device.Region;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import fovea.train.optim.Adagrad;
import fovea.train.optim.Adam;
import fovea.train.optim.Lbfgs;
import fovea.train.optim.Optimizer;
import fovea.train.optim.RmsProp;
import fovea.train.optim.Sgd;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Row 7.1: one net, one beginning, several optimizers. */
final class OptimizerRace {
    private static final int LEARNED = 4_000;
    private static final int HELD_FROM = 49_000;
    private static final int HELD = 1_000;
    private static final int EPOCHS = 5;
    private static final int BATCH = 100;
    private static final int WIDTH = 100;
    private static final int HIDDEN = 5;
    private static final double SCALE = 5e-2;
    private static final int SEEDS = 5;
    private static final int ITERATIONS = 60;
    private static final int HISTORY = 10;

    private OptimizerRace() {}

    /**
     * Who runs.
     *
     * @param rate constant
     */
    private record Runner(double rate, Function<Layer, Optimizer> optimizer) {}

    private static Map<String, Runner> runners() {
        Map<String, Runner> runners = new LinkedHashMap<>();
        runners.put("SGD", new Runner(1e-2, Sgd::of));
        runners.put("momentum", new Runner(1e-2, net -> Sgd.of(net, 0.9, 0)));
        runners.put("Nesterov", new Runner(1e-2, net -> Sgd.of(net, 0.9, 0).withNesterov()));
        runners.put("RMSProp", new Runner(1e-4, RmsProp::of));
        runners.put("AdaGrad", new Runner(3e-3, Adagrad::of));
        runners.put("Adam", new Runner(1e-3, Adam::of));
        return runners;
    }

    static Map<String, Double> run(Setting setting) {
        DataSet cifar = setting.data("cifar10");
        Flattened raw = Flattened.of(cifar.train(), 0, LEARNED);
        Flattened train = raw.less(raw.mean());
        Flattened held =
                Flattened.of(cifar.train(), HELD_FROM, HELD_FROM + HELD).less(raw.mean());
        Map<String, Double> reached = new LinkedHashMap<>();
        runners().forEach((name, runner) -> {
            reached.put(name, mean(setting, seed -> accuracy(runner, train, held, seed)));
            setting.tell("%s: %.4f".formatted(name, reached.get(name)));
        });
        reached.put("L-BFGS", mean(setting, seed -> quasiNewton(train, held, seed)));
        return figures(reached);
    }

    private static Map<String, Double> figures(Map<String, Double> reached) {
        double plain = of(reached, "SGD");
        double others = Math.max(of(reached, "momentum"), of(reached, "RMSProp"));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(
                "least gain over SGD",
                reached.entrySet().stream()
                        .filter(each -> !each.getKey().equals("SGD"))
                        .mapToDouble(each -> each.getValue() - plain)
                        .min()
                        .orElseThrow());
        figures.put("Adam less the best other of the notebook", of(reached, "Adam") - others);
        figures.putAll(reached);
        return figures;
    }

    private static double of(Map<String, Double> reached, String name) {
        return Objects.requireNonNull(reached.get(name), name);
    }

    private interface Run {
        double of(long seed);
    }

    private static double mean(Setting setting, Run run) {
        return IntStream.range(0, SEEDS)
                .mapToDouble(i -> run.of(setting.seed() + i))
                .average()
                .orElseThrow();
    }

    private static Layer net(Flattened train, RandomGenerator random) {
        return DeepFullyConnected.net(train.features(), WIDTH, HIDDEN, SCALE, false, random);
    }

    private static double accuracy(Runner runner, Flattened train, Flattened held, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Layer net = net(train, random);
        Optimizer optimizer = runner.optimizer.apply(net);
        optimizer.setLearningRate(runner.rate);
        Steps steps = Steps.of(net, optimizer, Loss::crossEntropy, RandomStream.of(seed));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            train.learn(steps, BATCH, random);
        }
        return held.accuracy(net);
    }

    private static double quasiNewton(Flattened train, Flattened held, long seed) {
        Layer net = net(train, new SplittableRandom(seed));
        Lbfgs lbfgs = Lbfgs.of(
                net,
                Lbfgs.Options.DEFAULT
                        .withIterations(ITERATIONS)
                        .withHistory(HISTORY)
                        .withStrongWolfe());
        Tensor x = train.inputs();
        Tensor y = train.classes();
        lbfgs.step(() -> Region.run(
                () -> Autograd.valueAndGradients(net.parameters(), () -> Loss.crossEntropy(net.forward(x), y))));
        return held.accuracy(net);
    }
}
