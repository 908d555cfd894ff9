package fovea.nn.loss;

import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * Connectionist temporal classification: the negative logarithm of the probability that a sequence of labels is read from a longer sequence
 * of frames, {@code L = −ln Σ_π Π_t p_t(π_t)} over all ways π to write one label or a blank in each frame that give the sequence once
 * repeats are merged and blanks dropped (Graves et al. 2006; PyTorch's {@code ctc_loss}).
 *
 * <p>Computed in the logarithm of probabilities, from the first frame to the last. A sequence that no π gives, because it is longer than its frames, has an
 * infinite loss, and so gradients that are not finite, unless {@code zeroInfinity} makes both 0.
 *
 * <p>Gradient: minus the probability, given the sequence, that a frame has the label. Through {@code logSoftmax} it is
 * {@code softmax(x) − } that. PyTorch gives log-probabilities that latter gradient also where nothing normalizes them.
 *
 * <p>Half precision is computed in single.
 *
 * <p>Shapes: log-probabilities {@code [T, N, C]}, targets {@code [N, S]} padded with anything, or all one behind the other {@code [ΣS]},
 * lengths {@code [N]} → {@code [N]}; or {@code [T, C]}, {@code [S]} and {@code []} → {@code []}. The mean is that of each loss divided by
 * the length of its sequence, or by 1 for an empty one.
 *
 * @param blank the class that is no label; PyTorch's default is 0
 */
public record Ctc(int blank, boolean zeroInfinity, Reduction reduction) {
    private static final String NAME = "ctc";

    /** The mean, with class 0 for the blank; infinite losses stay. */
    public Ctc() {
        this(0, false, Reduction.MEAN);
    }

    public Ctc withBlank(int to) {
        return new Ctc(to, zeroInfinity, reduction);
    }

    public Ctc withZeroInfinity(boolean to) {
        return new Ctc(blank, to, reduction);
    }

    public Ctc withReduction(Reduction to) {
        return new Ctc(blank, zeroInfinity, to);
    }

    /**
     * The loss, shape {@code []} but for {@link Reduction#NONE}.
     *
     * @param frames how many frames of each example count, one number if there is no batch
     * @param lengths how long each sequence is
     */
    public Tensor of(Tensor logProbabilities, Tensor targets, int[] frames, int[] lengths) {
        checkTypes(logProbabilities, targets);
        int n = examples(logProbabilities);
        int t = logProbabilities.shape().size(0);
        int sequence = targets.shape().rank() == 2
                ? targets.shape().size(1)
                : targets.shape().size(0);
        checkLengths("frames", frames, n, t);
        checkLengths("lengths", lengths, n, sequence);
        int longest = Arrays.stream(lengths).max().orElse(0);
        int most = Arrays.stream(frames).max().orElse(0);
        Tensor read = logProbabilities.slice(0, 0, most, 1);
        Tensor written = targets.shape().rank() == 2 ? targets.slice(1, 0, longest, 1) : targets;
        if (written.shape().rank() == 1 && Arrays.stream(lengths).asLongStream().sum() != sequence) {
            throw new ShapeException(
                    NAME,
                    "the targets are " + targets.spec() + " and the lengths " + Arrays.toString(lengths),
                    "targets one behind the other must be as many as all lengths in sum");
        }
        boolean all = Arrays.stream(frames).allMatch(each -> each == most);
        return of(read, written, longest, vector(frames), vector(lengths), all);
    }

    /**
     * The loss for lengths that are tensors, which a traced function may be handed; {@code [N]} of whole numbers, or {@code []} if there is no
     * batch. A length that is negative or too large makes the loss not-a-number.
     */
    public Tensor of(Tensor logProbabilities, Tensor targets, Tensor frames, Tensor lengths) {
        checkTypes(logProbabilities, targets);
        int n = examples(logProbabilities);
        for (Tensor each : new Tensor[] {frames, lengths}) {
            if (!each.dtype().isInteger()
                    || each.shape().rank() > 1
                    || each.shape().elements() != n
                    || (each.shape().rank() == 0 && logProbabilities.shape().rank() == 3)) {
                throw new ShapeException(
                        NAME,
                        "the log-probabilities are " + logProbabilities.spec() + ", the frames " + frames.spec()
                                + " and the lengths " + lengths.spec(),
                        "frames and lengths must be [" + n + "] of whole numbers");
            }
        }
        Tensor t = frames.cast(DType.I64).reshape(Shape.of(n));
        Tensor s = lengths.cast(DType.I64).reshape(Shape.of(n));
        return of(logProbabilities, targets, targets.shape().size(-1), t, s, false);
    }

    private Tensor of(Tensor read, Tensor targets, int longest, Tensor frames, Tensor lengths, boolean allFrames) {
        if (read.dtype() == DType.F16 || read.dtype() == DType.BF16) {
            return of(read.cast(DType.F32), targets, longest, frames, lengths, allFrames)
                    .cast(read.dtype());
        }
        int n = examples(read);
        int time = read.shape().size(0);
        int classes = read.shape().size(-1);
        Tensor sequences = CtcLattice.padded(targets, n, longest, lengths, blank);
        Tensor lattice = read.reshape(Shape.of(time, n, classes));
        Tensor found = new CtcLattice(lattice, sequences, frames, lengths, blank).losses(allFrames);
        Tensor impossible = found.ge(-0.1 * CtcLattice.NEVER);
        Tensor losses = zeroInfinity
                ? impossible.where(0, found)
                : found.mul(impossible.where(Tensor.full(found.spec(), Double.POSITIVE_INFINITY), 1));
        Tensor wrong = frames.lt(0).or(frames.gt(time)).or(lengths.lt(0)).or(lengths.gt(longest));
        losses = wrong.where(Double.NaN, losses);
        if (reduction == Reduction.MEAN) {
            losses = losses.div(lengths.maximum(1).cast(read.dtype()));
        }
        return reduction.of(read.shape().rank() == 2 ? losses.reshape(Shape.SCALAR) : losses);
    }

    private void checkTypes(Tensor x, Tensor targets) {
        int rank = x.shape().rank();
        boolean fits = (rank == 2 || rank == 3)
                && x.dtype().isFloating()
                && targets.dtype().isInteger()
                && (targets.shape().rank() == 1
                        || (targets.shape().rank() == 2 && targets.shape().size(0) == examples(x)));
        if (!fits) {
            throw new ShapeException(
                    NAME,
                    "the log-probabilities are " + x.spec() + " and the targets " + targets.spec(),
                    "log-probabilities must be [T, N, C] and targets [N, S] or [ΣS] of whole numbers, or [T, C] and [S]");
        }
        if (blank < 0 || blank >= x.shape().size(-1)) {
            throw new ShapeException(
                    NAME,
                    "the blank is " + blank + " and the log-probabilities are " + x.spec(),
                    "the blank must be one of the classes, 0 to " + (x.shape().size(-1) - 1));
        }
    }

    private static void checkLengths(String name, int[] lengths, int n, int most) {
        if (lengths.length != n) {
            throw new ShapeException(
                    NAME, name + " are " + Arrays.toString(lengths), "there must be " + n + ", one for each example");
        }
        for (int each : lengths) {
            if (each < 0 || each > most) {
                throw new ShapeException(NAME, name + " are " + Arrays.toString(lengths), "each must be 0 to " + most);
            }
        }
    }

    private static int examples(Tensor x) {
        return x.shape().rank() == 3 ? x.shape().size(1) : 1;
    }

    private static Tensor vector(int[] values) {
        return Tensor.of(
                Shape.of(values.length), Arrays.stream(values).asLongStream().toArray());
    }
}
