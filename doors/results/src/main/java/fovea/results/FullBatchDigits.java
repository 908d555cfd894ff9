package fovea.results;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.data.DataSet;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Loss;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Lbfgs;
import fovea.zoo.LeNet5;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Row 7.2: LeNet-5 by L-BFGS, each loss that of all pictures there are: first of a sixth of the training half, where an iteration costs a sixth,
 * then, from the weights that were found, of all of it.
 */
final class FullBatchDigits {
    private static final int CLASSES = 10;
    private static final int AT_ONCE = 1000;
    private static final int EACH = 10;
    private static final double DECAY = 1e-4;

    /**
     * A problem of its own, whose curvature is learned anew.
     *
     * @param pictures the first of the training half
     */
    record Phase(int pictures, int iterations) {}

    private final LeNet5 net;
    private final List<Parameter> parameters;
    private final List<Examples> parts = new ArrayList<>();

    /** Pictures and labels → the mean loss and its gradients, as if all parameters had one. */
    private final Compiled part;

    private FullBatchDigits(LeNet5 net, Examples train) {
        this.net = net;
        this.parameters = net.parameters();
        for (int from = 0; from < train.size(); from += AT_ONCE) {
            parts.add(train.range(from, Math.min(train.size(), from + AT_ONCE)));
        }
        this.part = Compiled.of(in -> {
            ValueAndGradients y =
                    Autograd.valueAndGradients(parameters, () -> Loss.crossEntropy(net.forward(in.get(0)), in.get(1)));
            List<Tensor> all = new ArrayList<>(List.of(y.value()));
            parameters.forEach(parameter -> all.add(y.gradients().get(parameter)));
            return all;
        });
    }

    static Map<String, Double> run(List<Phase> phases, Setting setting) {
        DataSet mnist = setting.data("mnist");
        LeNet5 net = LeNet5.of(Shape.of(1, 28, 28), CLASSES, setting.random());
        FullBatchDigits digits = new FullBatchDigits(net, Examples.of(mnist.train()));
        Examples test = Examples.of(mnist.test());
        for (Phase phase : phases) {
            digits.minimize(phase, test, setting);
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test error", digits.error(test));
        return figures;
    }

    private void minimize(Phase phase, Examples test, Setting setting) {
        List<Examples> seen = parts.subList(0, Math.min(parts.size(), phase.pictures / AT_ONCE));
        Lbfgs lbfgs = Lbfgs.of(
                net,
                Lbfgs.Options.DEFAULT
                        .withIterations(EACH)
                        .withEvaluations(2 * EACH)
                        .withHistory(20)
                        .withStrongWolfe());
        for (int i = 0; i < phase.iterations; i += EACH) {
            double before = lbfgs.step(() -> objective(seen));
            setting.tell("%d iterations on %d pictures: loss before %.4f, test error %.4f"
                    .formatted(i + EACH, seen.size() * AT_ONCE, before, error(test)));
        }
    }

    /** The mean loss of all these pictures and {@code ½ λ θ²}, with its gradients. */
    private ValueAndGradients objective(List<Examples> seen) {
        double loss = 0;
        double[][] sums = new double[parameters.size()][];
        for (Examples each : seen) {
            List<double[]> found = Region.run(() -> part.run(each.x(), each.y()).stream()
                    .map(y -> y.cast(DType.F64).toDoubles())
                    .toList());
            double share = 1.0 / seen.size();
            loss += share * found.getFirst()[0];
            for (int i = 0; i < sums.length; i++) {
                double[] g = found.get(i + 1);
                double[] sum = sums[i] == null ? new double[g.length] : sums[i];
                for (int j = 0; j < g.length; j++) {
                    sum[j] += share * g[j];
                }
                sums[i] = sum;
            }
        }
        Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < sums.length; i++) {
            Parameter parameter = parameters.get(i);
            double[] w = parameter.get().cast(DType.F64).toDoubles();
            for (int j = 0; j < w.length; j++) {
                loss += DECAY / 2 * w[j] * w[j];
                sums[i][j] += DECAY * w[j];
            }
            gradients.put(parameter, Tensor.of(parameter.shape(), sums[i]));
        }
        return new ValueAndGradients(Tensor.of(Shape.SCALAR, loss), List.of(), gradients);
    }

    private double error(Examples test) {
        int wrong = 0;
        for (int from = 0; from < test.size(); from += AT_ONCE) {
            Examples each = test.range(from, Math.min(test.size(), from + AT_ONCE));
            int[] answers = Region.run(() -> net.forward(each.x()).argmax(1)).toInts();
            for (int n = 0; n < answers.length; n++) {
                wrong += answers[n] == each.labels()[n] ? 0 : 1;
            }
        }
        return (double) wrong / test.size();
    }
}
