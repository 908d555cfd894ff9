package fovea.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Sequential;
import fovea.nn.summary.Row;
import fovea.nn.summary.Summary;
import fovea.tensor.Shape;
import fovea.tensor.Window;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The numbers of the lectures and of the papers, counted again. */
class ArithmeticTest {
    private final SplittableRandom random = new SplittableRandom(1);

    /** What the initial weights are is not counted. */
    private final RandomGenerator cheap = () -> 1L << 62;

    private static Summary photograph(Layer model) {
        return Summary.of(model, Shape.of(1, 3, 224, 224));
    }

    private static Row row(Summary summary, String name) {
        return summary.rows().stream()
                .filter(r -> r.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * CS231n's table of VGG-16, row by row. Its rows add up to 15.2 million numbers, 58 MB of f32; the 24 million printed below the table is
     * not their sum.
     */
    @Test
    void vgg16IsAsInTheLectures() {
        Summary vgg = photograph(Vgg.of(16, false, 1000, 0.5, random));
        assertThat(vgg.parameters()).isEqualTo(138_357_544);
        assertThat(vgg.multiplyAdds()).isCloseTo(15_500_000_000L, Percentage.withPercentage(0.5));
        List<Long> memory = vgg.rows().stream()
                .filter(row -> !row.isElementwise())
                .filter(row -> !row.kind().startsWith("mean pool"))
                .map(row -> row.output().elements())
                .toList();
        assertThat(memory)
                .containsExactly(
                        224L * 224 * 64,
                        224L * 224 * 64,
                        112L * 112 * 64,
                        112L * 112 * 128,
                        112L * 112 * 128,
                        56L * 56 * 128,
                        56L * 56 * 256,
                        56L * 56 * 256,
                        56L * 56 * 256,
                        28L * 28 * 256,
                        28L * 28 * 512,
                        28L * 28 * 512,
                        28L * 28 * 512,
                        14L * 14 * 512,
                        14L * 14 * 512,
                        14L * 14 * 512,
                        14L * 14 * 512,
                        7L * 7 * 512,
                        4096L,
                        4096L,
                        1000L);
        assertThat(vgg.activations()).isCloseTo(15_200_000L, Percentage.withPercentage(0.5));
        assertThat(row(vgg, "classifier.0").parameters()).isEqualTo(102_760_448 + 4096);
        assertThat(row(vgg, "features.0").parameters()).isEqualTo(1_728 + 64);
    }

    /** Intel's Distiller prints 40,813,184 for ResNet-20 on CIFAR-10, whose two shortcuts to other shapes are projected. */
    @Test
    void resNet20WithProjectionsHas40813184MultiplyAdds() {
        ResNet plain = ResNet.cifar(20, 3, 10, random);
        List<Sequential> stages = List.of(stage(16, 16), stage(16, 32), stage(32, 64));
        ResNet projected = new ResNet(plain.conv1(), plain.bn1(), false, stages, "linear", plain.linear());
        Summary summary = Summary.of(projected, Shape.of(1, 3, 32, 32));
        assertThat(summary.multiplyAdds()).isEqualTo(40_813_184);
        assertThat(summary.rows().stream().mapToLong(Row::parameters).sum()).isEqualTo(summary.parameters());
    }

    private Sequential stage(int in, int out) {
        return Sequential.of(
                BasicBlock.projected(in, out, out / in, random),
                BasicBlock.of(out, out, 1, random),
                BasicBlock.of(out, out, 1, random));
    }

    /** The paper's own shortcuts on CIFAR-10 have no parameters and multiply nothing. */
    @Test
    void resNet20WithoutThemHas262144Fewer() {
        Summary summary = Summary.of(ResNet.cifar(20, 3, 10, random), Shape.of(1, 3, 32, 32));
        assertThat(summary.multiplyAdds()).isEqualTo(40_813_184 - 262_144);
        assertThat(summary.parameters()).isEqualTo(269_722);
        assertThat(summary.rows().stream().mapToLong(Row::parameters).sum()).isEqualTo(269_722);
    }

    /** LeCun et al. 1989 count 9,760 parameters; 63,660 multiply-adds are Karpathy's count, here with zeros where maps are not joined. */
    @Test
    void theNetOf1989Has9760Parameters() {
        Summary summary = Summary.of(LeNet1989.of(random), Shape.of(1, 1, 16, 16));
        assertThat(summary.parameters()).isEqualTo(9_760);
        assertThat(row(summary, "h1").parameters()).isEqualTo(1_068);
        assertThat(row(summary, "h2").parameters()).isEqualTo(2_592);
        assertThat(row(summary, "h3").parameters()).isEqualTo(5_790);
        assertThat(row(summary, "out").parameters()).isEqualTo(310);
        assertThat(summary.multiplyAdds()).isEqualTo(63_660 + 4 * 16 * 12 * 25);
    }

    /** Araujo, Norris and Sim 2019, table of receptive fields: AlexNet 195 pixels every 32, VGG-16 212 every
     * 32, Inception v3 1311. */
    @Test
    void receptiveFieldsAreThoseInTheLiterature() {
        Row alex = row(photograph(AlexNet.of(1000, 0.5, random)), "features.12");
        assertThat(alex.rows().size()).isEqualTo(195);
        assertThat(alex.columns().jump()).isEqualTo(32);
        Row vgg = row(photograph(Vgg.of(16, false, 1000, 0.5, random)), "features.30");
        assertThat(vgg.rows().size()).isEqualTo(212);
        assertThat(vgg.rows().jump()).isEqualTo(32);
        Summary inception = Summary.of(InceptionV3.of(1000, 0.5, random), Shape.of(1, 3, 299, 299));
        assertThat(row(inception, "Mixed_7c").rows().size()).isEqualTo(1311);
    }

    /** 7, then 11 by pooling; blocks add 3·8, 8 + 3·16, 16 + 5·32 and 32 + 2·64 where strides are in the 3 × 3 convolutions. */
    @Test
    void aPlaceOfResNet50Sees427Pixels() {
        Row last = photograph(ResNet.imagenet(50, 1000, random)).rows().stream()
                .filter(row -> row.output().rank() == 4)
                .toList()
                .getLast();
        assertThat(last.rows().size()).isEqualTo(11 + 24 + 8 + 48 + 16 + 160 + 32 + 128);
        assertThat(last.rows().jump()).isEqualTo(32);
    }

    /** Counted by hand from Caffe's prototxt, the browser's demo and the assignment. */
    @Test
    void smallNetsForColorPicturesHaveTheParametersOfTheirSources() {
        Shape x = Shape.of(1, 3, 32, 32);
        Summary quick = Summary.of(CifarQuick.of(10, random), x);
        assertThat(quick.parameters())
                .isEqualTo(32 * 75 + 32 + 32 * 800 + 32 + 64 * 800 + 64 + 64 * 1024 + 64 + 64 * 10 + 10);
        assertThat(row(quick, "conv3").output()).isEqualTo(Shape.of(1, 64, 8, 8));
        assertThat(quick.multiplyAdds()).isEqualTo(1024 * 32 * 75 + 256 * 32 * 800 + 64 * 64 * 800 + 65_536 + 640);
        Summary browser = Summary.of(ConvNetJs.of(10, random), x);
        assertThat(browser.parameters()).isEqualTo(16 * 76 + 20 * 401 + 20 * 501 + 320 * 10 + 10);
        Summary course = Summary.of(ThreeLayerConvNet.of(500, 10, random), x);
        assertThat(course.parameters()).isEqualTo(32 * 148 + 8192 * 500 + 500 + 500 * 10 + 10);
        Summary small = Summary.of(SmallVgg.of(32, 10, random), x);
        assertThat(small.rows().getLast().output()).isEqualTo(Shape.of(1, 10));
        assertThat(small.parameters())
                .isEqualTo(9 * (3 * 32 + 32 * 32 + 32 * 64 + 64 * 64 + 64 * 128 + 128 * 128) + 4 * 224 + 1290);
    }

    /** Counted by hand from the sources: cuda-convnet's layers, and as many weights as places where none are shared. */
    @Test
    void cudaConvNetHasWeightsForEveryPlace() {
        Summary net = Summary.of(CudaConvNet.of(Shape.of(3, 32, 32), 10, cheap), Shape.of(1, 3, 32, 32));
        int shared = 64 * 75 + 64 + 64 * 1600 + 64;
        int places = 8 * 8;
        int own = places * 64 * (576 + 1) + places * 32 * (576 + 1);
        assertThat(net.parameters()).isEqualTo(shared + own + 2048 * 10 + 10).isEqualTo(3_672_906);
        assertThat(net.multiplyAdds()).isEqualTo(1024 * 4800 + 256 * 102_400 + places * 576 * (64 + 32) + 20_480);
    }

    /** Zhang et al. 2016 print 1,649,402 for their small Inception. */
    @Test
    void theSmallInceptionHasThePapersParameters() {
        Summary whole = Summary.of(SmallInception.of(1, 3, 10, cheap), Shape.of(1, 3, 28, 28));
        assertThat(whole.parameters()).isEqualTo(1_649_402);
        assertThat(row(whole, "features.8").output()).isEqualTo(Shape.of(1, 240, 7, 7));
        assertThat(row(whole, "features.10").output()).isEqualTo(Shape.of(1, 336, 7, 7));
    }

    /**
     * The thirteen convolutions have 14,710,464 weights, as in kuangliu/pytorch-cifar, which has biases too and no hidden layer: 14,728,266. NiN's
     * normalizations have two numbers a map for the paper's one.
     */
    @Test
    void normalizedNetsForCifarHaveTheirWeights() {
        long vgg = Summary.of(CifarVgg.of(1, 0.5, 3, 10, cheap), Shape.of(1, 3, 32, 32))
                .parameters();
        int maps = 2 * 64 + 2 * 128 + 3 * 256 + 6 * 512;
        assertThat(vgg).isEqualTo(14_728_266 - maps + (512 * 513 + 2 * 512));
        long half = Summary.of(CifarVgg.of(0.5, 0.5, 3, 10, cheap), Shape.of(1, 3, 32, 32))
                .multiplyAdds();
        assertThat(half).isCloseTo(313_000_000L / 4, Percentage.withPercentage(1));
        long nin = Summary.of(NetworkInNetwork.normalized(1, 3, 10, 0.5, cheap), Shape.of(1, 3, 32, 32))
                .parameters();
        assertThat(nin).isEqualTo(966_986 + 192 + 160 + 96 + 5 * 192 + 10);
    }

    /** SqueezeNet's fire modules by hand, without biases and with normalizations. */
    @Test
    void theFireNetHasSqueezeNetsModules() {
        int[][] fires = {
            {96, 16, 64},
            {128, 16, 64},
            {128, 32, 128},
            {256, 32, 128},
            {256, 48, 192},
            {384, 48, 192},
            {384, 64, 256},
            {512, 64, 256}
        };
        int expected = 27 * 96 + 2 * 96 + 512 * 10 + 10;
        for (int[] fire : fires) {
            expected += fire[0] * fire[1] + 10 * fire[1] * fire[2] + 2 * (fire[1] + 2 * fire[2]);
        }
        Summary net = Summary.of(FireNet.of(3, 10, cheap), Shape.of(1, 3, 32, 32));
        assertThat(net.parameters()).isEqualTo(expected);
        assertThat(row(net, "features.11").output()).isEqualTo(Shape.of(1, 512, 4, 4));
    }

    /**
     * Lecture 9's first slides on AlexNet, (227 − 11) / 4 + 1 = 55: 96 maps of 55 × 55 pixels, 11 · 11 · 3 · 96 weights, 35 thousand numbers
     * with the biases; and 27 pixels after the first maxima, which have none.
     */
    @Test
    void theFirstLayerOfAlexNetHas34944Parameters() {
        Summary alex = Summary.of(AlexNet2012.of(1000, 0.5, cheap), Shape.of(1, 3, 227, 227));
        assertThat(row(alex, "features.0").parameters())
                .isEqualTo(11 * 11 * 3 * 96 + 96)
                .isEqualTo(34_944);
        assertThat(row(alex, "features.0").output()).isEqualTo(Shape.of(1, 96, 55, 55));
        assertThat(row(alex, "features.3").output()).isEqualTo(Shape.of(1, 96, 27, 27));
        assertThat(row(alex, "features.3").parameters()).isZero();
    }

    /** Why VGG has small windows: three of 3 × 3 see 7 × 7 pixels with 27 C² weights, where one of 7 × 7 has 49 C². */
    @Test
    void threeSmallWindowsSeeAsMuchAsALargeOneWithFewerWeights() {
        int c = 8;
        Window three = Window.of(3, 3).withPadding(1);
        Sequential small = Sequential.of(
                Conv2dLayer.unbiased(c, c, three, random),
                Conv2dLayer.unbiased(c, c, three, random),
                Conv2dLayer.unbiased(c, c, three, random));
        Layer large = Conv2dLayer.unbiased(c, c, Window.of(7, 7).withPadding(3), random);
        Summary deep = Summary.of(small, Shape.of(1, c, 16, 16));
        Summary shallow = Summary.of(large, Shape.of(1, c, 16, 16));
        assertThat(deep.rows().getLast().rows().size()).isEqualTo(7);
        assertThat(shallow.rows().getLast().rows().size()).isEqualTo(7);
        assertThat(deep.parameters()).isEqualTo(27L * c * c);
        assertThat(shallow.parameters()).isEqualTo(49L * c * c);
    }

    /**
     * The paper and the slides say that GoogLeNet has twelve times fewer parameters than AlexNet, 5 million. Counted it is 9.2 times with the
     * linear layer for 1000 classes, 10.9 without it: 5.6 million in its convolutions, of which torchvision has 3 × 3 where the paper has 5 × 5.
     */
    @Test
    void googLeNetHasTenTimesFewerParametersThanAlexNet() {
        Summary google = photograph(GoogLeNet.of(1000, 0.2, cheap));
        double alex = Summary.of(AlexNet2012.of(1000, 0.5, cheap), Shape.of(1, 3, 227, 227))
                .parameters();
        long convolutions = google.parameters() - row(google, "fc").parameters();
        assertThat(convolutions).isEqualTo(5_599_904);
        assertThat(alex / google.parameters()).isBetween(9.1, 9.3);
        assertThat(alex / convolutions).isBetween(10.8, 11.0);
    }

    /** Iandola et al. 2016, abstract: fifty times fewer than AlexNet. */
    @Test
    void squeezeNetHasFiftyTimesFewerParametersThanAlexNet() {
        long squeezed = photograph(SqueezeNet.v1(1000, 0.5, cheap)).parameters();
        double alex = photograph(AlexNet.of(1000, 0.5, cheap)).parameters();
        assertThat(alex / squeezed).isBetween(48.0, 51.0);
    }

    /** Multiply-adds as torchvision and the papers give them, in billions. */
    @Test
    void multiplyAddsAreThosePublished() {
        assertThat(photograph(AlexNet.of(1000, 0.5, random)).multiplyAdds())
                .isCloseTo(714_000_000L, Percentage.withPercentage(1));
        assertThat(photograph(ResNet.imagenet(18, 1000, random)).multiplyAdds())
                .isCloseTo(1_814_000_000L, Percentage.withPercentage(1));
        assertThat(photograph(ResNet.imagenet(50, 1000, random)).multiplyAdds())
                .isCloseTo(4_089_000_000L, Percentage.withPercentage(1));
        assertThat(photograph(MobileNetV2.of(1000, 0.2, random)).multiplyAdds())
                .isCloseTo(301_000_000L, Percentage.withPercentage(1));
        assertThat(photograph(DenseNet.of(121, 1000, random)).multiplyAdds())
                .isCloseTo(2_834_000_000L, Percentage.withPercentage(1));
        assertThat(photograph(SqueezeNet.v1(1000, 0.5, random)).multiplyAdds())
                .isCloseTo(819_000_000L, Percentage.withPercentage(1));
        assertThat(photograph(GoogLeNet.of(1000, 0.2, random)).multiplyAdds())
                .isCloseTo(1_498_000_000L, Percentage.withPercentage(1));
    }
}
