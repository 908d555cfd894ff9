package fovea.data.scenes;

import fovea.data.DataSet;
import fovea.data.Image;
import fovea.data.Instance;
import fovea.data.Sample;
import fovea.data.Seed;
import fovea.data.Source;
import fovea.data.Truth;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The embedded set: small pictures of colored shapes, drawn when asked for, of which everything is known exactly.
 *
 * <p>Each shows one main thing, whose shape is the label (ten classes, one after the other, so that every run of ten
 * samples has each once), and up to two smaller ones, on a cloudy or striped ground. Position, size, angle, shades, hiding
 * and grain vary. {@link Sample#truth} has boxes, masks, counts and a sentence, computed when asked for.
 *
 * <p>A linear classifier of the pixels stays near chance, so what is learned is shape. A sample is determined by seed, half and position alone, to the byte and on every machine. The two halves of a set
 * come from streams that share nothing.
 *
 * @param half 0 for training, 1 for testing
 * @param size how many samples
 * @param side height and width in pixels, 16 to 1024
 * @param seed of everything
 */
public record Scenes(int half, int size, int side, long seed) implements Source {

    /** Samples in the training half of {@link #dataSet()}. */
    public static final int TRAIN = 10_000;

    /** Samples in its testing half. */
    public static final int TEST = 2_000;

    /** Pixels along each side, as CIFAR's. */
    public static final int SIDE = 32;

    private static final List<String> CLASSES = Figure.words();

    /** Checks the sizes. */
    public Scenes {
        if (half < 0 || half > 1 || size < 1 || side < 16 || side > 1024) {
            throw new IllegalArgumentException(
                    "scenes: half %d of %d samples of %d pixels\n  the half is 0 or 1, there is at least one sample, a side has 16 to 1024 pixels"
                            .formatted(half, size, side));
        }
    }

    /** Of the set that everyone shares, so that results can be compared. */
    public static final long SEED = 1;

    /** The set that is used where none is named, drawn at once on all cores and kept: some 40 MB. */
    public static DataSet dataSet() {
        return dataSet(SEED, TRAIN, TEST, SIDE);
    }

    /** A set of other sizes, drawn at once and kept: {@code 3 · side²} bytes a sample. */
    public static DataSet dataSet(long seed, int train, int test, int side) {
        return DataSet.of(
                "scenes", new Scenes(0, train, side, seed).inMemory(), new Scenes(1, test, side, seed).inMemory());
    }

    @Override
    public Sample get(int i) {
        Objects.checkIndex(i, size);
        Image image = Painter.paint(scene(i));
        return new Sample(
                "scenes/" + (half == 0 ? "train/" : "test/") + i, image, i % CLASSES.size(), new Lazy(this, i));
    }

    private Scene scene(int i) {
        SplittableRandom random = new SplittableRandom(Seed.of(seed, half, i));
        return Composer.compose(side, Figure.ALL.get(i % CLASSES.size()), random);
    }

    @Override
    public List<String> classes() {
        return CLASSES;
    }

    @Override
    public int height() {
        return side;
    }

    @Override
    public int width() {
        return side;
    }

    @Override
    public int channels() {
        return 3;
    }

    /** The truth of a sample, composed anew: it costs no memory until someone asks. */
    private record Lazy(Scenes scenes, int index) implements Truth {

        @Override
        public List<Instance> objects() {
            Scene scene = scenes.scene(index);
            return scene.instances(scene.mask());
        }

        @Override
        public byte[] mask() {
            return scenes.scene(index).mask();
        }

        @Override
        public String sentence() {
            Scene scene = scenes.scene(index);
            return Wording.sentence(scene, scene.instances(scene.mask()));
        }

        @Override
        public int count() {
            return scenes.scene(index).things().size();
        }
    }
}
