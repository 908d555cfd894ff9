package fovea.data.sets;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.EncodedSource.Picture;
import fovea.data.Image;
import fovea.data.ImageException;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decodes many pictures at once, on all cores, each straight to the size wanted: scaled to cover it, the middle cut out, in
 * color. Those that do not decode are left out and remembered.
 */
final class PictureReader {

    /** What a sample weighs beside its pixels, in bytes: objects, arrays' heads, its path. */
    private static final long OVERHEAD = 300;

    private final List<String> classes;
    private final SetOptions options;
    private final List<DataSet.Skipped> skipped = new ArrayList<>();
    private int total;
    private int done;

    PictureReader(List<String> classes, SetOptions options) {
        this.classes = classes;
        this.options = options;
    }

    /** Refuses what would take more than half of the heap, before anything is decoded. */
    void checkMemory(int pictures) {
        total = pictures;
        long each = 3L * options.side() * options.side() + OVERHEAD;
        long budget = Runtime.getRuntime().maxMemory() / 2;
        if (pictures * each > budget) {
            throw new DataException(
                    "%,d pictures of %d × %d pixels take %,d MB, more than the %,d MB there are for them"
                            .formatted(pictures, options.side(), options.side(), (pictures * each) >> 20, budget >> 20),
                    "choose a smaller size, fewer pictures, or give Java more memory (-Xmx)");
        }
    }

    /** Everything left out so far. */
    List<DataSet.Skipped> skipped() {
        return List.copyOf(skipped);
    }

    /** All pictures of a half, class by class. */
    Source read(Map<String, List<Picture>> half, String name) {
        List<Picture> all = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        half.forEach((className, pictures) -> {
            all.addAll(pictures);
            labels.addAll(Collections.nCopies(pictures.size(), classes.indexOf(className)));
        });
        List<Attempt> attempts = IntStream.range(0, all.size())
                .parallel()
                .mapToObj(i -> attempt(all.get(i), labels.get(i)))
                .toList();
        List<Sample> samples =
                attempts.stream().flatMap(attempt -> attempt.sample().stream()).toList();
        attempts.forEach(attempt -> attempt.failure().ifPresent(skipped::add));
        checkAll(half, samples, name);
        return new MemorySource(samples, classes);
    }

    private record Attempt(Optional<Sample> sample, Optional<DataSet.Skipped> failure) {}

    private Attempt attempt(Picture picture, int label) {
        Attempt attempt = decode(picture, label);
        synchronized (this) {
            attempt.failure().ifPresent(failure -> options.listener().accept(new DataEvent.LeftOut(failure)));
            options.listener().accept(new DataEvent.Decoded(++done, total));
        }
        return attempt;
    }

    private Attempt decode(Picture picture, int label) {
        try {
            Image image = picture.decode().cover(options.side(), options.side()).toChannels(3);
            return new Attempt(Optional.of(new Sample(picture.name(), image, label)), Optional.empty());
        } catch (ImageException e) {
            return failed(picture, e.reason());
        } catch (IOException e) {
            return failed(picture, "cannot be read (" + e + ")");
        }
    }

    private static Attempt failed(Picture picture, String reason) {
        return new Attempt(Optional.empty(), Optional.of(new DataSet.Skipped(picture.name(), reason)));
    }

    /** A few bad pictures do no harm; a class without any good one does. */
    private void checkAll(Map<String, List<Picture>> half, List<Sample> samples, String name) {
        half.forEach((className, pictures) -> {
            int label = classes.indexOf(className);
            if (!pictures.isEmpty() && samples.stream().noneMatch(sample -> sample.label() == label)) {
                throw new DataException(
                        "%s: none of the %d pictures of class %s decodes; the first: %s"
                                .formatted(name, pictures.size(), className, firstFailure(pictures)),
                        "put pictures there that do, or remove the class");
            }
        });
        if (samples.isEmpty()) {
            throw new DataException(name + " has no pictures", "put at least two into each class folder");
        }
    }

    private String firstFailure(List<Picture> pictures) {
        return skipped.stream()
                .filter(failure -> failure.file().equals(pictures.getFirst().name()))
                .map(failure -> failure.file() + " " + failure.reason())
                .findFirst()
                .orElse("");
    }
}
