package fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.device.Device;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
