package fovea.conformance;

import fovea.autograd.Autograd;
import fovea.autograd.Autograd.ValueAndGradients;
import fovea.format.NdArray;
import fovea.tensor.Concat;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Lbfgs;
import fovea.train.optim.Optimizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Optimizers, step by step, with gradients that are given or with those of a loss that is stated; in double precision, as the numbers
 * expected were.
 */
final class OptimizerGroup implements Group {
    private static final String PATH = "_traj";

    @Override
    public Map<String, NdArray> run(Case run, Inputs inputs) {
        Path path = new Path(run, inputs);
        int steps = run.attributes().integer("steps");
        if (run.op().equals("LBFGS")) {
            path.minimize(Optimizers.lbfgs(run.attributes(), path.parameters), steps);
        } else {
            path.descend(Optimizers.of(run.op(), run.attributes(), path.parameters), steps);
        }
        return path.results();
    }

    /** The way that parameters go. */
    private static final class Path {
        private final Inputs inputs;
        private final String problem;
        private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
        private final Map<String, Tensor> values = new HashMap<>();
        private final Map<String, List<Tensor>> steps = new LinkedHashMap<>();
        private final List<Tensor> losses = new ArrayList<>();

        Path(Case run, Inputs inputs) {
            this.inputs = inputs;
            this.problem = run.attributes().text("problem", "");
            for (String output : run.outputs()) {
                if (output.endsWith(PATH)) {
                    String name = output.substring(0, output.length() - PATH.length());
                    parameters.put(name, new Parameter(real(inputs.has(name) ? name : name + "0")));
                }
            }
            run.inputs().stream()
                    .filter(key -> !parameters.containsKey(key))
                    .forEach(key -> values.put(key, real(key)));
        }

        private Tensor real(String key) {
            Tensor x = inputs.tensor(key);
            return x.dtype().isFloating() ? x.cast(DType.F64) : x;
        }

        void descend(Optimizer optimizer, int steps) {
            for (int i = 0; i < steps; i++) {
                optimizer.step(problem.isEmpty() ? given(i) : stated());
                keep();
            }
        }

        private Map<Parameter, Tensor> given(int step) {
            Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
            parameters.forEach((name, parameter) -> gradients.put(
                    parameter, real(name + "_grads").slice(0, step, step + 1, 1).reshape(parameter.shape())));
            return gradients;
        }

        private Map<Parameter, Tensor> stated() {
            ValueAndGradients y = differentiate();
            losses.add(y.value());
            return y.gradients();
        }

        void minimize(Lbfgs optimizer, int steps) {
            for (int i = 0; i < steps; i++) {
                losses.add(Tensor.of(Shape.SCALAR, optimizer.step(this::differentiate)));
                keep();
            }
        }

        private ValueAndGradients differentiate() {
            return Autograd.valueAndGradients(List.copyOf(parameters.values()), this::loss);
        }

        private Tensor loss() {
            Map<String, Tensor> all = new HashMap<>(values);
            parameters.forEach((name, parameter) -> all.put(name, parameter.get()));
            if (values.containsKey("X")) {
                all.putIfAbsent("N", Tensor.of(Shape.SCALAR, (double)
                        values.get("X").shape().size(0)));
            }
            return Formula.value(problem, all);
        }

        private void keep() {
            parameters.forEach((name, parameter) -> steps.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(parameter.get().add(0)));
        }

        Map<String, NdArray> results() {
            Results results = new Results();
            steps.forEach((name, each) -> results.with(name + PATH, stacked(each)));
            if (!problem.isEmpty()) {
                results.with("losses", stacked(losses)).with("final_loss", loss());
            }
            return results.arrays();
        }

        private static Tensor stacked(List<Tensor> steps) {
            Tensor[] rows = steps.stream().map(Path::row).toArray(Tensor[]::new);
            return new Concat(0).apply(rows);
        }

        /** {@code [A…]} → {@code [1, A…]}. */
        private static Tensor row(Tensor x) {
            int[] sizes = new int[x.shape().rank() + 1];
            sizes[0] = 1;
            for (int i = 1; i < sizes.length; i++) {
                sizes[i] = x.shape().size(i - 1);
            }
            return x.reshape(Shape.of(sizes));
        }
    }
}
