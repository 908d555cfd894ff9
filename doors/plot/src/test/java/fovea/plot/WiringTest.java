package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.plot.Wiring.Node;
import fovea.plot.Wiring.Wire;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WiringTest {

    /** (x + y) z, whose result leaves to the right. */
    private static final Wiring CHAIN = Wiring.of(
            "f = (x + y) z",
            List.of(
                    new Node("x", List.of()),
                    new Node("y", List.of()),
                    new Node("z", List.of()),
                    new Node("+", List.of(new Wire(0, "-2.00", "-4.00"), new Wire(1, "5.00", "-4.00"))),
                    new Node("×", List.of(new Wire(3, "3.00", "-4.00"), new Wire(2, "-4.00", "3.00"))),
                    new Node("", List.of(new Wire(4, "-12.00", "1.00")))));

    @Test
    void everyTextIsThereAndInside() throws Exception {
        Drawing drawing = new WiringLayout(CHAIN).drawing();
        assertThat(Pages.texts(drawing))
                .containsExactlyInAnyOrder(
                        "f = (x + y) z",
                        "x",
                        "y",
                        "z",
                        "+",
                        "×",
                        "-2.00",
                        "-4.00",
                        "5.00",
                        "-4.00",
                        "3.00",
                        "-4.00",
                        "-4.00",
                        "3.00",
                        "-12.00",
                        "1.00");
        Pages.assertTextsInside(drawing);
        assertThat(Pages.parsed(CHAIN.picture().svg())
                        .getElementsByTagName("text")
                        .getLength())
                .isEqualTo(16);
    }

    @Test
    void valuesAreAboveTheirWireAndGradientsBelow() {
        Drawing drawing = new WiringLayout(CHAIN).drawing();
        Mark.Text value = text(drawing, "-12.00");
        Mark.Text gradient = text(drawing, "1.00");
        assertThat(value.x()).isEqualTo(gradient.x());
        assertThat(Pages.marks(drawing, Mark.Stroke.class)).anySatisfy(wire -> {
            assertThat(wire.xs()[0]).isLessThan(value.x());
            assertThat(wire.xs()[wire.xs().length - 1]).isGreaterThan(value.x());
            assertThat(value.y()).isLessThan(wire.ys()[0]);
            assertThat(gradient.y() - 0.8 * 11).isGreaterThan(wire.ys()[0]);
        });
    }

    @Test
    void whatIsComputedLaterStandsFurtherRight() {
        Drawing drawing = new WiringLayout(CHAIN).drawing();
        assertThat(text(drawing, "x").x()).isLessThan(text(drawing, "+").x());
        assertThat(text(drawing, "+").x()).isLessThan(text(drawing, "×").x());
        assertThat(text(drawing, "z").x())
                .isBetween(text(drawing, "x").x(), text(drawing, "×").x());
    }

    /** No two numbers overlap, whatever is wired to what. */
    @Test
    void numbersNeverOverlap() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 20; round++) {
            Wiring wiring = random(random, 3 + random.nextInt(3), 4 + random.nextInt(10));
            List<Mark.Text> numbers = Pages.marks(new WiringLayout(wiring).drawing(), Mark.Text.class).stream()
                    .filter(text -> text.text().contains("."))
                    .toList();
            List<Rectangle2D> seen = new ArrayList<>();
            for (Mark.Text number : numbers) {
                double width = number.lettering().width(number.text());
                Rectangle2D box = new Rectangle2D.Double(number.x() - width / 2, number.y() - 8, width, 8);
                assertThat(seen).noneMatch(box::intersects);
                seen.add(box);
            }
        }
    }

    private static Wiring random(SplittableRandom random, int inputs, int gates) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            nodes.add(new Node("x" + i, List.of()));
        }
        for (int g = 0; g < gates; g++) {
            List<Wire> in = new ArrayList<>();
            for (int k = 0; k < 1 + random.nextInt(2); k++) {
                in.add(new Wire(random.nextInt(nodes.size()), "-12.00", "-34.00"));
            }
            nodes.add(new Node("+", in));
        }
        return Wiring.of("", nodes);
    }

    @Test
    void refusesWiresThatLeadBackward() {
        assertThatThrownBy(() -> Wiring.of("loop", List.of(new Node("+", List.of(new Wire(0, "", ""))))))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("step 0 reads step 0");
        assertThatThrownBy(() -> Wiring.of("empty", List.of())).hasMessageContaining("0 steps");
    }

    private static Mark.Text text(Drawing drawing, String text) {
        return Pages.marks(drawing, Mark.Text.class).stream()
                .filter(mark -> mark.text().equals(text))
                .findFirst()
                .orElseThrow();
    }
}
