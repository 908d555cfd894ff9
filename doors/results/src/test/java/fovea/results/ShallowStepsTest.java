package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.DataSet;
import fovea.data.Image;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.nn.Variables;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.zoo.ResNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShallowStepsTest {
    private static final ShallowSteps SMALL = new ShallowSteps(8, 2, 3, 8);

    /** Pictures of two classes, dark and bright. */
    private static Source pictures(int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[8 * 8 * 3];
            Arrays.fill(pixels, (byte) (i % 2 * 100 + i));
            samples.add(new Sample("picture " + i, Image.of(8, 8, 3, pixels), i % 2));
        }
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            classes.add("class " + i);
        }
        return new MemorySource(samples, classes);
    }

    @Test
    void bothNetsLearnAndAreTimed() {
        DataSet set = DataSet.of("pictures", pictures(64), pictures(20));
        Map<String, Double> figures = SMALL.run(new Setting(_ -> set, 1, _ -> {}));
        assertThat(figures.get("test error, constant depth")).isLessThanOrEqualTo(0.1);
        assertThat(figures.get("test error, stochastic depth")).isLessThanOrEqualTo(0.1);
        assertThat(figures.get("share of the time")).isPositive();
        assertThat(figures).containsKey("excess");
    }

    /** Of three blocks 1/6, 2/6 and 3/6 are to be missing: of six nets one, two and three. */
    @Test
    void blocksAreMissingAsOftenAsTheyShould() {
        ResNet net = ResNet.cifar(8, 3, 10, new SplittableRandom(1));
        List<ResNet> thinned = new ShallowSteps(8, 6, 1, 1).thinned(net, new SplittableRandom(2));
        for (int stage = 1; stage <= 3; stage++) {
            String weight = "layer" + stage + ".0.conv1.weight";
            assertThat(thinned.stream()
                            .filter(each -> !Variables.of(each).named().containsKey(weight))
                            .count())
                    .isEqualTo(stage);
        }
        assertThat(net.parameters()).containsAll(thinned.getFirst().parameters());
    }

    /** Answers are the mean of what the last block gave before its ReLU, were it alone; here its branch is 0 but for a shift. */
    @Test
    void aBranchCountsAsOftenAsItWasThere() {
        ResNet net = ResNet.cifar(8, 3, 10, new SplittableRandom(1));
        Variables.of(net).namedParameters().forEach((path, parameter) -> {
            if (path.endsWith("bn2.weight")) {
                parameter.set(Tensor.zeros(parameter.shape()));
            }
            if (path.equals("layer3.0.bn2.bias")) {
                parameter.set(Tensor.ones(parameter.shape()));
            }
        });
        ResNet scaled = new ShallowSteps(8, 2, 1, 1).scaled(net);
        Tensor x = RandomStream.of(3).normal(Shape.of(2, 3, 8, 8));
        // The mean over pixels moves by 1 with the branch and by ½ with half of it.
        float[] whole = net.forward(x).toArray();
        float[] half = scaled.forward(x).toArray();
        Variables.of(net).namedParameters().get("layer3.0.bn2.bias").set(Tensor.zeros(Shape.of(64)));
        float[] none = net.forward(x).toArray();
        for (int i = 0; i < whole.length; i++) {
            assertThat(half[i]).isCloseTo((whole[i] + none[i]) / 2, within(1e-5f));
        }
    }
}
