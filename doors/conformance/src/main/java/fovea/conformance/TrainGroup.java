package fovea.conformance;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.format.NdArray;
import fovea.nn.Pass;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.train.optim.Lbfgs;
import fovea.train.optim.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Whole training runs: a network, a loss and an optimizer in words, initial weights, and what becomes of them; in double precision, as the
 * numbers expected were.
 */
final class TrainGroup implements Group {
    private static final String INITIAL = "init.";
    private static final Pattern BATCH = Pattern.compile("B\\s*=\\s*(\\d+)");
    private static final int SHOWN = 4;

    @Override
    public Map<String, NdArray> run(Case run, Inputs inputs) {
        return new Run(run, inputs).results();
    }

    /** One of them under way. */
    private static final class Run {
        private final RunText text;
        private final int steps;
        private final Tensor x;
        private final Tensor labels;
        private final int batch;
        private final Network network;
        private final TrainLoss loss;
        private final SequencedMap<String, Variable> variables = new LinkedHashMap<>();
        private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
        private final Results results = new Results();

        Run(Case run, Inputs inputs) {
            Attributes said = run.attributes();
            this.text = RunText.of(said.text("net"));
            this.steps = said.integer("steps");
            this.x = real(inputs.tensor("X"));
            this.labels = inputs.optional("y").map(Run::real).orElse(x);
            Matcher size = BATCH.matcher(said.text("batches", ""));
            this.batch =
                    size.find() ? Integer.parseInt(size.group(1)) : x.shape().size(0);
            for (String key : run.inputs()) {
                if (key.startsWith(INITIAL)) {
                    String name = key.substring(INITIAL.length());
                    Tensor initial = real(inputs.tensor(key));
                    Variable variable = name.matches("(.*\\.)?(running_mean|running_var|num_batches_tracked)")
                            ? new State(initial)
                            : new Parameter(initial);
                    variables.put(name, variable);
                    if (variable instanceof Parameter parameter) {
                        parameters.put(name, parameter);
                    }
                }
            }
            this.network = new Network(text, variables);
            this.loss = new TrainLoss(said.text("loss"));
        }

        private static Tensor real(Tensor x) {
            return x.dtype().isFloating() ? x.cast(DType.F64) : x;
        }

        /** {@code n} rows from {@code from} on, from the first on after the last. */
        private static Tensor rows(Tensor x, int from, int n) {
            int all = x.shape().size(0);
            int[] places = IntStream.range(from, from + n).map(i -> i % all).toArray();
            return x.take(0, Tensor.of(Shape.of(n), places));
        }

        Map<String, NdArray> results() {
            double[] losses = text.optimizer().equals("LBFGS") ? minimized() : descended();
            results.with("losses", NdArray.ofDoubles(new long[] {steps}, losses));
            variables.forEach((name, variable) -> results.with("final." + name, variable.get()));
            results.with("final_eval_output", Pass.inference(() -> network.forward(rows(x, 0, SHOWN))));
            return results.arrays();
        }

        private double[] descended() {
            Optimizer optimizer = Optimizers.of(text.optimizer(), Scheduling.options(text), parameters);
            if (text.clipped().isPresent()) {
                RunText.Clipped clipped = text.clipped().get();
                optimizer = clipped.byValue()
                        ? optimizer.withClippedValues(clipped.most())
                        : optimizer.withClippedNorm(clipped.most());
            }
            Scheduling scheduling = Scheduling.of(text, optimizer, steps);
            double[] losses = new double[steps];
            for (int i = 0; i < steps; i++) {
                ValueAndGradients y = differentiate(i);
                losses[i] = y.value().item();
                keepFirst(i, y.gradients());
                scheduling.at(i).step(y.gradients());
                scheduling.measured(losses[i]);
            }
            return losses;
        }

        private double[] minimized() {
            Lbfgs optimizer = Optimizers.lbfgs(text.options(), parameters);
            double[] losses = new double[steps];
            for (int i = 0; i < steps; i++) {
                int step = i;
                List<ValueAndGradients> seen = new ArrayList<>();
                losses[i] = optimizer.step(() -> {
                    ValueAndGradients y = differentiate(step);
                    if (seen.isEmpty()) {
                        seen.add(y);
                        keepFirst(step, y.gradients());
                    }
                    return y;
                });
            }
            return losses;
        }

        private ValueAndGradients differentiate(int step) {
            Tensor some = rows(x, step * batch, batch);
            Tensor wanted = rows(labels, step * batch, batch);
            return Autograd.valueAndGradients(
                    List.copyOf(parameters.values()),
                    () -> Pass.training(() -> loss.of(network.forward(some), wanted)));
        }

        private void keepFirst(int step, Map<Parameter, Tensor> gradients) {
            if (step == 0) {
                parameters.forEach((name, parameter) -> results.with(
                        "grad0." + name, gradients.getOrDefault(parameter, Tensor.full(parameter.spec(), 0))));
            }
        }
    }
}
