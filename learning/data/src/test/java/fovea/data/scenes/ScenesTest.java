package fovea.data.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.Box;
import fovea.data.DataSet;
import fovea.data.Image;
import fovea.data.Instance;
import fovea.data.Sample;
import fovea.data.Truth;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScenesTest {

    private static final int COUNT = 400;
    private static final Scenes TRAIN = new Scenes(0, COUNT, 32, 1);
    private static final Scenes TEST = new Scenes(1, COUNT, 32, 1);

    /** If this fails, pictures changed: every result published for the set is void. */
    @Test
    void drawsTheSameBytesEverywhere() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 200; i++) {
            digest.update(TRAIN.get(i).image().pixels());
            digest.update(TEST.get(i).image().pixels());
            digest.update(TRAIN.get(i).truth().sentence().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("ff2af83ee115ef48f1c2f81ee92d714ba1c917f5a891983753d7a93a66a32ce1");
    }

    @Test
    void drawsOnePictureOnlyOnce() {
        Set<Integer> pictures = new HashSet<>();
        for (int i = 0; i < COUNT; i++) {
            pictures.add(TRAIN.get(i).image().hashCode());
            pictures.add(TEST.get(i).image().hashCode());
            pictures.add(new Scenes(0, COUNT, 32, 2).get(i).image().hashCode());
        }
        assertThat(pictures).hasSize(3 * COUNT);
    }

    @Test
    void drawsASampleWithoutItsNeighbors() {
        Image alone = new Scenes(0, COUNT, 32, 1).get(317).image();
        assertThat(TRAIN.inMemory().get(317).image()).isEqualTo(alone);
        assertThat(new Scenes(0, 318, 32, 1).get(317).image()).isEqualTo(alone);
    }

    @Test
    void labelsTheMainThing() {
        for (Scenes half : List.of(TRAIN, TEST)) {
            for (int i = 0; i < COUNT; i++) {
                Sample sample = half.get(i);
                List<Instance> objects = sample.truth().objects();
                assertThat(objects.getFirst().label()).isEqualTo(sample.label()).isEqualTo(i % 10);
                assertThat(objects.subList(1, objects.size()))
                        .as(sample.name())
                        .allMatch(
                                other -> 1.3 * other.area() < objects.getFirst().area());
            }
        }
    }

    @Test
    void drawsBoxesTightAroundTheMasks() {
        for (int i = 0; i < COUNT; i++) {
            Truth truth = TRAIN.get(i).truth();
            byte[] mask = truth.mask();
            for (int k = 1; k <= truth.count(); k++) {
                Box box = truth.objects().get(k - 1).box();
                int id = k;
                assertThat(touches(mask, id, (int) box.y0(), true)).isTrue();
                assertThat(touches(mask, id, (int) box.y1() - 1, true)).isTrue();
                assertThat(touches(mask, id, (int) box.x0(), false)).isTrue();
                assertThat(touches(mask, id, (int) box.x1() - 1, false)).isTrue();
                int inside = 0;
                int all = 0;
                for (int p = 0; p < mask.length; p++) {
                    boolean in = p % 32 >= box.x0() && p % 32 < box.x1() && p / 32 >= box.y0() && p / 32 < box.y1();
                    inside += mask[p] == id && in ? 1 : 0;
                    all += mask[p] == id ? 1 : 0;
                }
                assertThat(inside)
                        .isEqualTo(all)
                        .isEqualTo(truth.objects().get(k - 1).area());
            }
        }
    }

    @Test
    void countsWhatTheMaskShows() {
        int[] counts = new int[4];
        for (int i = 0; i < COUNT; i++) {
            Truth truth = TEST.get(i).truth();
            Set<Byte> ids = new HashSet<>();
            for (byte id : truth.mask()) {
                ids.add(id);
            }
            ids.remove((byte) 0);
            assertThat(ids).hasSize(truth.count()).hasSize(truth.objects().size());
            counts[truth.count()]++;
        }
        assertThat(Arrays.stream(counts).skip(1)).allMatch(count -> count > COUNT / 10);
    }

    @Test
    void paintsTheColorsItNames() {
        int agreeing = 0;
        int all = 0;
        for (int i = 0; i < COUNT; i++) {
            Sample sample = TRAIN.get(i);
            byte[] mask = sample.truth().mask();
            for (int k = 1; k <= sample.truth().count(); k++) {
                agreeing += nearest(meanColor(sample.image(), mask, k))
                                .equals(sample.truth().objects().get(k - 1).color())
                        ? 1
                        : 0;
                all++;
            }
        }
        assertThat(agreeing).as("of " + all).isGreaterThan((int) (0.98 * all));
    }

    private static final Pattern THING = Pattern.compile("an? (small |large )?([a-z]+) ([a-z]+)");

    @Test
    void saysWhatIsThere() {
        for (int i = 0; i < COUNT; i++) {
            Sample sample = TRAIN.get(i);
            List<Instance> objects = sample.truth().objects();
            String sentence = sample.truth().sentence();
            Matcher matcher = THING.matcher(sentence);
            for (Instance object : objects) {
                assertThat(matcher.find()).as(sentence).isTrue();
                assertThat(matcher.group(2)).isEqualTo(object.color());
                assertThat(matcher.group(3)).isEqualTo(TRAIN.classes().get(object.label()));
            }
            assertThat(matcher.find()).as(sentence).isFalse();
            for (int k = 1; k < objects.size(); k++) {
                String relation = sentence.split(" (?=above|below|left of|right of)")[k];
                assertRelation(
                        relation, objects.getFirst().box(), objects.get(k).box());
            }
        }
    }

    private static void assertRelation(String words, Box main, Box other) {
        if (words.startsWith("above")) {
            assertThat(main.centerY()).isLessThan(other.centerY());
        } else if (words.startsWith("below")) {
            assertThat(main.centerY()).isGreaterThan(other.centerY());
        } else if (words.startsWith("left of")) {
            assertThat(main.centerX()).isLessThan(other.centerX());
        } else {
            assertThat(words).startsWith("right of");
            assertThat(main.centerX()).isGreaterThan(other.centerX());
        }
    }

    @Test
    void drawsAnySize() {
        for (int side : new int[] {16, 47, 128}) {
            Sample sample = new Scenes(0, 10, side, 1).get(3);
            assertThat(sample.image().height()).isEqualTo(side);
            assertThat(sample.truth().mask()).hasSize(side * side);
        }
        assertThatThrownBy(() -> new Scenes(0, 10, 8, 1)).hasMessageContaining("16 to 1024");
        assertThatThrownBy(() -> TRAIN.get(COUNT)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void makesASetOfTwoHalves() {
        DataSet set = Scenes.dataSet(1, 100, 50, 32);
        assertThat(set.train().size()).isEqualTo(100);
        assertThat(set.test().size()).isEqualTo(50);
        assertThat(set.classes()).hasSize(10).startsWith("circle", "square");
        assertThat(set.test().get(7).image()).isEqualTo(TEST.get(7).image());
        assertThat(set.train().get(7).truth().sentence())
                .isEqualTo(TRAIN.get(7).truth().sentence());
    }

    private static boolean touches(byte[] mask, int id, int line, boolean row) {
        for (int i = 0; i < 32; i++) {
            if (mask[row ? line * 32 + i : i * 32 + line] == id) {
                return true;
            }
        }
        return false;
    }

    private static double[] meanColor(Image image, byte[] mask, int id) {
        double[] sum = new double[4];
        for (int p = 0; p < mask.length; p++) {
            if (mask[p] == id) {
                for (int c = 0; c < 3; c++) {
                    sum[c] += image.pixels()[3 * p + c] & 0xff;
                }
                sum[3]++;
            }
        }
        return new double[] {sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]};
    }

    private static String nearest(double[] color) {
        String best = "";
        double least = Double.MAX_VALUE;
        for (Hue hue : Hue.ALL) {
            // The shade in the middle of the jitter.
            Rgb middle = hue.shade(() -> 1L << 63);
            double distance = middle.distance(new Rgb(color[0], color[1], color[2]));
            if (distance < least) {
                least = distance;
                best = hue.word();
            }
        }
        return best;
    }
}
