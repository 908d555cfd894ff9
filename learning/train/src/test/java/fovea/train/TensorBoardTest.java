package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Device;
import fovea.format.EventFile;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.tensor.Shape;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));

    @TempDir
    private Path folder;

    @Test
    void aRunLeavesItsNumbersAndTheSpreadOfItsWeights() throws Exception {
        Device.named("reference").use(() -> {
            Layer model = Tiny.model(3);
            LinkedHashMap<String, Object> settings = new LinkedHashMap<>();
            settings.put("lr", 0.05);
            try (TensorBoard board = TensorBoard.of(folder, model, settings, Position.START, CLOCK)) {
                new Trainer(model, Sgd.of(model, 0.9, 0), Schedule.constant(0.05), Loss::crossEntropy, List.of(board))
                        .fit(Tiny.train(), Tiny.held(), 4, Position.START);
            }
            return 0;
        });
        // Texts stand in the file as they are; what is around them is the file format's own test.
        String bytes =
                Files.readString(folder.resolve("events.out.tfevents.1700000000.fovea"), StandardCharsets.ISO_8859_1);
        assertThat(count(bytes, "step/loss")).as("12 steps, one in ten").isEqualTo(1);
        assertThat(count(bytes, "epoch/held_out_accuracy"))
                .as("4 epochs, and named as a metric")
                .isEqualTo(5);
        assertThat(count(bytes, "4/weight")).as("4 epochs").isEqualTo(4);
        assertThat(bytes).contains("_hparams_/session_start_info", "lr");
    }

    /** Every step is below its layer, and reads what steps before it made. */
    @Test
    void aModelIsAGraphOfItsLayers() {
        List<EventFile.Node> nodes =
                Device.named("reference").use(() -> ModelGraph.of(Tiny.model(3), Shape.of(1, 3, 16, 16)));
        Set<String> before = new HashSet<>();
        for (EventFile.Node node : nodes) {
            assertThat(before)
                    .as(node.name())
                    .containsAll(node.inputs().stream()
                            .map(name -> name.replaceFirst(":[0-9]+$", ""))
                            .toList());
            assertThat(before.add(node.name())).as(node.name() + " is new").isTrue();
        }
        assertThat(before).contains("input", "0/weight", "0/conv2d", "1/running_mean", "2/relu", "4/matMul", "output");
        EventFile.Node conv = nodes.stream()
                .filter(node -> node.name().equals("0/conv2d"))
                .findFirst()
                .orElseThrow();
        assertThat(conv.inputs()).containsExactly("input", "0/weight");
        assertThat(conv.shapes()).containsExactly(List.of(1, 4, 8, 8));
        assertThat(conv.attributes().get("op")).contains("stride");
        assertThat(nodes.getFirst().shapes()).containsExactly(List.of(1, 3, 16, 16));
        assertThat(nodes.getLast().op()).isEqualTo("output");
    }

    @Test
    void aPictureAndAGraphAreEvents() throws Exception {
        Device.named("reference").use(() -> {
            Layer model = Tiny.model(3);
            try (TensorBoard board = TensorBoard.of(folder, model, new LinkedHashMap<>(), Position.START, CLOCK)) {
                board.picture("mistakes", 3, 20, 10, new byte[] {'p', 'n', 'g', '!'});
                board.graph(model, Shape.of(1, 3, 16, 16));
            }
            return 0;
        });
        String bytes =
                Files.readString(folder.resolve("events.out.tfevents.1700000000.fovea"), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("mistakes", "png!", "4/matMul", "_output_shapes");
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
