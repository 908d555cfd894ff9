package fovea.cli;

import fovea.data.DataSet;
import fovea.data.sets.DataSets;
import fovea.data.sets.SetOptions;
import fovea.device.Device;
import fovea.zoo.Architectures;
import fovea.zoo.hub.Hub;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that every command with a model has. */
final class Shared {
    /** The command they were given to. */
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "Where to compute: auto (default), or a name that `fovea devices` lists.")
    private String device = "auto";

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "Looked into first for data sets, and where they are fetched to.")
    private @Nullable Path dataDir;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Option(names = "--debug", description = "Print stack traces.")
    private boolean debug;

    boolean json() {
        return json;
    }

    boolean debug() {
        return debug;
    }

    /** The terminal of the program this command belongs to. */
    Terminal terminal() {
        return ((Main) command().root().userObject()).terminal();
    }

    private CommandSpec command() {
        CommandSpec found = spec;
        if (found == null) {
            throw new IllegalStateException("options are filled by picocli");
        }
        return found;
    }

    /** Wrong usage: exit code 2. */
    ParameterException wrong(String what) {
        return new ParameterException(command().commandLine(), what);
    }

    /** Refuses a number of something that is none. */
    void atLeastOne(String name, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw wrong("%s is %d; it must be 1 or more".formatted(name, value));
        }
    }

    /** The device asked for; says once why it is a slow one. */
    Device device() {
        if (!device.equals("auto")
                && Device.all().stream().noneMatch(d -> d.name().equals(device))) {
            throw wrong("there is no device called %s; there are %s"
                    .formatted(device, Device.all().stream().map(Device::name).collect(Collectors.joining(", "))));
        }
        Device chosen = device.equals("auto") ? Device.best() : Device.named(device);
        if (chosen.rank() == 0) {
            String reasons = Device.all().stream()
                    .flatMap(d -> d.unavailable().map(why -> d.name() + " cannot be used here: " + why).stream())
                    .collect(Collectors.joining("; "));
            terminal()
                    .err()
                    .println("computing on " + chosen.name() + ", many times slower than a fast device ("
                            + (reasons.isEmpty() ? "as asked for" : reasons) + ")");
        }
        return chosen;
    }

    /** Opens a set by name and says what is fetched and what is left out. */
    DataSet open(String name, int side, long seed) {
        if (!DataSets.names().contains(name) && !name.matches("(?s)(folder|archive):.+")) {
            throw wrong("there is no data set called %s; there are %s"
                    .formatted(name, String.join(", ", DataSets.names())));
        }
        DataReport report = new DataReport(terminal());
        SetOptions options = new SetOptions(Optional.ofNullable(dataDir), side, false, seed, true, report);
        DataSet set = DataSets.open(name, options);
        report.end(set);
        return set;
    }

    /** A network of torchvision's with weights from wherever they are, which is said once for each file that is fetched. */
    Recognizer published(String network, @Nullable String weights) {
        if (weights == null) {
            throw wrong("--model and --weights belong together");
        }
        if (!Architectures.names().contains(network)) {
            throw wrong("there is no network called %s; there are %s"
                    .formatted(network, String.join(", ", Architectures.names())));
        }
        Set<String> said = new HashSet<>();
        Hub hub = new Hub(System.getenv(), progress -> {
            if (said.add(progress.file())) {
                terminal().err().printf("fetching %s, %.1f MB%n", weights, progress.total() / 1e6);
            }
        });
        try (fovea.zoo.Weights open = fovea.zoo.Weights.of(weights, hub)) {
            return Recognizer.of(network, open);
        }
    }

    /** Prints the one object that machines read. */
    void print(Json json) {
        terminal().out().println(json.line());
    }
}
