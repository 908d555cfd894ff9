package fovea.cli;

import fovea.nn.Layer;
import fovea.nn.summary.Field;
import fovea.nn.summary.Row;
import fovea.nn.summary.Summary;
import fovea.tensor.Shape;
import fovea.train.RunFolder;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
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

    @Parameters(
            paramLabel = "MODEL",
            description = "A name such as vgg16 (an unknown one lists them), or a folder that `fovea train` made.")
    private String model = "";

    @Option(
            names = "--input",
            paramLabel = "N,C,H,W",
            split = ",",
            description = "Shape of the input; what the model was made for if left out, one picture.")
    private int[] input = {};

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        if (input.length > 0 && (input.length != 4 || Arrays.stream(input).anyMatch(size -> size < 1))) {
            throw shared.wrong("--input wants four sizes from 1 up, such as 1,3,224,224");
        }
        return shared.device().use(this::show);
    }

    private int show() {
        Path run = Path.of(model);
        Summary summary = Files.exists(new RunFolder(run).config()) ? ofRun(new RunFolder(run)) : ofName();
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

    private Summary ofRun(RunFolder folder) {
        RunConfig config = RunConfig.read(folder);
        Shape image = config.image();
        Shape x = input.length > 0 ? Shape.of(input) : Shape.of(1, image.size(0), image.size(1), image.size(2));
        return Summary.of(config.model(), x);
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
