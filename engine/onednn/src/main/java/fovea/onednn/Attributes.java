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
 */
record Attributes(List<PostOp> postOps) {

    static final Attributes NONE = new Attributes(List.of());

    Attributes {
        postOps = List.copyOf(postOps);
    }

    /** These arguments, and one more for each binary post-op. */
    int[] withOperands(int... args) {
        IntStream operands = IntStream.range(0, postOps.size())
                .filter(i -> postOps.get(i) instanceof PostOp.Combine)
                .map(Arg::postOp);
        return IntStream.concat(IntStream.of(args), operands).toArray();
    }

    static Attributes of(PostOp... postOps) {
        return new Attributes(List.of(postOps));
    }
}
