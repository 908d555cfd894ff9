package fovea.results;

import fovea.plot.Scatter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that tells what was measured: the ledger, the page made of it, and where networks were measured a picture of their accuracy over
 * their cost. Nothing is measured here.
 */
public final class Report {
    static final String LEDGER = "results.csv";
    static final String PAGE = "results.md";
    static final String PICTURE = "images/accuracy-cost.svg";
    static final String CAPTION = "Accuracy on CIFAR-10 over multiply-adds";
    private static final double MILLION = 1e6;

    private Report() {}

    /** The ledger of a folder; empty where there is none. */
    public static Ledger read(Path folder) {
        return Ledger.read(folder.resolve(LEDGER));
    }

    /**
     * Writes all of it. A picture that shows nothing is removed.
     *
     * @throws fovea.plot.PictureException if Java cannot draw here; ledger and page are written by then
     */
    public static void write(Ledger ledger, Path folder) {
        try {
            Files.createDirectories(folder);
            ledger.write(folder.resolve(LEDGER));
            Files.writeString(folder.resolve(PAGE), Page.of(Rows.all(), ledger));
            Path picture = folder.resolve(PICTURE);
            List<Network> networks = Network.all(ledger);
            if (networks.isEmpty()) {
                Files.deleteIfExists(picture);
                return;
            }
            Files.createDirectories(picture.getParent());
            scatter(networks).picture().svg(picture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scatter scatter(List<Network> networks) {
        return new Scatter(
                CAPTION,
                "multiply-adds of a picture, millions",
                "test accuracy",
                true,
                networks.stream()
                        .map(net -> new Scatter.Point(net.name(), net.multiplyAdds() / MILLION, net.accuracy()))
                        .toList());
    }
}
