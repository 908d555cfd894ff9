package fovea.cli;

import fovea.data.Augmentation;
import fovea.data.Batch;
import fovea.data.DataSet;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Padding;
import fovea.data.Views;
import fovea.device.Region;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.nn.loss.CrossEntropy;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.Precision;
import fovea.train.optim.Muon;
import fovea.train.optim.Optimizer;
import fovea.train.optim.ParameterGroups;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import fovea.zoo.Airbench;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How CIFAR-10 is learned fastest: {@link Airbench} with Muon for its filters and Nesterov's momentum for the rest, rates that fall in a straight
 * line, labels smoothed by 0.2, flips that alternate, shifts by reflected pixels, six views of a picture in the end (Jordan 2024, <a
 * href="https://arxiv.org/abs/2404.00498">arXiv:2404.00498</a>, and airbench94_muon, <a
 * href="https://github.com/KellerJordan/cifar10-airbench">github.com/KellerJordan/cifar10-airbench</a>).
 *
 * <p>The net is airbench95's, which is wider, and it sees more than its originals do: 16 epochs, shifts by four pixels and holes of 8 × 8, since
 * pictures that have been JPEG files have lost something (docs/decisions/30-training.md). Four things are ours: batches of 1,000 for 2,000, with
 * Muon's rate lower by about √2, since a processor gains nothing from large batches; the first epochs in pictures of 24 × 24, which cost 53 % of
 * the multiply-adds; biases behind the whitening that learn to the end, not for three epochs only; and bf16.
 */
final class FastCifar {
    private static final int WHITENED = 5000;
    private static final int SHIFT = 4;
    private static final int HOLE = 8;
    private static final double SMOOTHING = 0.2;

    /** Rates of biases and of the head beside the filters': 53 and 670 beside 0.17 where the loss is a mean over 1,000. */
    private static final double BIASES = 53 / 0.17;

    private static final double HEAD = 670 / 0.17;
    private static final double MOMENTUM = 0.85;
    private static final double FILTER_MOMENTUM = 0.6;

    /** The decay of a step, 2e-6 a picture, whatever the rate. */
    private static final double DECAY = 2e-3;

    static final Recipe RECIPE = new Recipe("airbench95", 16, 1000, 0.17, DECAY, 0, false)
            .with(Recipe.Extras.NONE.with(Precision.BF16))
            .named("cifar10-fast");

    static final Method METHOD = new Method(
            FastCifar::optimizer,
            peak -> Schedule.over(progress -> peak * (1 - progress)),
            new CrossEntropy().withLabelSmoothing(SMOOTHING),
            Augmentation.padAndCrop(SHIFT, Padding.REFLECT)
                    .then(Augmentation.alternatingFlip())
                    .then(Augmentation.cutout(HOLE)),
            new LoaderOptions.SmallStart(5, 0.75),
            Views.mirroredAndShifted(),
            FastCifar::whiten);

    private FastCifar() {}

    private static Optimizer optimizer(Layer net, Recipe recipe) {
        Map<String, Parameter> filters = new LinkedHashMap<>();
        Map<String, Parameter> biases = new LinkedHashMap<>();
        Map<String, Parameter> head = new LinkedHashMap<>();
        Variables.of(net).namedParameters().forEach((path, parameter) -> {
            Map<String, Parameter> group = switch (parameter.shape().rank()) {
                case 4 -> filters;
                case 2 -> head;
                default -> biases;
            };
            group.put(path, parameter);
        });
        return ParameterGroups.of(
                ParameterGroups.group(
                        filters,
                        Muon.of(filters)
                                .withMomentum(FILTER_MOMENTUM)
                                .withIterations(3)
                                .withNormalizedWeights(),
                        1),
                group(biases, BIASES, recipe),
                group(head, HEAD, recipe));
    }

    /** Momentum whose decay, rate times λ, is the recipe's. */
    private static ParameterGroups.Group group(Map<String, Parameter> part, double factor, Recipe recipe) {
        double decay = recipe.weightDecay() / (factor * recipe.lr());
        return ParameterGroups.group(part, Sgd.of(part, MOMENTUM, decay).withNesterov(), factor);
    }

    private static void whiten(Layer net, DataSet set) {
        int count = Math.min(WHITENED, set.train().size());
        Loader first = new Loader(set.train().first(count), set.normalization(), LoaderOptions.evaluation(count));
        try (Epoch epoch = first.epoch(0)) {
            Batch batch = epoch.next();
            Shape lastChannels = Shape.of(count, batch.height(), batch.width(), batch.channels());
            Region.run(() -> ((Airbench) net)
                    .whiten(Tensor.of(lastChannels, batch.pixels()).permute(0, 3, 1, 2)));
        }
    }
}
