package fovea.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Points of many dimensions for TensorBoard's projector, which turns them into clouds by PCA, t-SNE or UMAP: {@code features.tsv} with a line
 * for each, {@code metadata.tsv} with what is known of it, {@code sprite.png} with its picture, and {@code projector_config.pbtxt} that names
 * them.
 *
 * @param width numbers of a point
 * @param points one after the other
 * @param columns names of what is known of a point, two or more
 * @param known of each point, a text for each column
 * @param sprite their pictures, or null for dots
 * @see <a href="https://www.tensorflow.org/tensorboard/tensorboard_projector_plugin">TensorBoard's projector</a>
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ProjectorFiles(
        int width,
        float[] points,
        List<String> columns,
        List<List<String>> known,
        @Nullable Sprite sprite) {
    private static final String CONFIG = "projector_config.pbtxt";

    /**
     * Small pictures in one, side by side, row by row, in as many columns as rows.
     *
     * @param png a PNG file
     * @param width of each, in pixels
     * @param height of each, in pixels
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Sprite(byte[] png, int width, int height) {}

    /** Checks that there is a line for each point, and as many texts in each as columns. */
    public ProjectorFiles {
        columns = List.copyOf(columns);
        known = List.copyOf(known);
        int each = columns.size();
        if (width < 1
                || each < 2
                || points.length != (long) known.size() * width
                || known.stream().anyMatch(row -> row.size() != each)) {
            throw new IllegalArgumentException(
                    "projector: %d numbers for %d points of %d, %d columns%n  give a whole point and a text for each column, two or more"
                            .formatted(points.length, known.size(), width, each));
        }
    }

    /**
     * Writes them into a run's folder, all but the configuration into a folder {@code projector} in it.
     *
     * @throws FormatException if they cannot be written
     */
    public void write(Path folder) {
        Path inside = folder.resolve("projector");
        try {
            Files.createDirectories(inside);
        } catch (IOException e) {
            throw FormatException.unwritable(inside, -1, e);
        }
        WholeFile.write(inside.resolve("features.tsv"), features());
        WholeFile.write(inside.resolve("metadata.tsv"), metadata());
        String shown = "";
        if (sprite != null) {
            WholeFile.write(inside.resolve("sprite.png"), sprite.png);
            shown = """
                  sprite {
                    image_path: "projector/sprite.png"
                    single_image_dim: %d
                    single_image_dim: %d
                  }
                """.formatted(sprite.width, sprite.height);
        }
        // Last, so that it never names what is not there.
        WholeFile.write(folder.resolve(CONFIG), """
            embeddings {
              tensor_name: "features"
              tensor_shape: %d
              tensor_shape: %d
              tensor_path: "projector/features.tsv"
              metadata_path: "projector/metadata.tsv"
            %s}
            """.formatted(known.size(), width, shown));
    }

    private String features() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < points.length; i++) {
            text.append(points[i]).append((i + 1) % width == 0 ? '\n' : '\t');
        }
        return text.toString();
    }

    private String metadata() {
        return line(columns) + known.stream().map(ProjectorFiles::line).collect(Collectors.joining());
    }

    private static String line(List<String> texts) {
        return texts.stream().map(text -> text.replaceAll("\\s", " ")).collect(Collectors.joining("\t")) + "\n";
    }
}
