package fovea.data.sets;

import fovea.data.DataException;
import fovea.data.DataSet;
import fovea.data.EncodedSource;
import fovea.data.EncodedSource.Picture;
import fovea.data.Normalization;
import fovea.data.Seed;
import fovea.data.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Encoded pictures by half and class, wherever they lie.
 *
 * @param training by the name of the class, whose order is that of the labels
 * @param testing of the same classes or some of them
 */
record PictureTree(Map<String, List<Picture>> training, Map<String, List<Picture>> testing) {

    private static final double TEST_SHARE = 0.2;

    /** A fifth of each class to test, at least one picture of it if it has two. */
    static PictureTree split(Map<String, List<Picture>> all, long seed) {
        PictureTree tree = new PictureTree(new LinkedHashMap<>(), new LinkedHashMap<>());
        int label = 0;
        for (Map.Entry<String, List<Picture>> entry : all.entrySet()) {
            List<Picture> pictures = entry.getValue();
            List<Integer> shuffled =
                    new ArrayList<>(IntStream.range(0, pictures.size()).boxed().toList());
            Collections.shuffle(shuffled, Random.from(new SplittableRandom(Seed.of(seed, label++))));
            int tests = shuffled.size() < 2 ? 0 : (int) Math.max(1, Math.round(TEST_SHARE * shuffled.size()));
            Set<Integer> tested = new HashSet<>(shuffled.subList(0, tests));
            tree.testing.put(entry.getKey(), filter(pictures, tested, true));
            tree.training.put(entry.getKey(), filter(pictures, tested, false));
        }
        return tree;
    }

    private static List<Picture> filter(List<Picture> pictures, Set<Integer> chosen, boolean wanted) {
        return IntStream.range(0, pictures.size())
                .filter(i -> chosen.contains(i) == wanted)
                .mapToObj(pictures::get)
                .toList();
    }

    /**
     * All of them decoded at one size, or left encoded if the options say so.
     *
     * @param name of the set
     * @param where it is, for messages
     */
    DataSet open(String name, String where, SetOptions options) {
        List<String> classes = List.copyOf(training.keySet());
        for (String tested : testing.keySet()) {
            if (!classes.contains(tested)) {
                throw new DataException(
                        "%s: class %s is tested but not trained".formatted(where, tested),
                        "put a folder of that name among the training ones");
            }
        }
        if (options.encoded()) {
            return new DataSet(
                    name,
                    encoded(training, classes, options.side()),
                    encoded(testing, classes, options.side()),
                    Normalization.IMAGENET,
                    List.of());
        }
        PictureReader reader = new PictureReader(classes, options);
        reader.checkMemory(count(training) + count(testing));
        Source train = reader.read(training, where + " (training)");
        Source test = reader.read(testing, where + " (testing)");
        return new DataSet(name, train, test, Normalization.of(train), reader.skipped());
    }

    private static Source encoded(Map<String, List<Picture>> half, List<String> classes, int side) {
        List<Picture> pictures = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        half.forEach((className, some) -> {
            pictures.addAll(some);
            labels.addAll(Collections.nCopies(some.size(), classes.indexOf(className)));
        });
        return new EncodedSource(pictures, labels, classes, side, side);
    }

    private static int count(Map<String, List<Picture>> half) {
        return half.values().stream().mapToInt(List::size).sum();
    }
}
