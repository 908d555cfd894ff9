package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Region;
import fovea.nn.summary.Summary;
import fovea.tensor.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
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
