package fovea.lessons;

import fovea.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * A mistake that many make, known by its result: if an answer is what the right one becomes through it, the hint is the right one to give.
 *
 * @param hint a question, such as {@code did you divide by N?}
 * @param makes what the mistake makes of the right answer
 */
public record Mistake(String hint, UnaryOperator<Tensor> makes) {

    /** A mistake that leaves every number so many times too large. */
    public static Mistake times(double factor, String hint) {
        return new Mistake(hint, right -> right.mul(factor));
    }

    /** A mistake that leaves something out of, or adds something to, the right answer. */
    public static Mistake gives(Tensor wrong, String hint) {
        return new Mistake(hint, _ -> wrong);
    }
}
