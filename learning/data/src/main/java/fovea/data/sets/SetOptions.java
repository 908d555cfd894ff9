package fovea.data.sets;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a set is opened.
 *
 * @param dataDir looked into first, and where absent sets are brought; the user's cache if empty
 * @param side height and width in pixels of what a folder's pictures become; sets of a fixed size ignore it
 * @param encoded whether a folder's or archive's pictures stay as they are stored, {@link fovea.data.EncodedSource}: {@code side} is
 *     then the frame's, and the normalization ImageNet's, because none is looked at; sets of a fixed size ignore it
 * @param seed of the split of a folder that has none of its own
 * @param download whether absent sets may be fetched
 * @param listener is told what happens
 */
public record SetOptions(
        Optional<Path> dataDir, int side, boolean encoded, long seed, boolean download, Consumer<DataEvent> listener) {

    /** No folder given, 32 pixels, decoded now, seed 0, fetching allowed, nobody listening. */
    public static final SetOptions DEFAULT = new SetOptions(Optional.empty(), 32, false, 0, true, event -> {});

    /** Checks the size. */
    public SetOptions {
        if (side < 1 || side > 4096) {
            throw new IllegalArgumentException("set: pictures of %d pixels\n  a side has 1 to 4096".formatted(side));
        }
    }

    /** The same, looking into this folder first. */
    public SetOptions withDataDir(Path folder) {
        return new SetOptions(Optional.of(folder), side, encoded, seed, download, listener);
    }

    /** The same with other sizes. */
    public SetOptions withSide(int pixels) {
        return new SetOptions(dataDir, pixels, encoded, seed, download, listener);
    }

    /** The same, with pictures decoded at every sight or now. */
    public SetOptions withEncoded(boolean stay) {
        return new SetOptions(dataDir, side, stay, seed, download, listener);
    }

    /** The same with another split. */
    public SetOptions withSeed(long other) {
        return new SetOptions(dataDir, side, encoded, other, download, listener);
    }

    /** The same, fetching or not. */
    public SetOptions withDownload(boolean allowed) {
        return new SetOptions(dataDir, side, encoded, seed, allowed, listener);
    }

    /** The same with another listener. */
    public SetOptions withListener(Consumer<DataEvent> other) {
        return new SetOptions(dataDir, side, encoded, seed, download, other);
    }
}
