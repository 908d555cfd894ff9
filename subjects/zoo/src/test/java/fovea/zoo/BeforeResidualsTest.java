package fovea.zoo;

import static fovea.zoo.Learning.count;
import static fovea.zoo.Learning.learns;
import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Layer;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.nn.summary.Row;
import fovea.nn.summary.Summary;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The winners of 2012 to 2014 as their papers have them, and the Inceptions after them. */
class BeforeResidualsTest {
    private final RandomGenerator random = new SplittableRandom(1);

    /** What the initial weights are is not counted. */
    private final RandomGenerator cheap = () -> 1L << 62;

    private static Summary photograph(Layer model, int side) {
        return Summary.of(model, Shape.of(1, 3, side, side));
    }

    /** The sizes of maps after convolutions and maxima. */
    private static List<Integer> sides(Summary summary) {
        return summary.rows().stream()
                .filter(row -> row.kind().matches("conv.*|max pool.*|mean pool.*"))
                .map(row -> row.output().size(3))
                .toList();
    }

    private static long multiplyAdds(Summary summary, String name) {
        return summary.rows().stream()
                .filter(row -> row.name().equals(name))
                .mapToLong(Row::multiplyAdds)
                .sum();
    }

    @Test
    void alexNetHasThe60MillionParametersOfThePaper() {
        AlexNet2012 net = AlexNet2012.of(1000, 0.5, cheap);
        assertThat(count(net)).isEqualTo(60_965_224);
        assertThat(sides(photograph(net, 227))).startsWith(55).contains(27, 13).endsWith(6);
    }

    /** Section 3.5: each device's half of the second layer, 128 windows of 5 × 5 × 48. */
    @Test
    void theHalvesOfAlexNetDoNotSeeEachOther() {
        AlexNet2012 net = AlexNet2012.of(1000, 0.5, cheap);
        var shapes = Variables.of(net).namedParameters();
        assertThat(shapes.get("features.4.weight").shape()).isEqualTo(Shape.of(256, 48, 5, 5));
        assertThat(shapes.get("features.8.weight").shape()).isEqualTo(Shape.of(384, 256, 3, 3));
        assertThat(shapes.get("features.10.weight").shape()).isEqualTo(Shape.of(384, 192, 3, 3));
        assertThat(shapes.get("features.12.weight").shape()).isEqualTo(Shape.of(256, 192, 3, 3));
    }

    /** Section 3.3, equation by hand: of three maps of 10, each is normalized by k + α · 300, and 2 + 0.03 to the power of 0.75. */
    @Test
    void responsesAreNormalizedAsInThePaper() {
        Tensor y = AlexNet2012.normalization().forward(Tensor.full(Shape.of(1, 3, 1, 1), 10));
        float expected = (float) (10 / Math.pow(2 + 1e-4 * 300, 0.75));
        assertThat(y.toArray()).usingComparatorWithPrecision(1e-5f).containsExactly(expected, expected, expected);
    }

    /** Figure 3: maps of 110, 55, 26, 13, 13, 13, 13 and 6 pixels. */
    @Test
    void zfNetHasTheMapsOfItsFigure() {
        ZfNet net = ZfNet.of(1000, 0.5, cheap);
        assertThat(sides(photograph(net, 224))).containsExactly(110, 55, 26, 13, 13, 13, 13, 6);
        long convolutions = 96 * (3 * 49 + 1) + 256 * (96 * 25 + 1) + 384 * (256 * 9 + 1);
        convolutions += 384 * (384 * 9 + 1) + 256 * (384 * 9 + 1);
        assertThat(count(net))
                .isEqualTo(convolutions + 4096 * (9216 + 1L) + 4096 * (4096 + 1) + 1000 * (4096 + 1))
                .isEqualTo(62_357_608);
    }

    /** Table 4: 145 million parameters, 2810 million connections. */
    @Test
    void overFeatHasTheConnectionsOfItsTable() {
        OverFeat net = OverFeat.fast(1000, 0.5, cheap);
        Summary summary = photograph(net, 231);
        assertThat(summary.parameters()).isBetween(145_000_000L, 146_000_000L).isEqualTo(145_920_872);
        assertThat(summary.multiplyAdds()).isCloseTo(2_810_000_000L, Percentage.withPercentage(0.5));
        assertThat(sides(summary)).containsExactly(56, 28, 24, 12, 12, 12, 12, 6);
    }

