package fovea.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetsTest {
    private static Net named(String name) {
        return Workload.all(Precision.F32).stream()
                .flatMap(workload -> switch (workload) {
                    case Classification c when c.model().equals(name) -> List.of(c.net()).stream();
                    case Inference i when i.model().equals(name) -> List.of(i.net()).stream();
                    default -> List.<Net>of().stream();
                })
                .findFirst()
                .orElseThrow();
    }

    /** Parameters as torchvision's documentation has them, and the papers. */
    @ParameterizedTest
    @CsvSource({
        "softmax, 7850",
        "mlp, 203530",
        "lenet5, 61706",
        "resnet20, 269722",
        "resnet18, 11689512",
        "vgg16, 138357544",
        "alexnet, 61100840",
        "googlenet, 6624904",
        "resnet50, 25557032",
        "squeezenet1_1, 1235496"
    })
    void hasThePublishedParameters(String name, int count) {
        assertThat(named(name).weights().stream().mapToInt(Weight::count).sum()).isEqualTo(count);
    }

    /** 10⁹ multiply-adds as torchvision's documentation has them, rounded there to two or three digits; worked out by hand for the first. */
    @ParameterizedTest
    @CsvSource({
        "mlp, 0.000203264",
        "resnet20, 0.0406",
        "resnet18, 1.814",
        "vgg16, 15.47",
        "alexnet, 0.714",
        "googlenet, 1.498",
        "resnet50, 4.089",
        "squeezenet1_1, 0.349"
    })
    void hasThePublishedMultiplyAdds(String name, double billions) {
        assertThat(named(name).products() / 1e9).isCloseTo(billions, within(0.005 * billions));
    }

    @Test
    void needsNoGradientOfTheImages() {
        long first = 784 * 256;
        long second = 256 * 10;
        Workload mlp = Workload.named("mlp-16", Precision.F32);
        assertThat(mlp.products()).isEqualTo(16 * (2 * first + 3 * second));
    }

    @Test
    void endsInLogits() {
        for (String name : List.of("vgg16", "googlenet", "squeezenet1_1")) {
            assertThat(named(name).out()).isEqualTo(new Size(1000, 1, 1));
        }
        Adversaries adversaries = new Adversaries(Precision.F32);
        assertThat(adversaries.generator().out())
                .isEqualTo(adversaries.discriminator().in());
        assertThat(adversaries.discriminator().out()).isEqualTo(new Size(1, 1, 1));
    }

    /** A last window that would begin in the padding does not count, as in PyTorch. */
    @Test
    void countsWindowsAsPyTorchDoes() {
        assertThat(new Size(1, 111, 5).through(3, 2, 0, true)).isEqualTo(new Size(1, 55, 2));
        assertThat(new Size(1, 112, 6).through(3, 2, 0, true)).isEqualTo(new Size(1, 56, 3));
        assertThat(new Size(1, 3, 3).through(2, 2, 1, true)).isEqualTo(new Size(1, 2, 2));
    }

    @Test
    void namesEveryWeightOnceAndFromAStreamOfItsOwn() {
        for (String name : List.of("resnet20", "googlenet")) {
            List<Weight> weights = named(name).weights();
            assertThat(weights.stream().map(Weight::name)).doesNotHaveDuplicates();
            assertThat(weights.stream().map(Weight::stream)).doesNotHaveDuplicates();
        }
        assertThat(named("resnet18").weights().stream().map(Weight::name))
                .contains("layer2.0.downsample.0.weight", "fc.bias")
                .doesNotContain("layer1.0.downsample.0.weight");
    }
}
