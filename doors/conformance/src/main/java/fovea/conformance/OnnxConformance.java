package fovea.conformance;

import fovea.conformance.OnnxPack.Case;
import fovea.conformance.OnnxReport.Failure;
import fovea.conformance.OnnxReport.Tally;
import fovea.onnx.OnnxFile;
import fovea.onnx.OnnxNetwork;
import fovea.onnx.model.ModelReader;
import fovea.onnx.model.OnnxInfo;
import fovea.onnx.model.OnnxValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/** Runs the cases of a pack of ONNX tests on the device in force. */
public final class OnnxConformance {

    private OnnxConformance() {}

    /** Runs the cases that {@code chosen} lets through; those flagged {@code random-mask} cannot be matched and are left out. */
    public static OnnxReport run(OnnxPack pack, Predicate<Case> chosen) {
        List<Case> cases = pack.cases().stream()
                .filter(chosen)
                .filter(each -> !each.flags().contains("random-mask"))
                .toList();
        List<Failure> failures =
                cases.stream().flatMap(each -> run(pack, each).stream()).toList();
        return new OnnxReport(
                tally(cases, failures, each -> each.flags().contains("core")),
                tally(cases, failures, _ -> true),
                failures);
    }

    private static Tally tally(List<Case> cases, List<Failure> failures, Predicate<Case> counted) {
        int total = (int) cases.stream().filter(counted).count();
        return new Tally(
                total - (int) failures.stream().map(Failure::of).filter(counted).count(), total);
    }

    /** What went wrong with one case; whatever is thrown inside it counts as its failure. */
    private static Optional<Failure> run(OnnxPack pack, Case of) {
        try {
            return compare(pack, of).map(what -> new Failure(of, what));
        } catch (RuntimeException | Error e) {
            String at = e.getStackTrace().length == 0 ? "" : ", at " + e.getStackTrace()[0];
            String message = e.getMessage();
            return Optional.of(
                    new Failure(of, message != null && e.getClass().getName().startsWith("fovea.") ? message : e + at));
        }
    }

    private static Optional<String> compare(OnnxPack pack, Case of) {
        OnnxNetwork network = OnnxFile.read(Path.of(of.name()), pack.model(of));
        List<OnnxValue> got = network.run(values(of, network.inputs(), pack.data(of, "input")));
        List<OnnxValue> expected = values(of, network.outputs(), pack.data(of, "output"));
        if (got.size() != expected.size()) {
            return Optional.of("has %d outputs, expected %d".formatted(got.size(), expected.size()));
        }
        for (int i = 0; i < got.size(); i++) {
            Optional<String> wrong =
                    OnnxMismatch.between(got.get(i), expected.get(i), new Tolerance(of.relative(), of.absolute()));
            if (wrong.isPresent()) {
                return Optional.of("output %d %s".formatted(i, wrong.get()));
            }
        }
        return Optional.empty();
    }

    private static List<OnnxValue> values(Case of, List<OnnxInfo> infos, SortedMap<Integer, byte[]> data) {
        List<OnnxValue> values = new ArrayList<>();
        data.forEach((i, bytes) -> {
            OnnxInfo.Kind kind = i < infos.size() ? infos.get(i).type().kind() : OnnxInfo.Kind.TENSOR;
            values.add(ModelReader.value(Path.of(of.name()), bytes, kind));
        });
        return values;
    }
}