    /** One look at a picture of 263 × 295 pixels is as good as six at its parts, 32 pixels apart. */
    @Test
    void overFeatSlidOverAPictureAnswersAsForItsParts() {
        OverFeat net = OverFeat.fast(32, 3, 0.5, random);
        Tensor x = RandomStream.of(2).normal(Shape.of(1, 3, 263, 295));
        Tensor everywhere = net.dense().forward(x);
        assertThat(everywhere.shape()).isEqualTo(Shape.of(1, 3, 2, 3));
        // Padded maps see zeros at the edge of a part where the whole picture has pixels; the first three layers pad
        // nothing.
        Sequential unpadded = new Sequential(net.features().layers().subList(0, 6));
        Tensor whole = unpadded.forward(x).slice(2, 2, 14).slice(3, 4, 16);
        Tensor part = unpadded.forward(x.slice(2, 32, 263).slice(3, 64, 295));
        agree(part, whole);
        Tensor first = x.slice(2, 0, 231).slice(3, 0, 231);
        agree(net.dense().forward(first).flatten(), net.forward(first));
    }

    private static void agree(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        double largest = b.abs().max().item();
        assertThat(largest).isPositive();
        assertThat(a.sub(b).abs().max().item()).isLessThan(1e-4 * largest);
    }

    @Test
    void networkInNetworkIsThatOfItsAuthors() {
        NetworkInNetwork net = NetworkInNetwork.cifar(3, 10, 0.5, cheap);
        assertThat(count(net)).isEqualTo(966_986);
        assertThat(sides(Summary.of(net, Shape.of(1, 3, 32, 32))))
                .containsExactly(32, 32, 32, 16, 16, 16, 16, 8, 8, 8, 8);
    }

    /**
     * Lecture 9's slides: on 28 × 28 × 256 the naive module takes 854 million operations and makes 672 maps, the one with bottlenecks 480. For
     * that one the slides print 358 million; the six products they list add up to 271 million, and to 358 with the 3 × 3 one counted
     * twice.
     */
    @Test
    void bottlenecksCostAThirdOfTheNaiveModule() {
        Shape maps = Shape.of(1, 256, 28, 28);
        Summary naive = Summary.of(InceptionModule.naive(256, 128, 192, 96, random), maps);
        assertThat(naive.multiplyAdds()).isEqualTo(854_196_224);
        assertThat(naive.rows().getLast().output()).isEqualTo(Shape.of(1, 672, 28, 28));
        Summary narrow = Summary.of(InceptionModule.of(256, 128, 64, 192, 64, 96, 64, random), maps);
        assertThat(narrow.rows().getLast().output()).isEqualTo(Shape.of(1, 480, 28, 28));
        assertThat(narrow.multiplyAdds()).isEqualTo(271_351_808);
        long three = multiplyAdds(narrow, "three.1.0");
        assertThat(three).isEqualTo(28L * 28 * 192 * 9 * 64);
        assertThat((narrow.multiplyAdds() + three) / 1_000_000).isEqualTo(358);
    }

