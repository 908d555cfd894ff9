package fovea.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private final Tensor x = Tensor.of(Shape.of(2, 2), 0.5, -1.5, 2.0, 3.0);
    private final Tensor gradient = x.square().mul(3);
    private final Function<Tensor, Tensor> cubic = t -> t.mul(t).mul(t).sum();
    private final Assignment sheet = new Assignment("Exercise");

    @Test
    void aRightGradientIsRight() {
        sheet.gradient("dx", () -> gradient, cubic, x);
        assertThat(sheet.isDone()).isTrue();
        assertThat(sheet.toString()).startsWith("Exercise: all 1 checks are right\n  right  dx: relative error ");
    }

    @Test
    void aHoleSaysWhereItIsAndWhatIsWantedAndTheNextCheckIsMade() {
        sheet.answer("first", () -> Hole.fill("x times two, [2, 2]"), x.mul(2));
        sheet.answer("second", () -> x.mul(2), x.mul(2));
        assertThat(sheet.isDone()).isFalse();
        assertThat(sheet.toString())
                .startsWith(
                        "Exercise: 1 of 2 checks right, 1 wait for a hole\n  hole   first (AssignmentTest.java, line ")
                .contains("wanted: x times two, [2, 2]", "right  second");
    }

    @Test
    void aKnownMistakeIsNamed() {
        sheet.gradient("dx", () -> gradient.mul(4), cubic, x, Mistake.times(4, "did you divide by N?"));
        assertThat(sheet.toString()).contains("WRONG  dx: relative error 6.0e-01", "did you divide by N?");
    }

    @Test
    void whatNobodyForesawIsAtLeastDescribed() {
        sheet.gradient("sign", () -> gradient.neg(), cubic, x);
        sheet.gradient("scale", () -> gradient.mul(2.5), cubic, x);
        sheet.gradient("nothing", () -> gradient.mul(0), cubic, x);
        assertThat(sheet.toString())
                .contains(
                        "every number has the wrong sign",
                        "every number is 2.500 times what it should be",
                        "all zeros: is the result written anywhere?");
    }

    @Test
    void oneWrongNumberIsFoundInItsPlace() {
        Tensor wrong = Tensor.of(Shape.of(2, 2), 0.75, 6.75, 12.5, 27);
        sheet.gradient("dx", () -> wrong, cubic, x);
        assertThat(sheet.toString()).contains("at [1, 0]: yours 12.5000, measured 12.0000");
    }

    @Test
    void anotherShapeAndAnErrorAreFindingsToo() {
        Tensor wide = Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
        sheet.answer("turned", () -> wide.transpose(), wide);
        sheet.answer("broken", () -> x.matmul(wide.transpose()), x);
        sheet.number("none", () -> Double.NaN, 1);
        assertThat(sheet.toString())
                .contains(
                        "WRONG  turned: yours is [3, 2], wanted is [2, 3]\n           is it transposed?",
                        "WRONG  broken: it ended with ShapeException",
                        "WRONG  none: relative error Infinity");
    }

    @Test
    void labelsAndScoresAreCheckedToo() {
        sheet.same("labels", () -> new int[] {1, 2}, new int[] {1, 3}, "look again");
        sheet.atLeast("accuracy", () -> 0.8, 0.9, "more steps?");
        sheet.atLeast("enough", () -> 0.95, 0.9, "");
        assertThat(sheet.toString())
                .contains(
                        "WRONG  labels: yours [1, 2], right [1, 3]\n           look again",
                        "WRONG  accuracy: yours 0.800, at least 0.900 is wanted\n           more steps?",
                        "right  enough: 0.950");
    }
}
