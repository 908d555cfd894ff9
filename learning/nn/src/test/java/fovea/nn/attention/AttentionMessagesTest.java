package fovea.nn.attention;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Mistakes with attention, word for word. */
class AttentionMessagesTest {
    private final MultiHeadAttention layer =
            MultiHeadAttention.of(AttentionOptions.of(4, 2).withKdim(6), new SplittableRandom(1));

    private static Tensor t(int... sizes) {
        return Tensor.ones(Shape.of(sizes));
    }

    private static void mistake(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessage(message.formatted());
    }

    @Test
    void operandsThatDoNotFit() {
        mistake(
                () -> DotProduct.plain().attend(t(3, 4), t(5, 6), t(5, 2)),
                "attention: q is [3, 4], k [5, 6] and v [5, 2]%n"
                        + "  they must be [..., L, E], [..., S, E] and [..., S, V]");
        mistake(
                () -> layer.attend(t(3, 2, 4), t(5, 2, 4), t(5, 2, 4)),
                "attention: q is [3, 2, 4], k [5, 2, 4] and v [5, 2, 4]%n"
                        + "  they must be [L, N, 4], [S, N, 6] and [S, N, 4], or all without N");
        mistake(
                () -> AdditiveAttention.of(2, 3, 4, new SplittableRandom(1)).attend(t(2, 2), t(3, 5, 3)),
                "attention: the query is [2, 2] and k [3, 5, 3]%n  they must be [N, Q] and [N, S, K]");
    }

    @Test
    void masksThatDoNotFit() {
        Tensor q = t(3, 2, 4);
        Tensor k = t(5, 2, 6);
        Tensor v = t(5, 2, 4);
        mistake(
                () -> layer.attend(q, k, v, AttentionMasks.scores(t(5, 3))),
                "attention: the mask of scores is [5, 3]%n  it must be [3, 5] or [4, 3, 5]");
        mistake(
                () -> layer.attend(q, k, v, AttentionMasks.padding(t(5, 2))),
                "attention: the mask of padding is [5, 2]%n  it must be [2, 5]");
        mistake(
                () -> layer.attend(q, k, v, AttentionMasks.padding(Tensor.of(Shape.of(2, 5), new int[10]))),
                "attention: the mask is i32[2, 1, 1, 5] and the scores are f32[2, 2, 3, 5]%n"
                        + "  a mask is bool, or of the scores' type and added to them");
        mistake(() -> Mask.padding(t(2), 3), "padding: the lengths are f32[2]%n  they must be [N] of i32 or i64");
    }

    @Test
    void optionsThatMakeNoSense() {
        mistake(
                () -> AttentionOptions.of(5, 2),
                "attention: embedDim is 5 and numHeads 2%n"
                        + "  the heads share the features equally: embedDim must be a multiple of numHeads");
        mistake(
                () -> AttentionOptions.of(4, 2).withDropout(-1),
                "attention: dropout is -1.0%n  it is a share, from 0 to 1");
        mistake(() -> AttentionOptions.of(4, 2).withVdim(0), "attention: kdim is 4 and vdim 0%n  they are 1 or more");
    }

    @Test
    void aLayerOfATransformerSaysWhere() {
        TransformerEncoder encoder = TransformerEncoder.of(2, TransformerOptions.of(4, 2), new SplittableRandom(1));
        mistake(
                () -> encoder.forward(t(3, 2, 5)),
                "attention: q is [3, 2, 5], k [3, 2, 5] and v [3, 2, 5]%n"
                        + "  they must be [L, N, 4], [S, N, 4] and [S, N, 4], or all without N%n"
                        + "  in self_attn%n  in layers.0");
    }

    @Test
    void moreStepsThanPlaces() {
        Positions.Learned places = Positions.Learned.of(4, 2, false, new SplittableRandom(1));
        mistake(
                () -> places.forward(t(5, 1, 2)),
                "positions: x is [5, 1, 2] and the weight [4, 2]%n  there are places for 4 steps of 2 features");
        mistake(() -> places.forward(t(5)), "positions: x is [5]%n  x must be [T, N, E] or [T, E]");
    }
}