    /** By hand: with a weight of 1 for the middle and place p's own number behind it, a place gives its pixel times p; edges see zeros. */
    @Test
    void windowsThatShareNothingAreEachTheirOwn() {
        int places = 2 * 3;
        float[] weight = new float[places * 2 * 9 * 2];
        for (int p = 0; p < places; p++) {
            // output 0: p times the middle of channel 1; output 1: the pixel right of it in channel 0
            weight[(p * 18 + 9 + 4) * 2] = p;
            weight[(p * 18 + 5) * 2 + 1] = 1;
        }
        float[] bias = new float[places * 2];
        bias[2 * 5] = 100;
        CudaConvNet.Local local = new CudaConvNet.Local(
                new Parameter(Tensor.of(Shape.of(places, 18, 2), weight)),
                new Parameter(Tensor.of(Shape.of(places, 1, 2), bias)));
        Tensor x = Tensor.of(Shape.of(1, 2, 2, 3), 1f, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
        assertThat(local.forward(x).toArray()).containsExactly(0, 20, 60, 120, 200, 400, 2, 3, 0, 5, 6, 0);
    }

    /** The figure's column "output size": channels and pixels after each module. */
    @Test
    void bnInceptionHasTheMapsOfItsTable() {
        Summary summary = photograph(BnInception.of(1000, cheap), 224);
        List<Shape> modules = summary.rows().stream()
                .filter(row -> row.name().matches("inception_.."))
                .map(Row::output)
                .toList();
        assertThat(modules)
                .containsExactly(
                        Shape.of(1, 256, 28, 28),
                        Shape.of(1, 320, 28, 28),
                        Shape.of(1, 576, 14, 14),
                        Shape.of(1, 576, 14, 14),
                        Shape.of(1, 576, 14, 14),
                        Shape.of(1, 576, 14, 14),
                        Shape.of(1, 576, 14, 14),
                        Shape.of(1, 1024, 7, 7),
                        Shape.of(1, 1024, 7, 7),
                        Shape.of(1, 1024, 7, 7));
    }

    /** The Caffe weights in Cadene's collection, 11,295,240 numbers, have 128 maps of means in 4c and 4d, and biases before normalizations. */
    @Test
    void bnInceptionHasAsManyParametersAsCaffesWeights() {
        BnInception net = BnInception.of(128, 128, 1000, cheap);
        long biases = Variables.of(net).namedParameters().entrySet().stream()
                .filter(each -> each.getKey().endsWith("bn.bias"))
                .mapToLong(each -> each.getValue().shape().elements())
                .sum();
        assertThat(count(net) + biases).isEqualTo(11_295_240);
    }

    @Test
    void laterInceptionsHaveAsManyParametersAsPublished() {
        InceptionV4 fourth = InceptionV4.of(1000, 0.2, random);
        assertThat(count(fourth)).isEqualTo(42_679_816);
        assertThat(sides(photograph(fourth, 299))).startsWith(149, 147, 147, 73).endsWith(8);
        assertThat(Variables.of(fourth).named().keySet())
                .contains(
                        "features.0.conv.weight",
                        "features.3.conv.bn.running_var",
                        "features.4.branch1.3.conv.weight",
                        "features.9.branch3.1.bn.bias",
                        "features.21.branch2_3b.conv.weight",
                        "last_linear.bias");
        InceptionResNetV2 residual = InceptionResNetV2.of(1000, 0.2, random);
        assertThat(count(residual)).isEqualTo(55_843_464);
        assertThat(Variables.of(residual).named().keySet())
                .contains(
                        "conv2d_1a.conv.weight",
                        "mixed_5b.branch1.1.conv.weight",
                        "repeat.9.conv2d.bias",
                        "repeat_1.19.branch1.2.bn.running_mean",
                        "mixed_7a.branch2.2.conv.weight",
                        "block8.conv2d.weight",
                        "conv2d_7b.bn.weight",
                        "classif.weight");
    }

    @Test
    void allLearnFromSmallBatches() {
        learns(AlexNet2012.of(16, 5, 0, random), Shape.of(3, 227, 227), 5);
        learns(ZfNet.of(16, 5, 0, random), Shape.of(3, 224, 224), 5);
        learns(OverFeat.fast(32, 5, 0, random), Shape.of(3, 231, 231), 5);
        learns(NetworkInNetwork.cifar(3, 5, 0.5, random), Shape.of(3, 17, 16), 5);
        learns(NetworkInNetwork.normalized(0.1, 3, 5, 0.2, random), Shape.of(3, 17, 16), 5);
        learns(CudaConvNet.of(Shape.of(3, 12, 16), 5, random), Shape.of(3, 12, 16), 5);
        learns(CifarVgg.of(0.1, 0, 3, 5, random), Shape.of(3, 33, 32), 5);
        learns(FireNet.of(3, 5, random), Shape.of(3, 17, 16), 5);
        learns(SmallInception.of(0.25, 3, 5, random), Shape.of(3, 16, 17), 5);
        learns(BnInception.of(5, random), Shape.of(3, 32, 64), 5);
    }

    @Test
    void laterInceptionsLearnFromSmallBatches() {
        learns(InceptionV4.of(5, 0.2, random), Shape.of(3, 75, 75), 5);
        learns(InceptionResNetV2.of(5, 0.2, random), Shape.of(3, 75, 75), 5);
    }
}
