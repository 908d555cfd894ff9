package fovea.cli;

import fovea.device.Layout;
import fovea.device.Operand;
import fovea.graph.Plan;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how a model is computed: its steps, their kernels and their memory. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description = "Prints the plan by which a fresh model answers: steps, kernels, layouts, memory.")
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
        Plan plan = layer.compile(x).plan();
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

    private Json object(Shape x, Plan plan, long weights) {
        return new Json()
                .with("model", model)
                .with("input", x.toString())
                .with("steps", plan.steps().stream().map(GraphCommand::object).toList())
                .with("slab_bytes", plan.bytes())
                .with("weight_bytes", weights);
    }

    private static Json object(Plan.Planned step) {
        return new Json()
                .with("op", step.op())
                .with("kernel", step.kernel())
                .with("in", step.in().stream().map(slot -> object(slot, false)).toList())
                .with(
                        "out",
                        step.out().stream()
                                .map(slot -> object(slot, isInPlace(step, slot)))
                                .toList());
    }

    private static Json object(Plan.Slot slot, boolean inPlace) {
        Json object = new Json()
                .with("shape", slot.operand().spec().toString())
                .with("layout", layout(slot.operand()))
                .with("bytes", slot.operand().bytes())
                .with("in_place", inPlace);
        return slot.offset() == Plan.Slot.OUTSIDE ? object : object.with("offset", slot.offset());
    }

    private void print(Plan plan, long weights) {
        PrintStream out = shared.terminal().out();
        for (Plan.Planned step : plan.steps()) {
            out.printf("%s  %s%n", step.op(), step.kernel());
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
