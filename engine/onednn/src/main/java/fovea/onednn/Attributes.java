package fovea.onednn;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a primitive does besides its own mathematics.
 *
 * <p>Scratchpads are always given by the caller ({@code dnnl_scratchpad_mode_user}): in oneDNN's own mode they belong to the thread
 * that made the primitive, and running it on another thread is not defined.
 *
 * @param postOps steps done to the result before it is stored, first to last
 * @param scales what arguments are multiplied by; given with each run
 */
record Attributes(List<PostOp> postOps, List<Scale> scales) {

    static final Attributes NONE = new Attributes(List.of(), List.of());

    Attributes {
        postOps = List.copyOf(postOps);
        scales = List.copyOf(scales);
    }

    /**
     * Numbers, of single precision, that an argument is multiplied by; one more argument, {@link Arg#scales}.
     *
     * @param arg which argument
     * @param mask the axes along which there is a number each, a bit an axis; 0 for one number
     * @param count how many numbers there are
     */
    record Scale(int arg, int mask, long count) {}

    /** With one number that {@code arg} is multiplied by. */
    static Attributes scaling(int arg) {
        return new Attributes(List.of(), List.of(new Scale(arg, 0, 1)));
    }

    /** These arguments, one more for each binary post-op, and one more for each scale. */
    int[] withOperands(int... args) {
        IntStream operands = IntStream.range(0, postOps.size())
                .filter(i -> postOps.get(i) instanceof PostOp.Combine)
                .map(Arg::postOp);
        IntStream factors = scales.stream().mapToInt(s -> Arg.scales(s.arg()));
        return IntStream.concat(IntStream.concat(IntStream.of(args), operands), factors)
                .toArray();
    }

    static Attributes of(PostOp... postOps) {
        return new Attributes(List.of(postOps), List.of());
    }
}
