package fovea.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.scenes.Scenes;
import fovea.device.Device;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.zoo.LinearClassifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
    private final DataSet set =
            DataSet.of("scenes", new Scenes(0, 60, 16, 1).inMemory(), new Scenes(1, 20, 16, 1).inMemory());
    private final List<String> told = new ArrayList<>();
    private final Setting setting = new Setting(_ -> set, 1, told::add);

    private Recipe.Reached reached(int held) {
        Layer net = LinearClassifier.of(Shape.of(3, 16, 16), 10, setting.random());
        Recipe recipe = new Recipe(2, 10, 0.01, Recipe.momentum(0), held, Augmentation.none());
        return Device.named("reference").use(() -> recipe.run(net, set, setting));
    }

    @Test
    void withoutSamplesHeldOutTheTestHalfIsMeasured() {
        Recipe.Reached all = reached(0);
        assertThat(all.validation()).isEqualTo(all.test());
        assertThat(all.seconds()).isPositive();
        assertThat(all.imagesPerSecond()).isPositive();
        assertThat(told).hasSize(2).allMatch(line -> line.matches("epoch [12]: loss .*, held out 0\\..*"));
    }

    @Test
    void samplesHeldOutAreMeasuredAside() {
        Recipe.Reached most = reached(15);
        assertThat(most.validation() * 15).as("of 15").isCloseTo(Math.rint(most.validation() * 15), within(1e-9));
        assertThat(most.test() * 20).as("of 20").isCloseTo(Math.rint(most.test() * 20), within(1e-9));
    }
}
