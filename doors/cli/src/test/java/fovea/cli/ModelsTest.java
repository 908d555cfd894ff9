package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Region;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.nn.summary.Summary;
import fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every network for small pictures can be trained on any small pictures. */
class ModelsTest {
    /** Larger ones are as their smaller sisters. */
    private static final long LARGE = 9_000_000;

    /** What the initial weights are is not counted. */
    private static final RandomGenerator CHEAP = () -> 1L << 62;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> allTakeDigitsAndColorPictures() {
        return ModelCard.all().stream()
                .filter(card -> Models.NAMES.contains(card.name()) && card.parameters() < LARGE)
                .map(card -> dynamicTest(card.name(), () -> {
                    answers(card.name(), Shape.of(1, 28, 28));
                    answers(card.name(), Shape.of(3, 32, 32));
                }));
    }

    private static void answers(String name, Shape image) {
        Region.run(() -> {
            Layer model = Models.of(name, image, 7, CHEAP);
            Summary summary = Summary.of(model, Shape.of(2, image.size(0), image.size(1), image.size(2)));
            assertThat(summary.rows().getLast().output()).isEqualTo(Shape.of(2, 7));
            return null;
        });
    }

    /** Parameters by the papers' tables, in millions, of nets that are not listed. */
    @ParameterizedTest
    @CsvSource({
        "resnet26, 0.37",
        "plain110, 1.73",
        "stochastic_depth20, 0.27",
        "preact_resnet20, 0.27",
        "wrn_40_1, 0.564",
        "wrn_40_2, 2.2",
        "wrn_22_8, 17.2",
        "resnext29_1x64d, 4.9",
        "densenet100_12, 7.0",
        "densenet_bc_40_12, 0.18"
    })
    void membersOfFamiliesHaveNames(String name, double millions) {
        long count = Region.run(() ->
                Variables.of(Models.of(name, Shape.of(3, 32, 32), 10, CHEAP)).parameterCount());
        assertThat(count / 1e6).isBetween(millions * 0.97, millions * 1.03);
        assertThat(Models.NAMES.contains(name)).isEqualTo(name.equals("preact_resnet20"));
    }

    @Test
    void aFamilySaysWhichMembersItHas() {
        assertThatThrownBy(() -> Models.of("resnet21", Shape.of(3, 32, 32), 10, CHEAP))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no model called resnet21: ResNet: a depth of 21")
                .hasMessageContaining("6n + 2");
        assertThatThrownBy(() -> Models.of("densenet_bc_101_12", Shape.of(3, 32, 32), 10, CHEAP))
                .hasMessageContaining("6n + 4");
    }

    @Test
    void summariesKnowMembersThatAreNotListed() {
        Said said = Said.fovea("summary", "wrn_10_1");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("layer1.0.convs.0");
        assertThat(Said.fovea("summary", "naive_inception").out()).contains("854,196,224 multiply-adds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "check", "tune"})
    void whatIsNotTrainedFromNothingIsRefusedWithAdvice(String command) {
        Said photographs = Said.fovea(command, "--model", "resnet50");
        assertThat(photographs.code()).isEqualTo(2);
        assertThat(photographs.err())
                .contains("resnet50 is a network for photographs", "fovea train --from resnet50 --weights FILE");
        Said shown = Said.fovea(command, "--model", "zfnet");
        assertThat(shown.code()).isEqualTo(2);
        assertThat(shown.err()).contains("zfnet is not trained from here", "fovea summary zfnet", "wrn_28_10");
    }

    /** With a rate for each kind: one that normalizes, one that does not, a very deep one, one that draws random numbers. */
    @ParameterizedTest
    @CsvSource({"wrn_10_1, 0.2", "convnetjs, 0.02", "highway_mlp50, 0.005", "stochastic_depth8, 0.2"})
    void aNetIsTrainedByItsName(String name, double lr) throws IOException {
        Path pictures = Pictures.twoClasses(folder.resolve("pictures"), 10);
        Path run = folder.resolve("run");
        Said said = Said.fovea(
                "train",
                "--data",
                "folder:" + pictures,
                "--model",
                name,
                "--epochs",
                1,
                "--image-size",
                16,
                "--out",
                run,
                "--device",
                "reference");
        assertThat(said.err()).doesNotContain("fovea: ");
        assertThat(said.code()).isZero();
        assertThat(Files.readString(run.resolve("config.json")))
                .contains("\"model\" : \"" + name + "\"")
                .contains("\"lr\" : " + lr + ",");
        Said predicted = Said.fovea("predict", run, pictures.resolve("above/picture01.png"));
        assertThat(predicted.code()).isZero();
        assertThat(List.of("above", "below"))
                .anySatisfy(each -> assertThat(predicted.out()).contains(each));
    }
}
