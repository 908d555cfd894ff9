package fovea.results;

import fovea.data.Augmentation;
import fovea.data.Batch;
import fovea.data.DataSet;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.nn.BatchNormLayer;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.train.Evaluator;
import fovea.train.Precision;
import fovea.train.Training;
import fovea.train.TrainingStep;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import fovea.zoo.BasicBlock;
import fovea.zoo.ResNet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Row 7.6: a residual net with stochastic depth and without. A compiled step cannot leave out what it was compiled with, so a few thinned
 * nets, which share all weights, are drawn once, each is compiled, and a step takes one of them. Block l of L is missing in {@code l / 2L}
 * of them, as the paper's equation 4 has it.
 *
 * @param depth of {@link ResNet#cifar}
 * @param draws thinned nets
 */
record ShallowSteps(int depth, int draws, int epochs, int batch) {
    private static final double LAST = 0.5;
    private static final double PEAK = 0.2;

    Map<String, Double> run(Setting setting) {
        DataSet cifar = setting.data("cifar10");
        ResNet whole = ResNet.cifar(depth, 3, 10, setting.random());
        Reached constant = train(whole, List.of(whole), () -> whole, cifar, setting);
        RandomGenerator random = setting.random();
        ResNet net = ResNet.cifar(depth, 3, 10, random);
        Reached stochastic = train(net, thinned(net, random), () -> scaled(net), cifar, setting);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test error, constant depth", constant.error);
        figures.put("test error, stochastic depth", stochastic.error);
        figures.put("excess", stochastic.error - constant.error);
        figures.put("epoch s, constant depth", constant.seconds);
        figures.put("epoch s, stochastic depth", stochastic.seconds);
        figures.put("share of the time", stochastic.seconds / constant.seconds);
        return figures;
    }

    /**
     * What came of it.
     *
     * @param error on the test half
     * @param seconds of an epoch's steps, the fastest
     */
    private record Reached(double error, double seconds) {}

    private Reached train(ResNet net, List<ResNet> taken, Supplier<Layer> answering, DataSet set, Setting setting) {
        Optimizer optimizer = Sgd.of(net, 0.9, 5e-4).withNesterov();
        List<TrainingStep> steps = taken.stream()
                .map(each -> new TrainingStep(Training.of(each, optimizer, Schedule.oneCycle(PEAK), Loss::crossEntropy)
                        .withPrecision(Precision.BF16)))
                .toList();
        Loader train = new Loader(
                set.train(),
                set.normalization(),
                LoaderOptions.training(batch, setting.seed())
                        .withAugmentation(Augmentation.padAndCrop(4).then(Augmentation.flip())));
        Schedule schedule = Schedule.oneCycle(PEAK);
        RandomGenerator random = setting.random();
        long all = (long) epochs * train.batches();
        long step = 0;
        double fastest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < epochs; i++) {
            long start = System.nanoTime();
            double loss = 0;
            try (Epoch epoch = train.epoch(i)) {
                while (epoch.hasNext()) {
                    Batch next = epoch.next();
                    TrainingStep one = steps.get(random.nextInt(steps.size()));
                    loss += one.run(next, schedule.at(step++, all)).loss();
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            fastest = Math.min(fastest, seconds);
            setting.tell("epoch %d of %d nets: loss %.3f, %.1f s"
                    .formatted(i + 1, steps.size(), loss / train.batches(), seconds));
        }
        Loader test = new Loader(set.test(), set.normalization(), LoaderOptions.evaluation(500));
        return new Reached(
                1 - new Evaluator(answering.get(), Loss::crossEntropy).run(test).accuracy(), fastest);
    }

    /** Nets that share all weights of this one, each without some of its blocks. */
    List<ResNet> thinned(ResNet net, RandomGenerator random) {
        int all = net.stages().stream().mapToInt(stage -> stage.parts().size()).sum();
        boolean[][] isMissing = new boolean[draws][all];
        for (int l = 1; l <= all; l++) {
            int[] order = Examples.order(draws, random);
            for (int i = 0; i < Math.round(draws * l * (1 - LAST) / all); i++) {
                isMissing[order[i]][l - 1] = true;
            }
        }
        List<ResNet> nets = new ArrayList<>();
        for (boolean[] missing : isMissing) {
            nets.add(changed(net, (block, l) -> missing[l - 1] ? x -> shortcut(block, x) : block));
        }
        return nets;
    }

    /** What is left of a block without its branch. */
    private static Tensor shortcut(BasicBlock block, Tensor x) {
        int stride = block.conv1().window().stride(0);
        Tensor taken = stride == 1
                ? x
                : x.slice(2, 0, x.shape().size(2), stride).slice(3, 0, x.shape().size(3), stride);
        int missing = block.conv2().weight().shape().size(0) - x.shape().size(1);
        return missing == 0 ? taken : taken.pad(1, missing / 2, missing - missing / 2);
    }

    /** The net that answers, with the weights as they are now: each branch counts as often as it was there in training. */
    ResNet scaled(ResNet net) {
        int all = net.stages().stream().mapToInt(stage -> stage.parts().size()).sum();
        return changed(net, (block, l) -> {
            double share = 1 - Math.round(draws * l * (1 - LAST) / all) / (double) draws;
            BatchNormLayer bn = block.bn2();
            BatchNormLayer less = new BatchNormLayer(
                    times(bn.weight(), share),
                    times(bn.bias(), share),
                    bn.runningMean(),
                    bn.runningVar(),
                    bn.momentum(),
                    bn.epsilon());
            return new BasicBlock(block.conv1(), block.bn1(), block.conv2(), less, block.downsample(), null);
        });
    }

    private static Parameter times(@Nullable Variable variable, double share) {
        return new Parameter(Objects.requireNonNull(variable).get().mul(share));
    }

    private interface Change {
        Layer of(BasicBlock block, int l);
    }

    private static ResNet changed(ResNet net, Change change) {
        List<Sequential> stages = new ArrayList<>();
        int l = 0;
        for (Sequential stage : net.stages()) {
            List<Layer> blocks = new ArrayList<>();
            for (Layer block : stage.layers()) {
                blocks.add(change.of((BasicBlock) block, ++l));
            }
            stages.add(new Sequential(blocks));
        }
        return new ResNet(net.conv1(), net.bn1(), net.isPooled(), stages, net.last(), net.linear());
    }
}
