package fovea.conformance.files;

import fovea.conformance.files.FileCase.Status;
import fovea.conformance.files.FileReport.Failure;
import fovea.conformance.files.FileReport.Tally;
import fovea.format.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads the files of a pack, well-formed, damaged and hostile ones, and holds what comes of each against the pack's list:
 * loaded exactly or refused with a {@link FormatException}, in 10 seconds and 1 GiB of heap, without code of the file's
 * being run or anything being written.
 */
public final class FileConformance {
    private FileConformance() {}

    /** Reads the files that {@code chosen} lets through. */
    public static FileReport run(FilePack pack, Predicate<FileCase> chosen) {
        Map<String, List<FileCase>> formats = pack.cases().stream()
                .filter(chosen)
                .collect(Collectors.groupingBy(FileCase::format, LinkedHashMap::new, Collectors.toList()));
        List<Tally> tallies = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        formats.forEach((format, cases) -> {
            int before = failures.size();
            for (FileCase each : cases) {
                run(pack, each).ifPresent(what -> failures.add(new Failure(each, what)));
            }
            tallies.add(new Tally(format, cases.size() - (failures.size() - before), cases.size()));
        });
        return new FileReport(tallies, failures);
    }

    /** What is wrong with what came of a file. */
    private static Optional<String> run(FilePack pack, FileCase of) {
        Set<String> names = pack.names();
        boolean hadCanary = exists(of.canary());
        Attempt<Optional<String>> attempt = Attempt.at(() -> read(pack.file(of), of));
        if (!hadCanary && exists(of.canary())) {
            return Optional.of("ran the code in the file: %s is there now"
                    .formatted(of.canary().orElse("")));
        }
        if (!pack.names().equals(names)) {
            return Optional.of("wrote files beside the one it read");
        }
        return verdict(attempt, of.status());
    }

    private static boolean exists(Optional<String> canary) {
        return canary.map(Path::of).filter(Files::exists).isPresent();
    }

    /** Reads and, where it is a network, runs; what differs from what the pack says. */
    private static Optional<String> read(Path file, FileCase of) {
        return switch (of.format()) {
            case "json" -> NetworkCase.difference(file);
            case "onnx" -> OnnxCase.difference(file, of);
            default -> FileContents.read(file, of.format()).difference(of);
        };
    }

    private static Optional<String> verdict(Attempt<Optional<String>> attempt, Status status) {
        return switch (attempt) {
            case Attempt.Exceeded(String what) -> Optional.of(what);
            case Attempt.Threw(FormatException e) ->
                status == Status.OK ? Optional.of("was refused: " + e.getMessage()) : Optional.empty();
            case Attempt.Threw(Throwable e) ->
                Optional.of(
                        "ended in %s, at %s".formatted(e, e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]));
            case Attempt.Done<Optional<String>>(Optional<String> difference) ->
                status == Status.REJECT ? Optional.of("was read, and must be refused") : difference;
        };
    }
}
