package fovea.conformance;

import fovea.autograd.Autograd;
import fovea.format.NdArray;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * Networks of torchvision with weights and images by {@link Scatter}'s formula: what they answer, and the norm, sum and signature of the
 * gradient by every parameter and by the image, and of the running statistics after a pass of training.
 */
final class ModelGroup implements Group {
    /** How far apart in {@link Scatter}'s numbers one variable begins from the next. */
    private static final long APART = 7919;

    private static final double IMAGE = 1.7;
    private static final int HEAD = 256;

    /** A row of the pack's table: a variable's name and where its numbers are from. */
    private record Filled(String name, long number, double center, double scale) {
        static Filled of(Object row) {
            if (!(row instanceof List<?> cells) || cells.size() != 5) {
                throw new CaseException(
                        "the attribute 'fill' has the row %s: expected name, shape, number, center, scale"
                                .formatted(row));
            }
            Map<String, Object> named = new HashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                named.put(String.valueOf(i), cells.get(i));
            }
            Attributes of = new Attributes(named);
            return new Filled(of.text("0"), of.integer("2"), of.number("3"), of.number("4"));
        }
    }

    @Override
    public Map<String, NdArray> run(Case run, Inputs inputs) {
        Attributes said = run.attributes();
        SequencedMap<String, Filled> fill = new LinkedHashMap<>();
        if (said.value("fill") instanceof List<?> rows) {
            rows.stream().map(Filled::of).forEach(filled -> fill.put(filled.name, filled));
        }
        Zoo model = Zoo.of(said, fill.keySet());
        SequencedMap<String, Variable> variables = Variables.of(model.network()).named();
        Map<String, Tensor> values = new HashMap<>();
        fill.forEach((name, filled) -> {
            Shape shape = named(variables, name).shape();
            values.put(name, Scatter.fill(shape, APART * filled.number, filled.center, filled.scale));
        });
        Variables.of(model.network()).load(values);
        return results(run, inputs, model, variables, fill);
    }

    /** Gradients are compared as {@link GradientStatistics} does, where they are not within the pack's tolerance anyway. */
    @Override
    public Optional<Mismatch> compare(String key, NdArray got, NdArray expected, Tolerance tolerance) {
        if (!Arrays.equals(got.shape(), expected.shape())) {
            return Mismatch.between(key, got, expected, tolerance);
        }
        if (tolerance.toNorm() > 0) {
            return GradientStatistics.compare(key, got, expected, tolerance.toNorm());
        }
        Optional<Mismatch> mismatch = Mismatch.between(key, got, expected, tolerance);
        return key.equals("input_grad_head")
                ? mismatch.flatMap(_ -> GradientStatistics.elements(key, got, expected))
                : mismatch;
    }

    private static Map<String, NdArray> results(
            Case run,
            Inputs inputs,
            Zoo model,
            SequencedMap<String, Variable> variables,
            SequencedMap<String, Filled> fill) {
        Attributes said = run.attributes();
        Shape shape = Shape.of(said.integer("batch"), 3, said.integer("height"), said.integer("width"));
        Parameter image = new Parameter(Scatter.fill(shape, said.integer("input_offset"), 0, IMAGE));
        List<Parameter> by = new ArrayList<>(Variables.of(model.network()).parameters());
        by.add(image);
        List<String> heads = new ArrayList<>();
        Supplier<List<Tensor>> program = () -> {
            SequencedMap<String, Tensor> answers = model.answers(image.get());
            heads.addAll(answers.sequencedKeySet());
            List<Tensor> all = new ArrayList<>(answers.values());
            all.addFirst(loss(said.text("loss"), answers, inputs.tensor("y")));
            return all;
        };
        boolean isTraining = said.text("mode").equals("train");
        var found = Autograd.firstAndGradients(by, () -> isTraining ? Pass.training(program) : Pass.inference(program));
        Results results = new Results().with("loss", found.value());
        for (int i = 0; i < heads.size(); i++) {
            results.with(heads.get(i), found.others().get(i));
        }
        Tensor dx = Objects.requireNonNull(found.gradients().get(image));
        results.with("input_grad_stats", NdArray.ofDoubles(new long[] {3}, Scatter.statistics(dx, 0)))
                .with("input_grad_head", NdArray.ofFloats(new long[] {HEAD}, Arrays.copyOf(dx.toArray(), HEAD)));
        List<double[]> gradients = said.texts("parameters").stream()
                .map(name -> statistics(found.gradients(), named(variables, name), named(fill, name)))
                .toList();
        results.with("param_grad_stats", rows(gradients, 0));
        if (said.has("buffers")) {
            List<double[]> buffers = said.texts("buffers").stream()
                    .map(name -> Scatter.statistics(named(variables, name).get(), 0))
                    .toList();
            results.with("buffer_stats", rows(buffers, 1));
        }
        return results.arrays();
    }

    private static <T> T named(Map<String, T> things, String name) {
        return Optional.ofNullable(things.get(name)).orElseThrow(() -> new CaseException("the model has no " + name));
    }

    /** Zeros where the answer does not depend on the parameter. */
    private static double[] statistics(Map<Parameter, Tensor> gradients, Variable of, Filled filled) {
        Tensor gradient = of instanceof Parameter parameter ? gradients.get(parameter) : null;
        return gradient == null ? new double[3] : Scatter.statistics(gradient, APART * filled.number + 1);
    }

    /** Tables of statistics, without the first so many columns. */
    private static NdArray rows(List<double[]> rows, int from) {
        double[] all = rows.stream()
                .flatMapToDouble(row -> Arrays.stream(row).skip(from))
                .toArray();
        return NdArray.ofDoubles(new long[] {rows.size(), all.length / rows.size()}, all);
    }

    /** The losses that the pack writes as formulas: cross-entropies, those of auxiliary heads counting less. */
    private static Tensor loss(String formula, Map<String, Tensor> answers, Tensor labels) {
        Tensor loss = Loss.crossEntropy(named(answers, "logits"), labels);
        double share = switch (formula) {
            case "cross_entropy(logits,y)" -> 0;
            case "cross_entropy(logits,y)+0.3*(aux1+aux2)" -> 0.3;
            case "cross_entropy(logits,y)+0.4*aux" -> 0.4;
            default -> throw new CaseException("no loss " + formula);
        };
        for (String head : answers.keySet()) {
            if (share != 0 && !head.equals("logits")) {
                loss = loss.add(Loss.crossEntropy(named(answers, head), labels).mul(share));
            }
        }
        return loss;
    }
}
