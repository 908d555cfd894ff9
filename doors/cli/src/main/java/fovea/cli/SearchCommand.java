package fovea.cli;

import fovea.classic.Points;
import fovea.classic.neighbor.ExactSearch;
import fovea.classic.neighbor.Metric;
import fovea.classic.neighbor.Neighbors;
import fovea.data.Image;
import fovea.data.ImageException;
import fovea.data.MemorySource;
import fovea.data.Normalization;
import fovea.data.Sample;
import fovea.plot.Pixels;
import fovea.plot.Sheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds pictures that look alike. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description =
                "Finds the pictures in a folder that are most alike to others, by a network's features or by their"
                        + " pixels.")
final class SearchCommand implements Callable<Integer> {
    private static final int MOST_TILES = 400;
    private static final int SIDE = 140;

    @Parameters(paramLabel = "QUERY", arity = "1..*", description = "Pictures to find others alike to.")
    private List<Path> queries = List.of();

    @Option(names = "--in", required = true, paramLabel = "FOLDER", description = "Where to search, folders in it too.")
    private Path folder = Path.of("");

    @Option(names = "--top", paramLabel = "K", description = "How many to find (default ${DEFAULT-VALUE}).")
    private int top = 5;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "How far apart pictures are: l1, l2 or cosine; cosine for features, l2 for pixels.")
    private @Nullable String metric;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Sheet of what was found, a PNG (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("search.png");

    @Mixin
    private SeenOptions looking = new SeenOptions();

    @Mixin
    private Shared shared = new Shared();

    private int failed;

    /** A picture that was asked for. */
    private record Query(Path file, Image original) {}

    @Override
    public Integer call() {
        return shared.device().use(this::search);
    }

    private int search() {
        long start = System.nanoTime();
        Seen seen = looking.seen(shared);
        Metric how = metric(seen);
        PictureFolder found = PictureFolder.read(folder, seen.height(), seen.width(), seen.channels());
        if (top < 1 || top > found.files().size()) {
            throw shared.wrong("--top %d of %,d pictures; between 1 and all can be found"
                    .formatted(top, found.files().size()));
        }
        if (!found.leftOut().isEmpty()) {
            String first = found.leftOut().getFirst();
            shared.terminal()
                    .err()
                    .printf(
                            "%,d files are no pictures and left out; the first: %s%n",
                            found.leftOut().size(), first);
        }
        List<Query> asked = asked();
        if (asked.isEmpty()) {
            return 1;
        }
        Normalization normal = normalization(found);
        Points points = seen.points(found.images(), normal);
        Points wanted = seen.points(
                asked.stream()
                        .map(query ->
                                PictureFolder.fitted(query.original(), seen.height(), seen.width(), seen.channels()))
                        .toList(),
                normal);
        Neighbors neighbors = new ExactSearch(points, how).nearest(wanted, top);
        sheet(asked, found, neighbors);
        tell(asked, found, neighbors, points.size(), how, (System.nanoTime() - start) / 1e9);
        return failed == 0 ? 0 : 1;
    }

    private Metric metric(Seen seen) {
        return switch (metric) {
            case null -> seen.model() == null ? Metric.L2 : Metric.COSINE;
            case "l1" -> Metric.L1;
            case "l2" -> Metric.L2;
            case "cosine" -> Metric.COSINE;
            default -> throw shared.wrong("there is no metric called " + metric + "; there are l1, l2, cosine");
        };
    }

    /** Those that can be read; the others are named. */
    private List<Query> asked() {
        List<Query> asked = new ArrayList<>();
        for (Path file : queries) {
            try {
                asked.add(new Query(file, Image.read(file)));
            } catch (ImageException e) {
                failed++;
                Failure.report(e, shared.terminal(), shared.debug());
            } catch (IOException e) {
                failed++;
                String why = Files.exists(file) ? "cannot be read (" + e.getMessage() + ")" : "is not there";
                ImageException named = new ImageException(file.toString(), why, "give the path of a picture");
                Failure.report(named, shared.terminal(), shared.debug());
            }
        }
        return asked;
    }

    private static Normalization normalization(PictureFolder found) {
        List<Sample> samples =
                found.images().stream().map(image -> new Sample("", image, 0)).toList();
        return Normalization.of(new MemorySource(samples, List.of("picture")));
    }

    /** A row for each picture asked for, as many as fit. */
    private void sheet(List<Query> asked, PictureFolder found, Neighbors neighbors) {
        List<Sheet.Tile> tiles = new ArrayList<>();
        int shown = Math.min(top, MOST_TILES - 1);
        for (int q = 0; q < asked.size() && tiles.size() + shown < MOST_TILES; q++) {
            tiles.add(tile(asked.get(q).original(), asked.get(q).file(), "asked for"));
            for (int i = 0; i < shown; i++) {
                Path file = found.files().get(neighbors.place(q, i));
                tiles.add(tile(
                        original(file, found, neighbors.place(q, i)),
                        file,
                        String.format(Locale.ROOT, "%.4g away", neighbors.distance(q, i))));
            }
        }
        Sheet.of("Pictures alike", tiles).withColumns(shown + 1).picture().png(out);
    }

    /** As large as it is; as it was compared, should it have gone meanwhile. */
    private static Image original(Path file, PictureFolder found, int place) {
        try {
            return Image.read(file);
        } catch (IOException | ImageException e) {
            return found.images().get(place);
        }
    }

    private static Sheet.Tile tile(Image picture, Path file, String caption) {
        Image small = picture.cover(SIDE, SIDE);
        Pixels pixels = new Pixels(small.width(), small.height(), small.channels(), small.pixels());
        return new Sheet.Tile(pixels, String.valueOf(file.getFileName()), caption);
    }

    private void tell(
            List<Query> asked, PictureFolder found, Neighbors neighbors, int features, Metric how, double seconds) {
        if (shared.json()) {
            shared.print(new Json()
                    .with(
                            "queries",
                            IntStream.range(0, asked.size())
                                    .mapToObj(q -> new Json()
                                            .with("picture", asked.get(q).file().toString())
                                            .with("nearest", nearest(q, found, neighbors)))
                                    .toList())
                    .with("failed", failed)
                    .with("searched", found.files().size())
                    .with("left_out", found.leftOut())
                    .with("numbers", features)
                    .with("metric", how.name().toLowerCase(Locale.ROOT))
                    .with("seconds", seconds)
                    .with("sheet", out.toString()));
            return;
        }
        for (int q = 0; q < asked.size(); q++) {
            shared.terminal().out().println(asked.get(q).file());
            for (int i = 0; i < top; i++) {
                shared.terminal()
                        .out()
                        .printf(
                                Locale.ROOT,
                                "  %10.4g  %s%n",
                                neighbors.distance(q, i),
                                found.files().get(neighbors.place(q, i)));
            }
        }
        shared.terminal().out().println("drawn in " + out);
    }

    private List<Json> nearest(int q, PictureFolder found, Neighbors neighbors) {
        return IntStream.range(0, top)
                .mapToObj(i -> new Json()
                        .with(
                                "picture",
                                found.files().get(neighbors.place(q, i)).toString())
                        .with("distance", neighbors.distance(q, i)))
                .toList();
    }
}
