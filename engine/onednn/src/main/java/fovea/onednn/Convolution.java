package fovea.onednn;

import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions and their two gradients, over one to three spatial axes.
 *
 * <p>Shapes: {@code src [N, C, H, W]}, {@code weights [O, C, KH, KW]} or grouped {@code [G, O/G, C/G, KH, KW]}, {@code bias [O]},
 * {@code dst [N, O, H', W']} with {@code H' = ⌊(H + before + after − (KH − 1)·(dilation + 1) − 1) / stride⌋ + 1}.
 *
 * <p>Leave the layout of weights and their gradient open ({@link MemoryDesc#any}) and reorder. With channels-last images, weights in
 * the order {@code O, C, KH, KW} or {@code O, KH, KW, C} fall to oneDNN's reference loops, orders of magnitude slower, and {@code KH,
 * KW, C, O} is fast forward but not backward (3.11, AVX-512).
 */
final class Convolution {

    private static final MethodHandle FORWARD =
            Dnnl.function("dnnl_convolution_forward_primitive_desc_create", "LLIILLLLLLLLL");
    private static final int DIRECT = 1;

    private Convolution() {}

    /** Linked apart: inference needs no gradients. */
    private static final class Backward {
        static final MethodHandle DATA =
                Dnnl.function("dnnl_convolution_backward_data_primitive_desc_create", "LLILLLLLLLLL");
        static final MethodHandle WEIGHTS =
                Dnnl.function("dnnl_convolution_backward_weights_primitive_desc_create", "LLILLLLLLLLLL");
    }

    /** {@code dst = src ⋆ weights (+ bias)}. Takes SRC, WEIGHTS, [BIAS], DST, then the operands of binary post-ops. */
    static Primitive forward(
            Pass pass,
            MemoryDesc src,
            MemoryDesc weights,
            @Nullable MemoryDesc bias,
            MemoryDesc dst,
            Window window,
            Attributes attributes) {
        try (Build b = new Build(task("convolve", src, weights, dst, window))) {
            long pd = forward(b, pass, src, weights, bias, dst, window, attributes);
            return b.primitive(pd, attributes.withOperands(Arg.SRC, Arg.WEIGHTS, Arg.BIAS, Arg.DST));
        }
    }

    /** The gradient by {@code src}. Takes DIFF_DST, WEIGHTS, DIFF_SRC. */
    static Primitive backwardData(MemoryDesc diffSrc, MemoryDesc weights, MemoryDesc diffDst, Window window) {
        try (Build b = new Build(task("differentiate by its input", diffSrc, weights, diffDst, window))) {
            long hint = forward(
                    b, Pass.TRAINING, diffSrc.toAny(), weights.toAny(), null, diffDst.toAny(), window, Attributes.NONE);
            long pd = b.made((int) Backward.DATA.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    DIRECT,
                    b.desc(diffSrc),
                    b.desc(weights),
                    b.desc(diffDst),
                    b.sizes(window.strides()),
                    b.sizes(window.dilations()),
                    b.sizes(window.before()),
                    b.sizes(window.after()),
                    hint,
                    b.attributes(Attributes.NONE)));
            return b.primitive(pd, Arg.DIFF_DST, Arg.WEIGHTS, Arg.DIFF_SRC);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    /** The gradients by {@code weights} and bias. Takes SRC, DIFF_DST, DIFF_WEIGHTS, [DIFF_BIAS]. */
    static Primitive backwardWeights(
            MemoryDesc src, MemoryDesc diffWeights, @Nullable MemoryDesc diffBias, MemoryDesc diffDst, Window window) {
        try (Build b = new Build(task("differentiate by its weights", src, diffWeights, diffDst, window))) {
            long hint = forward(
                    b,
                    Pass.TRAINING,
                    src.toAny(),
                    diffWeights.toAny(),
                    diffBias,
                    diffDst.toAny(),
                    window,
                    Attributes.NONE);
            long pd = b.made((int) Backward.WEIGHTS.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    DIRECT,
                    b.desc(src),
                    b.desc(diffWeights),
                    b.desc(diffBias),
                    b.desc(diffDst),
                    b.sizes(window.strides()),
                    b.sizes(window.dilations()),
                    b.sizes(window.before()),
                    b.sizes(window.after()),
                    hint,
                    b.attributes(Attributes.NONE)));
            return b.primitive(pd, Arg.SRC, Arg.DIFF_DST, Arg.DIFF_WEIGHTS, Arg.DIFF_BIAS);
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    private static long forward(
            Build b,
            Pass pass,
            MemoryDesc src,
            MemoryDesc weights,
            @Nullable MemoryDesc bias,
            MemoryDesc dst,
            Window window,
            Attributes attributes) {
        try {
            return b.made((int) FORWARD.invokeExact(
                    b.out(),
                    Dnnl.engine(),
                    pass.code(),
                    DIRECT,
                    b.desc(src),
                    b.desc(weights),
                    b.desc(bias),
                    b.desc(dst),
                    b.sizes(window.strides()),
                    b.sizes(window.dilations()),
                    b.sizes(window.before()),
                    b.sizes(window.after()),
                    b.attributes(attributes)));
        } catch (Throwable t) {
            throw Link.unexpected(t);
        }
    }

    private static Supplier<String> task(String verb, MemoryDesc x, MemoryDesc w, MemoryDesc y, Window window) {
        return () -> verb.equals("convolve")
                ? "convolve " + x + " with " + w + " to " + y + ", " + window
                : verb + " the convolution of " + x + " with " + w + " to " + y + ", " + window;
    }
}
