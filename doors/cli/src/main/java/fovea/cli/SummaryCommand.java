package fovea.cli;

import fovea.format.FormatException;
import fovea.nn.Layer;
import fovea.nn.summary.Field;
import fovea.nn.summary.Row;
import fovea.nn.summary.Summary;
import fovea.onnx.OnnxFile;
import fovea.onnx.OnnxNetwork;
import fovea.onnx.model.OnnxInfo;
import fovea.tensor.Shape;
import fovea.train.RunFolder;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the arithmetic of a model, layer by layer. */
@Command(
        name = "summary",
        mixinStandardHelpOptions = true,
        description = "Prints a model layer by layer: shapes, parameters, multiply-adds, receptive fields.")
final class SummaryCommand implements Callable<Integer> {
    private static final int BYTES = 4;
    private static final Shape PHOTOGRAPH = Shape.of(1, 3, 224, 224);

    @Parameters(
            paramLabel = "MODEL",
            description = "A name such as vgg16 (an unknown one lists them), a folder that `fovea train` made, or an"
                    + " ONNX file.")
    private String model = "";

    @Option(
            names = "--input",
            paramLabel = "N,C,H,W",
            split = ",",
            description = "Shape of the input; what the model was made for if left out, one picture. That of an ONNX"
                    + " file may have any number of sizes.")
    private int[] input = {};

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        boolean isCounted = input.length == 4 || Recognizer.isOnnx(model);
        if (input.length > 0 && (!isCounted || Arrays.stream(input).anyMatch(size -> size < 1))) {
            throw shared.wrong("--input wants four sizes from 1 up, such as 1,3,224,224");
        }
        return shared.device().use(this::show);
    }

    private int show() {
        Path path = Path.of(model);
        Summary summary = Recognizer.isOnnx(model)
                ? ofFile(path)
                : Files.exists(new RunFolder(path).config()) ? ofRun(new RunFolder(path)) : ofName();
        if (shared.json()) {
            shared.print(object(summary));
        } else {
            print(summary);
        }
        return 0;
    }

    private Summary ofName() {
        Shape x = input.length > 0 ? Shape.of(input) : Zoo.input(model);
        Layer layer = Zoo.of(model, Shape.of(x.size(1), x.size(2), x.size(3)), new SplittableRandom(0));
        return Summary.of(layer, x);
    }

    /** Node by node. */
    private Summary ofFile(Path file) {
        OnnxNetwork network = OnnxFile.read(file);
        if (network.inputs().size() != 1) {
            throw new FormatException(
                    file,
                    "takes %d inputs: %s"
                            .formatted(
                                    network.inputs().size(),
                                    network.inputs().stream()
                                            .map(OnnxInfo::name)
                                            .toList()),
                    "give a network of one input");
        }
        return Summary.of(
                network,
                input.length > 0
                        ? Shape.of(input)
                        : input(file, network.inputs().getFirst()));
    }

    /** What the file says of its input; one picture, of a photograph's size, where it leaves that open. */
    private static Shape input(Path file, OnnxInfo given) {
        List<OptionalLong> sizes = given.type().shape().orElse(List.of());
        boolean isTold = sizes.size() == 4 || sizes.stream().skip(1).allMatch(OptionalLong::isPresent);
        if (sizes.isEmpty() || !isTold) {
            throw new FormatException(
                    file,
                    "does not say what shape its input " + given.name() + " has",
                    "say it yourself, such as --input 1,3,224,224");
        }
        return Shape.of(IntStream.range(0, sizes.size())
                .mapToLong(i -> sizes.get(i).orElse(i == 0 ? 1 : PHOTOGRAPH.size(i)))
                .mapToInt(size -> Math.clamp(size, 1, Integer.MAX_VALUE))
                .toArray());
    }

    private Summary ofRun(RunFolder folder) {
        RunConfig config = RunConfig.read(folder);
        Shape image = config.image();
        Shape x = input.length > 0 ? Shape.of(input) : Shape.of(1, image.size(0), image.size(1), image.size(2));
        return Summary.of(config.model(folder), x);
    }

    private void print(Summary summary) {
        PrintStream out = shared.terminal().out();
        List<String[]> lines =
                summary.rows().stream().map(SummaryCommand::cells).toList();
        String[] head = {"layer", "", "output", "parameters", "multiply-adds", "sees"};
        int[] widths = new int[head.length];
        for (int i = 0; i < head.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    head[i].length(),
                    lines.stream().mapToInt(line -> line[column].length()).max().orElse(0));
        }
        line(out, head, widths);
        lines.forEach(line -> line(out, line, widths));
        out.printf(
                Locale.ROOT,
                "%,d parameters (%s), %,d multiply-adds, %,d activations (%s)%n",
                summary.parameters(),
                megabytes(summary.parameters()),
                summary.multiplyAdds(),
                summary.activations(),
                megabytes(summary.activations()));
    }

    private static String[] cells(Row row) {
        return new String[] {
            row.name(),
            row.kind(),
            row.output().toString(),
            number(row.parameters()),
            number(row.multiplyAdds()),
            row.rows().size() + "×" + row.columns().size()
        };
    }

    private static String number(long count) {
        return count == 0 ? "" : String.format(Locale.ROOT, "%,d", count);
    }

    private static void line(PrintStream out, String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String room = " ".repeat(widths[i] - cells[i].length());
            line.append(i < 3 ? cells[i] + room : room + cells[i]).append("  ");
        }
        out.println(line.toString().stripTrailing());
    }

    private static String megabytes(long numbers) {
        return String.format(Locale.ROOT, "%.1f MB", numbers * BYTES / 1e6);
    }

    private Json object(Summary summary) {
        return new Json()
                .with("model", model)
                .with("input", summary.input().toString())
                .with("parameters", summary.parameters())
                .with("multiply_adds", summary.multiplyAdds())
                .with("activations", summary.activations())
                .with(
                        "layers",
                        summary.rows().stream().map(SummaryCommand::object).toList());
    }

    private static Json object(Row row) {
        return new Json()
                .with("name", row.name())
                .with("kind", row.kind())
                .with("output", row.output().toString())
                .with("parameters", row.parameters())
                .with("multiply_adds", row.multiplyAdds())
                .with("receptive_rows", object(row.rows()))
                .with("receptive_columns", object(row.columns()));
    }

    private static Json object(Field field) {
        return new Json()
                .with("first", field.first())
                .with("size", field.size())
                .with("jump", field.jump())
                .with("start", field.start());
    }
}
