package fovea.train;

import fovea.format.CsvTable;
import fovea.format.CsvWriter;
import fovea.format.JsonLinesWriter;
import java.util.List;
import java.util.function.Consumer;

/** Listens to a run and writes its numbers down, a row for each epoch, as CSV and as JSON Lines. */
public final class MetricsLog implements Consumer<TrainEvent>, AutoCloseable {

    /** The columns; losses in nats, accuracies 0 to 1, the learning rate that of the next step. */
    public static final List<String> COLUMNS = List.of(
            "epoch", "step", "loss", "accuracy", "test_loss", "test_accuracy", "lr", "images_per_second", "seconds");

    private final CsvWriter csv;
    private final JsonLinesWriter json;

    private MetricsLog(CsvWriter csv, JsonLinesWriter json) {
        this.csv = csv;
        this.json = json;
    }

    /** Goes on in a folder's files after the epochs that are behind {@code from}; begins them where there are none. */
    public static MetricsLog of(RunFolder folder, Position from) {
        CsvWriter csv = from.epoch() == 0
                ? CsvWriter.create(folder.metrics(), COLUMNS)
                : CsvWriter.resume(folder.metrics(), COLUMNS, row -> isBehind(row.getFirst(), from));
        return new MetricsLog(csv, JsonLinesWriter.of(folder.metricLines(), CsvTable.read(folder.metrics())));
    }

    private static boolean isBehind(String epoch, Position from) {
        return epoch.matches("[0-9]{1,9}") && Integer.parseInt(epoch) <= from.epoch();
    }

    @Override
    public void accept(TrainEvent event) {
        if (event instanceof TrainEvent.EpochDone done) {
            Object[] row = {
                done.at().epoch(),
                done.at().step(),
                done.trained().loss(),
                done.trained().accuracy(),
                done.held().loss(),
                done.held().accuracy(),
                done.learningRate(),
                done.trained().imagesPerSecond(),
                done.at().seconds()
            };
            csv.row(row);
            json.row(row);
        }
    }

    @Override
    public void close() {
        try (csv) {
            json.close();
        }
    }
}
