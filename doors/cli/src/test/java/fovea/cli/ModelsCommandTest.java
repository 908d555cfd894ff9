package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Region;
import fovea.nn.summary.Summary;
import fovea.tensor.Shape;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class ModelsCommandTest {
    /** Models of hundreds of megabytes are counted by the tests of {@code fovea.zoo}, one of each family. */
    private static final long LARGE = 30_000_000;

    /** What the initial weights are is not counted. */
    private static final RandomGenerator CHEAP = () -> 1L << 62;

    @Test
    void everyNameHasItsLine() {
        assertThat(ModelCard.all().stream().map(ModelCard::name).toList()).isEqualTo(Zoo.names());
        Said said = Said.fovea("models");
        assertThat(said.code()).isZero();
        assertThat(said.out())
                .contains("vgg16                 138,357,544  15,470,264,320")
                .contains("71.59 %")
                .contains("ImageNet, torchvision");
    }

    @TestFactory
    Stream<DynamicTest> countsAreThoseCountedAgain() {
        return ModelCard.all().stream()
                .filter(card -> card.parameters() < LARGE)
                .map(card -> dynamicTest(card.name(), () -> {
                    Summary summary = Region.run(() -> summary(card.name()));
                    assertThat(List.of(summary.parameters(), summary.multiplyAdds(), summary.activations()))
                            .isEqualTo(List.of(card.parameters(), card.multiplyAdds(), card.activations()));
                }));
    }

    static Summary summary(String name) {
        Shape x = Zoo.input(name);
        return Summary.of(Zoo.of(name, Shape.of(x.size(1), x.size(2), x.size(3)), CHEAP), x);
    }

    /** Lecture 9's comparison: VGG has the most parameters and operations, GoogLeNet the fewest parameters, AlexNet the fewest operations. */
    @Test
    void theLecturesComparisonComesOutOfTheTable() {
        Map<String, ModelCard> compared = ModelCard.all().stream()
                .filter(card -> List.of(
                                "alexnet",
                                "vgg16",
                                "vgg19",
                                "googlenet",
                                "inception_v3",
                                "inception_v4",
                                "resnet50",
                                "resnet101",
                                "resnet152")
                        .contains(card.name()))
                .collect(Collectors.toMap(ModelCard::name, card -> card));
        assertThat(compared).hasSize(9);
        Comparator<ModelCard> parameters = Comparator.comparingLong(ModelCard::parameters);
        Comparator<ModelCard> operations = Comparator.comparingLong(ModelCard::multiplyAdds);
        assertThat(Collections.max(compared.values(), parameters).name()).isEqualTo("vgg19");
        assertThat(Collections.max(compared.values(), operations).name()).isEqualTo("vgg19");
        assertThat(Collections.min(compared.values(), parameters).name()).isEqualTo("googlenet");
        assertThat(Collections.min(compared.values(), operations).name()).isEqualTo("alexnet");
    }

    @Test
    void machinesGetOneObject() {
        Said said = Said.fovea("models", "--json");
        assertThat(said.out())
                .hasLineCount(1)
                .contains(
                        "\"model\":\"resnet50\"",
                        "\"parameters\":25557032",
                        "\"published\":{\"accuracy\":0.7613,\"data\":\"ImageNet\",\"source\":\"torchvision");
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), said.out())) {
            parser.nextToken();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    @Test
    void accuraciesAreSharesWithASource() {
        for (ModelCard card : ModelCard.all()) {
            Stream.of(card.published(), card.measured())
                    .flatMap(accuracy -> accuracy.stream())
                    .forEach(accuracy -> {
                        assertThat(accuracy.percent()).as(card.name()).isBetween(50.0, 100.0);
                        assertThat(accuracy.source()).as(card.name()).isNotBlank();
                        assertThat(accuracy.data()).as(card.name()).matches("[A-Z][A-Za-z0-9+ -]+");
                    });
        }
    }
}
