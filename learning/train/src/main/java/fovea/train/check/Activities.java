package fovea.train.check;

import fovea.nn.Pass;
import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What comes out of each layer of a fresh network for one batch: whether signals keep their size from layer to layer, and which rectified
 * units are dead, never above zero for any picture (CS231n 2017, lecture 6; Glorot and Bengio 2010).
 *
 * @param layers in the order in which they ran
 */
public record Activities(List<Activity> layers) implements Examination {
    private static final double FAINT = 1e-3;
    private static final double LOUD = 1e3;

    /** More dead units than this share of a layer are too many. */
    private static final double DEAD = 0.4;

    /** Copies the list. */
    public Activities {
        layers = List.copyOf(layers);
    }

    /**
     * One layer's.
     *
     * @param name its path; a rectifier after it is called {@code .relu}
     * @param mean of all values
     * @param deviation their standard deviation
     * @param zeros the share of them that are zero
     * @param units channels, or columns
     * @param dead units of a rectifier that are zero for every picture and everywhere in it
     */
    public record Activity(String name, double mean, double deviation, double zeros, int units, int dead) {

        static Activity of(String name, Tensor y, boolean rectified) {
            Shape shape = y.shape();
            int units = shape.size(1);
            int inner = Math.toIntExact(shape.elements() / shape.size(0) / units);
            float[] values = y.toArray();
            boolean[] alive = new boolean[units];
            double sum = 0;
            double squares = 0;
            long zeros = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[i];
                squares += (double) values[i] * values[i];
                zeros += values[i] == 0 ? 1 : 0;
                alive[i / inner % units] |= values[i] != 0;
            }
            int dead = 0;
            for (boolean each : alive) {
                dead += each ? 0 : 1;
            }
            double mean = sum / values.length;
            double deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
            return new Activity(name, mean, deviation, (double) zeros / values.length, units, rectified ? dead : 0);
        }
    }

    static Activities of(Subject subject, List<Tensor> batch) {
        Listener listener = new Listener(Interpreter.current());
        listener.interpret(() -> Pass.training(
                RandomStream.of(subject.seed()), () -> subject.fresh().get().forward(batch.getFirst())));
        return new Activities(listener.heard);
    }

    /** Hands everything on, and looks at what has a name and at what was rectified. */
    private static final class Listener implements Overlay {
        private final Interpreter around;
        private final List<Activity> heard = new ArrayList<>();
        private String latest = "input";

        Listener(Interpreter around) {
            this.around = around;
        }

        @Override
        public Interpreter around() {
            return around;
        }

        @Override
        public Tensor tap(String name, Tensor y) {
            latest = name;
            note(name, y, false);
            return around.tap(name, y);
        }

        @Override
        public Tensor[] apply(Op op, Tensor... inputs) {
            Tensor[] y = around.apply(op, inputs);
            if (op instanceof Unary.Relu) {
                note(latest + ".relu", y[0], true);
            }
            return y;
        }

        private void note(String name, Tensor y, boolean rectified) {
            if (y.shape().rank() >= 2 && y.shape().elements() > 0) {
                heard.add(Activity.of(name, y, rectified));
            }
        }
    }

    /** The layer of which most units are dead, as a share. */
    private static double deadShare(Activity each) {
        return (double) each.dead() / each.units();
    }

    private List<Activity> faults() {
        return layers.stream()
                .filter(each -> !(each.deviation() >= FAINT && each.deviation() <= LOUD) || deadShare(each) > DEAD)
                .toList();
    }

    @Override
    public boolean isSound() {
        return faults().isEmpty();
    }

    @Override
    public String verdict() {
        int dead = layers.stream().mapToInt(Activity::dead).sum();
        if (isSound()) {
            double least =
                    layers.stream().mapToDouble(Activity::deviation).min().orElse(Double.NaN);
            double most = layers.stream().mapToDouble(Activity::deviation).max().orElse(Double.NaN);
            return String.format(
                    Locale.ROOT,
                    "signals keep their size: standard deviations %.2g to %.2g over %d layers; %d units of rectifiers"
                            + " dead.",
                    least,
                    most,
                    layers.size(),
                    dead);
        }
        return faults().stream()
                .limit(3)
                .map(Activities::fault)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    private static String fault(Activity each) {
        if (deadShare(each) > DEAD) {
            return "%s: %d of %d units are dead; start biases a little above zero, or weights larger."
                    .formatted(each.name(), each.dead(), each.units());
        }
        return String.format(
                Locale.ROOT,
                "%s: values deviate by %.2g; %s.",
                each.name(),
                each.deviation(),
                each.deviation() < FAINT
                        ? "the signal dies, weights start too small"
                        : "the signal explodes, weights start too large");
    }
}
