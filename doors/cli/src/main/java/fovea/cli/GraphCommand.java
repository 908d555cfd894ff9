package fovea.cli;

import fovea.autograd.Autograd;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.graph.Compiled;
import fovea.graph.Plan;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.plot.SlabMap;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.train.optim.Sgd;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how a model is computed: its steps, their kernels, memory and time. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description =
                "Prints the plan by which a fresh model answers, or learns: steps, kernels, layouts, memory, time.")
final class GraphCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "MODEL",
            description = "A name such as resnet20 (an unknown one lists them), or an ONNX file.")
    private String model = "";

    @Option(
            names = "--input",
            paramLabel = "N,C,H,W",
            split = ",",
            description = "Shape of the input; what the model was made for if left out.")
    private int[] input = {};

    @Option(
            names = "--training",
            description = "The plan of a whole training step: forward, cross-entropy, backward, SGD with momentum.")
    private boolean training;

    @Option(names = "--time", description = "Also how long each step takes: medians of 9 runs after 20.")
    private boolean time;

    @Option(
            names = "--draw",
            paramLabel = "FILE",
            description = "Also a picture of memory and time, step by step: FILE ends in .svg or .png.")
    private @Nullable Path picture;

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        return shared.device().use(this::show);
    }

    private int show() {
        Recognizer saved = Recognizer.isOnnx(model) ? Recognizer.of(Path.of(model)) : null;
        Shape usual = saved == null ? Zoo.input(model) : saved.batch();
        int[] sizes = input.length > 0 ? input : usual.toArray();
        if (sizes.length != 4 || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
            throw shared.wrong("--input wants four sizes from 1 up, such as 1,3,32,32");
        }
        Shape x = Shape.of(sizes);
        Layer layer = saved == null
                ? Zoo.of(model, Shape.of(sizes[1], sizes[2], sizes[3]), new SplittableRandom(0))
                : saved.layer();
        PlanTimes plan = training ? learning(layer, x) : answering(layer, x);
        if (picture != null) {
            draw(plan.map("%s, %s: %s".formatted(model, x, training ? "a training step" : "an answer")), picture);
        }
        long weights = Variables.of(layer).named().values().stream()
                .mapToLong(variable -> variable.get().spec().bytes())
                .sum();
        if (shared.json()) {
            shared.print(object(x, plan, weights));
        } else {
            print(plan, weights);
        }
        return 0;
    }

    private PlanTimes answering(Layer layer, Shape x) {
        Plan plan = layer.compile(x).plan();
        return time ? PlanTimes.measured(plan, Tensor.zeros(x)) : PlanTimes.unknown(plan);
    }

    private PlanTimes learning(Layer layer, Shape x) {
        Sgd sgd = Sgd.of(layer, 0.9, 0);
        sgd.setLearningRate(0); // what it learns of zeros is of no use to anybody
        RandomStream masks = RandomStream.of(0);
        List<Parameter> parameters = layer.parameters();
        Compiled step = Compiled.of(in -> {
            var found = Autograd.valueAndGradients(
                    parameters,
                    () -> Pass.training(masks, () -> Loss.crossEntropy(layer.forward(in.get(0)), in.get(1))));
            sgd.step(found.gradients());
            return List.of(found.value());
        });
        Tensor labels = Tensor.of(Shape.of(x.size(0)), new int[x.size(0)]);
        Plan plan = step.plan(shared.device(), Spec.f32(x), labels.spec());
        return time ? PlanTimes.measured(plan, Tensor.zeros(x), labels) : PlanTimes.unknown(plan);
    }

    private void draw(SlabMap map, Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".svg")) {
            map.picture().svg(file);
        } else if (name.endsWith(".png")) {
            map.picture().png(file);
        } else {
            throw shared.wrong("--draw wants a file that ends in .svg or .png; " + file + " does neither");
        }
    }

    private Json object(Shape x, PlanTimes times, long weights) {
        List<Json> steps = new ArrayList<>();
        for (int i = 0; i < times.milliseconds().size(); i++) {
            steps.add(object(times.plan().steps().get(i), times.milliseconds().get(i)));
        }
        return new Json()
                .with("model", model)
                .with("input", x.toString())
                .with("training", training)
                .with("steps", steps)
                .with("slab_bytes", times.plan().bytes())
                .with("weight_bytes", weights);
    }

    private Json object(Plan.Planned step, double milliseconds) {
        Json object = new Json()
                .with("op", step.op())
                .with("kernel", step.kernel())
                .with("in", step.in().stream().map(slot -> object(slot, false)).toList())
                .with(
                        "out",
                        step.out().stream()
                                .map(slot -> object(slot, isInPlace(step, slot)))
                                .toList());
        return time ? object.with("ms", milliseconds) : object;
    }

    private static Json object(Plan.Slot slot, boolean inPlace) {
        Json object = new Json()
                .with("shape", slot.operand().spec().toString())
                .with("layout", layout(slot.operand()))
                .with("bytes", slot.operand().bytes())
                .with("in_place", inPlace);
        return slot.offset() == Plan.Slot.OUTSIDE ? object : object.with("offset", slot.offset());
    }

    private void print(PlanTimes times, long weights) {
        PrintStream out = shared.terminal().out();
        Plan plan = times.plan();
        double all = times.sum();
        for (int i = 0; i < plan.steps().size(); i++) {
            Plan.Planned step = plan.steps().get(i);
            double ms = times.milliseconds().get(i);
            String took = time ? String.format(Locale.ROOT, "  %.3f ms, %.1f %%", ms, 100 * ms / all) : "";
            out.printf("%s  %s%s%n", step.op(), step.kernel(), took);
            String from = step.in().stream().map(slot -> layout(slot.operand())).collect(Collectors.joining(", "));
            out.printf("    from %s%n", from);
            step.out().forEach(slot -> out.printf(Locale.ROOT, "    to %s%n", line(step, slot)));
        }
        out.printf(
                Locale.ROOT,
                "%,d steps, %,d bytes in one slab, %,d bytes of weights%n",
                plan.steps().size(),
                plan.bytes(),
                weights);
        if (time) {
            out.printf(Locale.ROOT, "%.3f ms in all steps%n", all);
        }
    }

    private static String line(Plan.Planned step, Plan.Slot slot) {
        Operand y = slot.operand();
        String where = slot.offset() == Plan.Slot.OUTSIDE
                ? "a variable"
                : "offset %,d%s".formatted(slot.offset(), isInPlace(step, slot) ? ", in place" : "");
        return String.format(Locale.ROOT, "%s %s, %,d bytes, %s", y.spec(), layout(y), y.bytes(), where);
    }

    private static boolean isInPlace(Plan.Planned step, Plan.Slot y) {
        return y.offset() != Plan.Slot.OUTSIDE && step.in().stream().anyMatch(x -> x.offset() == y.offset());
    }

    private static String layout(Operand operand) {
        Shape shape = operand.spec().shape();
        List<Layout> known = List.of(Layout.rowMajor(shape), Layout.channelsLast(shape));
        int found = known.indexOf(operand.layout());
        return found == 0
                ? "row-major"
                : found == 1 ? "channels-last" : operand.layout().toString();
    }
}
