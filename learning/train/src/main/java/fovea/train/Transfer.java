package fovea.train;

import fovea.nn.Layered;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.train.optim.Optimizer;
import fovea.train.optim.ParameterGroups;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * How to make a trained network tell other classes apart, by how much data there is and how similar it is to what the network has seen
 * (CS231n 2017, lecture 7, "Transfer learning with CNNs"; after Donahue et al. 2014, <a
 * href="https://arxiv.org/abs/1310.1531">arXiv:1310.1531</a>, and Razavian et al. 2014, <a
 * href="https://arxiv.org/abs/1403.6382">arXiv:1403.6382</a>).
 */
public final class Transfer {
    /**
     * From so many pictures of a class on there is "quite a lot of data"; the course gives no number. Ours: what is held out of ImageNet's
     * 1,300 for a class would still be a hundred.
     */
    private static final double LOTS = 500;

    private Transfer() {}

    /** What the pictures are like, compared with those a network was trained on. */
    public enum Similarity {
        SIMILAR,
        DIFFERENT
    }

    /** What to do with the network. */
    public enum Approach {
        /** A linear classifier on what comes out before its last layer. */
        PROBE,
        /** A new last layer, and training of the last few. */
        FEW_LAYERS,
        /** A new last layer, and training of most or all. */
        MANY_LAYERS
    }

    /**
     * A recommendation.
     *
     * @param rate the highest learning rate, as a share of that of training from nothing
     * @param reason in a sentence
     */
    public record Advice(Approach approach, double rate, String reason) {}

    /** The course's table. */
    public static Advice recommend(double perClass, Similarity similarity) {
        boolean lots = perClass >= LOTS;
        return switch (similarity) {
            case SIMILAR ->
                lots
                        ? new Advice(
                                Approach.FEW_LAYERS,
                                0.1,
                                "the features fit, and there is enough data to refine the last few layers without"
                                        + " learning it by heart")
                        : new Advice(
                                Approach.PROBE,
                                1,
                                "the features fit, and with so little data more than a linear classifier on top would"
                                        + " learn it by heart");
            case DIFFERENT ->
                lots
                        ? new Advice(
                                Approach.MANY_LAYERS,
                                0.1,
                                "late features are of other things, and there is enough data to learn them anew from"
                                        + " the early ones")
                        : new Advice(
                                Approach.PROBE,
                                1,
                                "you are in trouble: late features are of other things, and there is too little data"
                                        + " to learn them; try classifiers on earlier layers too, augmentation, and more"
                                        + " pictures");
        };
    }

    /** The parameters of a model by the layer they belong to, in the order of its parts, or as a {@link Layered} one says it. */
    public static SequencedMap<String, List<Parameter>> layers(Object model) {
        return switch (model) {
            case Layered layered -> layered.layers();
            case Probe probe -> layers(probe.model());
            default -> byPath(model);
        };
    }

    private static SequencedMap<String, List<Parameter>> byPath(Object model) {
        SequencedMap<String, List<Parameter>> layers = new LinkedHashMap<>();
        Variables.of(model)
                .namedParameters()
                .forEach((path, parameter) -> layers.computeIfAbsent(layer(path), _ -> new ArrayList<>())
                        .add(parameter));
        return layers;
    }

    private static String layer(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /**
     * The parameters of the last {@code count} layers that have any, for {@link Training#withLearned}.
     *
     * @throws IllegalArgumentException if there are not so many
     */
    public static List<Parameter> last(Object model, int count) {
        List<List<Parameter>> layers = List.copyOf(layers(model).values());
        if (count < 1 || count > layers.size()) {
            throw new IllegalArgumentException(
                    "transfer: the last %d layers%n  the model has %d with parameters".formatted(count, layers.size()));
        }
        return layers.subList(layers.size() - count, layers.size()).stream()
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Rates that fall from the last layer to the first: each learns at {@code decay} times the rate of the one behind it, since early features
     * are of use to any task (Howard and Ruder 2018, "discriminative fine-tuning", section 3.2, <a
     * href="https://arxiv.org/abs/1801.06146">arXiv:1801.06146</a>; 1/2.6 there, for the few layers of a language model). A layer with
     * nothing but scales and shifts, a normalization, learns as the one before it.
     *
     * @param decay above 0 and up to 1; the deeper a network, the nearer to 1
     * @param rule makes the optimizer of some of the parameters, a map of them by path
     */
    public static ParameterGroups layerRates(Object model, double decay, Function<Object, Optimizer> rule) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException(
                    "transfer: a layer's rate is %s times the next one's%n  it must be above 0 and at most 1"
                            .formatted(decay));
        }
        IdentityHashMap<Parameter, String> paths = new IdentityHashMap<>();
        Variables.of(model).namedParameters().forEach((path, parameter) -> paths.put(parameter, path));
        List<SequencedMap<String, Parameter>> deep = new ArrayList<>();
        layers(model).values().forEach(layer -> {
            boolean isScale =
                    layer.stream().allMatch(parameter -> parameter.shape().rank() < 2);
            if (!isScale || deep.isEmpty()) {
                deep.add(new LinkedHashMap<>());
            }
            layer.forEach(parameter -> deep.getLast().put(Objects.requireNonNull(paths.get(parameter)), parameter));
        });
        List<ParameterGroups.Group> groups = new ArrayList<>();
        double factor = 1;
        for (SequencedMap<String, Parameter> layer : deep.reversed()) {
            groups.add(ParameterGroups.group(layer, rule.apply(layer), factor));
            factor *= decay;
        }
        return new ParameterGroups(groups);
    }
}
