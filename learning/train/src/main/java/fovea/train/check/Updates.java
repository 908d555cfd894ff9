package fovea.train.check;

import fovea.autograd.Autograd;
import fovea.nn.Layer;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import fovea.train.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How far one step at a tenth of the highest learning rate moves each weight, against its size: {@code ‖Δw‖ / ‖w‖}, which should be near
 * one in a thousand (CS231n notes, "Neural Networks Part 3", ratio of weights to updates). Biases, which start at zero, are left out.
 *
 * @param weights in the model's order
 */
public record Updates(List<Update> weights) implements Examination {
    private static final double SHARE = 0.1;
    private static final double LEAST = 1e-6;
    private static final double MOST = 1e-1;

    /** Copies the list. */
    public Updates {
        weights = List.copyOf(weights);
    }

    /**
     * One weight's.
     *
     * @param name its path
     * @param size {@code ‖w‖}
     * @param gradient {@code ‖∂loss/∂w‖}
     * @param ratio {@code ‖Δw‖ / ‖w‖}
     */
    public record Update(String name, double size, double gradient, double ratio) {}

    static Updates of(Subject subject, List<Tensor> batch) {
        Layer model = subject.fresh().get();
        Optimizer optimizer = subject.optimizer().apply(model);
        optimizer.setLearningRate(SHARE * subject.lr());
        SequencedMap<String, Parameter> parameters = Variables.of(model).namedParameters();
        Map<Parameter, Tensor> gradients = Autograd.valueAndGradients(
                        List.copyOf(parameters.values()),
                        () -> Pass.training(
                                RandomStream.of(subject.seed()),
                                () -> subject.loss().of(model.forward(batch.get(0)), batch.get(1))))
                .gradients();
        List<float[]> before =
                parameters.values().stream().map(each -> each.get().toArray()).toList();
        List<Tensor> found = parameters.values().stream().map(gradients::get).toList();
        List<float[]> slopes =
                found.stream().map(g -> g == null ? new float[0] : g.toArray()).toList();
        optimizer.step(gradients);
        List<Update> updates = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, Parameter> each : parameters.entrySet()) {
            if (each.getValue().shape().rank() > 1) {
                updates.add(update(each, before.get(i), slopes.get(i)));
            }
            i++;
        }
        return new Updates(updates);
    }

    private static Update update(Map.Entry<String, Parameter> each, float[] before, float[] slope) {
        float[] after = each.getValue().get().toArray();
        float[] change = new float[after.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = after[i] - before[i];
        }
        double size = norm(before);
        // What begins at zero has no size to compare with: any step is infinitely large beside it.
        return new Update(each.getKey(), size, norm(slope), size == 0 ? 0 : norm(change) / size);
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    private List<Update> faults() {
        return weights.stream()
                .filter(each -> !(each.ratio() >= LEAST && each.ratio() <= MOST))
                .toList();
    }

    @Override
    public boolean isSound() {
        return faults().isEmpty();
    }

    @Override
    public String verdict() {
        if (!isSound()) {
            Update worst = faults().getFirst();
            if (worst.size() == 0) {
                return worst.name()
                        + " begins at zero: give it other first weights, unless its layer is meant to begin as"
                        + " nothing.";
            }
            return String.format(
                    Locale.ROOT,
                    "%s moves by %.1e of its size in a step, and %d others by as unlikely a share: %s.",
                    worst.name(),
                    worst.ratio(),
                    faults().size() - 1,
                    worst.ratio() > MOST
                            ? "lower the learning rate"
                            : "no gradient arrives there, or the learning rate is far too low");
        }
        double least = weights.stream().mapToDouble(Update::ratio).min().orElse(Double.NaN);
        double most = weights.stream().mapToDouble(Update::ratio).max().orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "a step at a tenth of the highest rate moves weights by %.1e to %.1e of their size.",
                least,
                most);
    }
}
