package fovea.cli;

import fovea.data.DataSet;
import fovea.train.Transfer;
import fovea.zoo.Architectures;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a trained network is made to tell other classes apart. */
final class TransferOptions {
    @Option(
            names = "--from",
            paramLabel = "NETWORK",
            description = "Begins with a trained network and a new last layer: one by its name, such as squeezenet1_1,"
                    + " with --weights, or an ONNX file.")
    private @Nullable String from;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "The network's weights, as `fovea predict` reads them.")
    private @Nullable Path weights;

    @Option(
            names = "--freeze-all-but",
            paramLabel = "N",
            description = "Trains only the network's last layers, 1 for the new one.")
    private @Nullable Integer learned;

    @Option(
            names = "--probe",
            description = "Trains only the new layer, on what the others make of pictures, computed once: fast, but"
                    + " without mirrored pictures.")
    private boolean probe;

    @Option(
            names = "--advise",
            paramLabel = "LIKENESS",
            description = "Says what to do with a network, for pictures that are similar to or different from those it"
                    + " knows.")
    private Transfer.@Nullable Similarity advise;

    boolean given() {
        return probe || advise != null || Stream.of(from, weights, learned).anyMatch(Objects::nonNull);
    }

    /** Whether advice is asked for and nothing else. */
    boolean isQuestion() {
        return advise != null;
    }

    boolean isTransfer() {
        return from != null;
    }

    /** Whether the network is that of an ONNX file. */
    boolean isImported() {
        return from != null && Recognizer.isOnnx(from);
    }

    String network() {
        return Objects.requireNonNull(from);
    }

    /** The file with the weights. */
    Path weights() {
        return isImported() ? Path.of(network()) : Objects.requireNonNull(weights);
    }

    /** Refuses what does not belong together. */
    void check(Shared shared) {
        if (isImported() && weights != null) {
            throw shared.wrong("an ONNX file holds its weights; leave --weights out");
        }
        if ((from == null) != (weights == null && !isImported()) || (from == null && (learned != null || probe))) {
            throw shared.wrong("--from, --weights and --freeze-all-but or --probe belong together: a network, its"
                    + " weights, what is trained");
        }
        if (probe && learned != null) {
            throw shared.wrong("--probe trains the last layer alone; leave --freeze-all-but out");
        }
        if (from != null && !isImported() && !Architectures.names().contains(from)) {
            throw shared.wrong("there is no network called %s; there are %s"
                    .formatted(from, String.join(", ", Architectures.names())));
        }
        shared.atLeastOne("--freeze-all-but", learned);
    }

    /** What works for a network that is there already. */
    Recipe recipe() {
        String file = weights().toAbsolutePath().toString();
        int last = probe ? 1 : learned == null ? 0 : learned;
        String name = isImported() ? String.valueOf(weights().getFileName()) : network();
        return Recipe.from(name, new Recipe.Beginning(file, last, probe));
    }

    /** What the course would do with so many pictures. */
    String advice(DataSet set) {
        Transfer.Similarity similarity = Objects.requireNonNull(advise);
        double perClass = set.train().size() / (double) set.classes().size();
        Transfer.Advice advice = Transfer.recommend(perClass, similarity);
        String how = switch (advice.approach()) {
            case PROBE -> "train the last layer alone: --probe, or --freeze-all-but 1";
            case FEW_LAYERS -> "train the last few layers: --freeze-all-but 3";
            case MANY_LAYERS -> "train all layers, early ones slowly: --from and --weights with --layer-rate 0.9";
        };
        return String.format(
                Locale.ROOT,
                "%.0f pictures a class, %s: %s%n  %s",
                perClass,
                similarity.name().toLowerCase(Locale.ROOT),
                how,
                advice.reason());
    }
}
