package fovea.cli;

import fovea.nn.Variables;
import fovea.onnx.OnnxExport;
import fovea.train.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a trained network as a file that needs no code of ours. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes a trained network as ONNX, for any number of pictures at a time where the network allows it,"
                        + " with the names of its classes and what is to be done to pictures.")
final class ExportCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..2",
            paramLabel = "RUN FILE",
            description = "A folder that `fovea train` made, then the file to write, its name ending in .onnx; with"
                    + " --model, the file only.")
    private List<Path> given = List.of();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "A network of torchvision's instead of a run, such as resnet18 or squeezenet1_1.")
    private @Nullable String model;

    @Option(names = "--weights", paramLabel = "WEIGHTS", description = "Its weights, as `fovea predict` reads them.")
    private @Nullable String source;

    @Mixin
    private Weights weights = new Weights();

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        if (given.size() != (model == null ? 2 : 1)) {
            throw shared.wrong("give a run and a file to write, or --model, --weights and a file to write");
        }
        Path file = given.getLast();
        if (!Recognizer.isOnnx(file.toString())) {
            throw shared.wrong(file + " does not end in .onnx, the one format there is");
        }
        return shared.device().use(() -> write(file));
    }

    private int write(Path file) {
        Recognizer trained =
                model == null ? weights.recognizer(new RunFolder(given.getFirst())) : shared.published(model, source);
        boolean isForAny = OnnxExport.write(file, trained.layer(), trained.batch(), trained.metadata());
        String input = isForAny
                ? trained.batch().toString().replaceFirst("1", "N")
                : trained.batch().toString();
        long parameters = Variables.of(trained.layer()).parameterCount();
        long bytes = file.toFile().length();
        if (shared.json()) {
            shared.print(new Json()
                    .with("file", file.toString())
                    .with("bytes", bytes)
                    .with("parameters", parameters)
                    .with("input", input)
                    .with("classes", trained.classes()));
        } else {
            shared.terminal()
                    .out()
                    .printf(
                            Locale.ROOT,
                            "%s: %.1f MB, %,d parameters, from %s to %d classes%n  try it: ./fovea predict %s"
                                    + " PICTURE...%n",
                            file,
                            bytes / 1e6,
                            parameters,
                            input,
                            trained.classes().size(),
                            file);
        }
        return 0;
    }
}
