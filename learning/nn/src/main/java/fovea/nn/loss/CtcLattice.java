package fovea.nn.loss;

import fovea.tensor.Concat;
import fovea.tensor.CumSum;
import fovea.tensor.DType;
import fovea.tensor.OneHot;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.stream.LongStream;

/**
 * The states of {@link Ctc} over the frames. A sequence of S labels has {@code K = 2S + 1} states: its labels with blanks before, between
 * and after. From frame to frame a state stays, goes to the next, or skips a blank between two labels that differ; the logarithm of the
 * probability to have arrived in state s by frame t is
 *
 * <pre>  α_t(s) = ln(e^α_t−1(s) + e^α_t−1(s−1) + [may skip to s] e^α_t−1(s−2)) + ln p_t(label of s)</pre>
 *
 * (Graves et al. 2006, equation 6), and before the first frame 0 in the first state. The recursion is written in ops over all examples
 * and states; its gradient is the way back over the same lattice.
 *
 * @param x log-probabilities, {@code [T, N, C]}
 * @param sequences labels, blank where a sequence has ended; {@code i64 [N, S]}
 * @param frames {@code i64 [N]}
 * @param lengths of the sequences, {@code i64 [N]}
 */
record CtcLattice(Tensor x, Tensor sequences, Tensor frames, Tensor lengths, int blank) {

    /** The logarithm of a probability of 0: finite, so that no difference of two is undefined, and beyond all sums of real ones. */
    static final double NEVER = -1e30;

    /**
     * Sequences as a rectangle {@code i64 [N, longest]} with blanks where they have ended.
     *
     * @param targets such a rectangle with anything there, or all sequences one behind the other
     */
    static Tensor padded(Tensor targets, int n, int longest, Tensor lengths, int blank) {
        Tensor labels = targets.cast(DType.I64);
        Tensor at = counted(longest).reshape(Shape.of(1, longest));
        Tensor inside = at.lt(lengths.reshape(Shape.of(n, 1)));
        if (labels.shape().rank() == 1) {
            if (longest == 0) {
                return Tensor.full(new Spec(Shape.of(n, 0), DType.I64), blank);
            }
            Tensor starts = new CumSum(0, false).apply(lengths).sub(lengths).reshape(Shape.of(n, 1));
            labels = labels.take(0, inside.where(starts.add(at), 0));
        }
        return inside.where(labels, blank);
    }

    private static Tensor counted(int n) {
        return Tensor.of(Shape.of(n), LongStream.range(0, n).toArray());
    }

    /**
     * The loss of each example, {@code [N]}; {@code −}{@link #NEVER} or more for what is impossible.
     *
     * @param allFrames whether all frames count for all examples
     */
    Tensor losses(boolean allFrames) {
        int time = x.shape().size(0);
        int n = x.shape().size(1);
        Tensor states = states();
        int k = states.shape().size(1);
        Tensor counts = counted(time).reshape(Shape.of(time, 1, 1)).lt(frames.reshape(Shape.of(1, n, 1)));
        Tensor emitted = emitted(states, allFrames ? x : counts.where(x, 0));
        Tensor skips = mayNotSkip(states);
        Tensor first = Tensor.of(Shape.of(1), 0L).eq(counted(k).reshape(Shape.of(1, k)));
        Tensor alpha = first.where(0, Tensor.full(new Spec(Shape.of(n, k), x.dtype()), NEVER));
        Tensor front = edge(k);
        for (int t = 0; t < time; t++) {
            Tensor frame = emitted.slice(0, t, t + 1, 1).reshape(Shape.of(n, k));
            Tensor next = step(alpha, skips, front).add(frame);
            alpha = allFrames
                    ? next
                    : counts.slice(0, t, t + 1, 1).reshape(Shape.of(n, 1)).where(next, alpha);
        }
        return arrived(alpha);
    }

    /** The labels of the states, with a blank before, between and after; {@code [N, K]}. */
    private Tensor states() {
        int n = sequences.shape().size(0);
        int s = sequences.shape().size(1);
        Tensor blanks = Tensor.full(new Spec(Shape.of(n, s, 1), DType.I64), blank);
        Tensor pairs = new Concat(2).apply(blanks, sequences.reshape(Shape.of(n, s, 1)));
        Tensor last = Tensor.full(new Spec(Shape.of(n, 1), DType.I64), blank);
        return new Concat(1).apply(pairs.reshape(Shape.of(n, 2 * s)), last);
    }

    /** What frames give to each state's label, {@code [T, N, C]} → {@code [T, N, K]}. */
    private static Tensor emitted(Tensor states, Tensor frames) {
        int n = frames.shape().size(1);
        int c = frames.shape().size(2);
        int k = states.shape().size(1);
        // A product with ones and zeros picks exactly. The weights, all 1, refuse labels that are no class.
        Labels labels = Labels.of(states, c, frames.dtype(), null);
        Tensor hot = new OneHot(c, frames.dtype()).apply(labels.places());
        Tensor checked = hot.mul(labels.weights().reshape(Shape.of(n * k, 1))).reshape(Shape.of(n, k, c));
        return frames.maximum(NEVER)
                .permute(1, 0, 2)
                .matmul(checked.transpose())
                .permute(1, 0, 2);
    }

    /** {@link #NEVER} where a state may not be reached from the last but one before it, else 0; {@code [N, K]}. */
    private Tensor mayNotSkip(Tensor states) {
        int k = states.shape().size(1);
        int from = Math.min(2, k);
        Tensor same = states.slice(1, from, k, 1).eq(states.slice(1, 0, k - from, 1));
        Tensor none = Tensor.full(new Spec(same.shape(), x.dtype()), NEVER);
        return same.where(none, 0).pad(1, from, 0);
    }

    /** {@link #NEVER} in two states before the first, where nothing comes from; {@code [1, K + 2]}. */
    private Tensor edge(int k) {
        return Tensor.full(new Spec(Shape.of(1, 2), x.dtype()), NEVER).pad(1, 0, k);
    }

    private static Tensor step(Tensor alpha, Tensor skips, Tensor front) {
        int k = alpha.shape().size(1);
        Tensor all = alpha.pad(1, 2, 0).add(front);
        Tensor before = all.slice(1, 1, k + 1, 1);
        Tensor skipped = all.slice(1, 0, k, 1).add(skips);
        // The sum does not depend on what is taken out of it, so nothing need be differentiated through it.
        Tensor most = alpha.maximum(before).maximum(skipped).stopGradient();
        Tensor sum = alpha.sub(most)
                .exp()
                .add(before.sub(most).exp())
                .add(skipped.sub(most).exp());
        return sum.log().add(most);
    }

    /** Minus the logarithm of the probability to be in the last label's state or the last blank's. */
    private Tensor arrived(Tensor alpha) {
        int n = alpha.shape().size(0);
        int k = alpha.shape().size(1);
        Tensor at = counted(k).reshape(Shape.of(1, k));
        Tensor end = lengths.mul(2).reshape(Shape.of(n, 1));
        Tensor last = at.eq(end).or(at.eq(end.sub(1))).where(alpha, NEVER);
        Tensor most = last.max(1).stopGradient();
        Tensor sum = last.sub(most.reshape(Shape.of(n, 1))).exp().sum(1);
        return sum.log().add(most).neg();
    }
}
