package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectorFilesTest {
    private static final List<String> COLUMNS = List.of("truth", "answer");

    @TempDir
    private Path folder;

    @Test
    void pointsAreALineEachAndNamedInTheConfiguration() {
        List<List<String>> known = List.of(List.of("cat", "dog"), List.of("a\tb\nc", "ü"));
        ProjectorFiles.Sprite sprite = new ProjectorFiles.Sprite(new byte[] {1, 2}, 20, 16);
        new ProjectorFiles(3, new float[] {1, -2.5f, 0, 1e-9f, 3e20f, 7}, COLUMNS, known, sprite).write(folder);
        assertThat(folder.resolve("projector/features.tsv"))
                .content()
                .isEqualTo("1.0\t-2.5\t0.0\n1.0E-9\t3.0E20\t7.0\n");
        assertThat(folder.resolve("projector/metadata.tsv")).content().isEqualTo("truth\tanswer\ncat\tdog\na b c\tü\n");
        assertThat(folder.resolve("projector/sprite.png")).hasBinaryContent(new byte[] {1, 2});
        assertThat(folder.resolve("projector_config.pbtxt")).content().isEqualTo("""
            embeddings {
              tensor_name: "features"
              tensor_shape: 2
              tensor_shape: 3
              tensor_path: "projector/features.tsv"
              metadata_path: "projector/metadata.tsv"
              sprite {
                image_path: "projector/sprite.png"
                single_image_dim: 20
                single_image_dim: 16
              }
            }
            """);
    }

    @Test
    void pointsWithoutPicturesAreDots() {
        new ProjectorFiles(1, new float[] {4}, COLUMNS, List.of(List.of("a", "b")), null).write(folder);
        assertThat(folder.resolve("projector_config.pbtxt"))
                .content()
                .doesNotContain("sprite")
                .endsWith("metadata.tsv\"\n}\n");
        assertThat(folder.resolve("projector/sprite.png")).doesNotExist();
    }

    @Test
    void halfAPointIsRefused() {
        List<List<String>> known = List.of(List.of("a", "b"));
        assertThatThrownBy(() -> new ProjectorFiles(2, new float[3], COLUMNS, known, null))
                .hasMessageContaining("3 numbers for 1 points of 2, 2 columns");
        assertThatThrownBy(() -> new ProjectorFiles(2, new float[2], COLUMNS, List.of(List.of("a")), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
