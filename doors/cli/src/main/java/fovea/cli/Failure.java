package fovea.cli;

import fovea.data.DataException;
import fovea.data.ImageException;
import fovea.device.DeviceException;
import fovea.format.FormatException;
import fovea.nn.CheckpointException;
import fovea.onnx.model.OnnxException;
import fovea.plot.PictureException;
import fovea.tensor.ShapeException;
import fovea.train.DivergedException;
import fovea.train.tune.TuningException;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;

/** What a person reads when something went wrong: the message of whoever noticed, and no stack trace unless asked for. */
final class Failure {
    private Failure() {}

    static int report(Throwable e, Terminal terminal, boolean withTrace) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        if (withTrace) {
            cause.printStackTrace(terminal.err());
        }
        terminal.err().println("fovea: " + message(cause));
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String message(Throwable e) {
        return switch (e) {
            case FormatException _,
                    DataException _,
                    ImageException _,
                    DeviceException _,
                    CheckpointException _,
                    OnnxException _,
                    PictureException _,
                    ShapeException _,
                    DivergedException _,
                    TuningException _,
                    CommandException _ -> String.valueOf(e.getMessage());
            default ->
                "this is a fault of Fovea: " + e + System.lineSeparator()
                        + "  start it again with --debug and report what it prints";
        };
    }

    /** The heap is full; there is nothing to print but this. */
    static int outOfMemory(Terminal terminal) {
        terminal.err()
                .println(
                        "fovea: Java's heap of %,d MB is full%n  use smaller images, fewer of them, or give it more: FOVEA_JAVA_OPTS=-Xmx8g"
                                .formatted(Runtime.getRuntime().maxMemory() >> 20));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
