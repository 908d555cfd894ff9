package fovea.conformance;

import fovea.conformance.Report.Failure;
import fovea.conformance.Report.Tally;
import fovea.device.Region;
import fovea.format.NdArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Runs the cases of a pack, each in a region of its own, on the device in force. */
public final class Conformance {
    private static final Map<String, Group> GROUPS = Map.ofEntries(
            Map.entry("activation", ActivationGroup.operations()),
            Map.entry("linear", LinearGroup.operations()),
            Map.entry("conv", ConvGroup.operations()),
            Map.entry("pool", PoolGroup.operations()),
            Map.entry("norm", NormGroup.operations()),
            Map.entry("loss", LossGroup.operations()),
            Map.entry("embedding", EmbeddingGroup.operations()),
            Map.entry("rnn", RnnGroup.operations()),
            Map.entry("attention", AttentionGroup.operations()),
            Map.entry("image", ImageGroup.operations()),
            Map.entry("tensor", TensorGroup.operations()),
            Map.entry("detection", DetectionGroup.operations()),
            Map.entry("optimizer", new OptimizerGroup()),
            Map.entry("scheduler", new SchedulerGroup()),
            Map.entry("model", new ModelGroup()),
            Map.entry("train", new TrainGroup()));

    private Conformance() {}

    /** Runs the cases that {@code chosen} lets through. */
    public static Report run(Pack pack, Predicate<Case> chosen) {
        Map<String, List<Case>> groups = pack.cases().stream()
                .filter(chosen)
                .collect(Collectors.groupingBy(Case::group, LinkedHashMap::new, Collectors.toList()));
        List<Tally> tallies = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        groups.forEach((group, cases) -> {
            List<Failure> wrong =
                    cases.stream().flatMap(each -> run(pack, each).stream()).toList();
            tallies.add(new Tally(group, cases.size() - wrong.size(), cases.size()));
            failures.addAll(wrong);
        });
        return new Report(tallies, failures);
    }

    /** What went wrong with one case; whatever is thrown inside it counts as its failure. */
    private static Optional<Failure> run(Pack pack, Case run) {
        try {
            Group group = Optional.ofNullable(GROUPS.get(run.group()))
                    .orElseThrow(() -> new CaseException("no operation " + run.op()));
            Map<String, NdArray> results = Region.run(() -> group.run(run, new Inputs(pack, run)));
            List<Mismatch> mismatches = run.expected().stream()
                    .flatMap(key -> compare(pack, group, run, key, results).stream())
                    .toList();
            return mismatches.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Failure(
                            run,
                            mismatches.stream()
                                    .map(each -> each.tensor() + " " + each.what())
                                    .collect(Collectors.joining(System.lineSeparator())),
                            mismatches));
        } catch (RuntimeException | Error e) {
            return Optional.of(new Failure(run, message(e), List.of()));
        }
    }

    private static Optional<Mismatch> compare(
            Pack pack, Group group, Case run, String key, Map<String, NdArray> results) {
        NdArray got = results.get(key);
        if (got == null) {
            return Optional.of(new Mismatch(key, "is missing; there are " + results.keySet(), Optional.empty()));
        }
        return group.compare(key, got, pack.array(run, key), run.tolerances().getOrDefault(key, Tolerance.EXACT));
    }

    /** Messages of ours speak for themselves; of others the kind and the place belong to it. */
    private static String message(Throwable e) {
        String message = e.getMessage();
        if (message != null && e.getClass().getName().startsWith("fovea.")) {
            return message;
        }
        return e.getStackTrace().length == 0 ? e.toString() : e + ", at " + e.getStackTrace()[0];
    }
}
