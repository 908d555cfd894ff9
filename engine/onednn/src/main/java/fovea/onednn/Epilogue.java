package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Finished;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a convolution or product does to its result before it stores it, in oneDNN's terms.
 *
 * @param bias one number a channel, or null
 * @param addend what is added where it is read beside the result, or null where it is what the result held before
 */
record Epilogue(
        Finished finished,
        @Nullable MemoryDesc bias,
        @Nullable MemoryDesc addend,
        Attributes attributes) {

    /**
     * For a bias of this type.
     *
     * @param bias the sizes of the bias as oneDNN wants them
     */
    static Epilogue of(Finished f, DataType type, long... bias) {
        return of(f, null, type, bias);
    }

    /**
     * With an addend of its own.
     *
     * @param addend as the result lies; null where the kernel is to add to what the result holds
     */
    static Epilogue of(Finished f, @Nullable MemoryDesc addend, DataType type, long... bias) {
        List<PostOp> steps = new ArrayList<>();
        if (f.added()) {
            steps.add(addend == null ? new PostOp.Accumulate(1) : new PostOp.Combine(Binary.Kind.ADD, addend));
        }
        if (f.rectified()) {
            steps.add(new PostOp.Apply(Eltwise.Kind.RELU, 0, 0));
        }
        return new Epilogue(
                f,
                f.biased() ? MemoryDesc.dense(type, bias) : null,
                f.added() ? addend : null,
                new Attributes(steps, List.of()));
    }

    /** The kernel around {@code p}, whose inputs are x, w, then bias and addend where there are. */
    Kernel kernel(Primitive p, Layout x, Layout w, Layout y, Operand[] in) {
        List<Layout> inputs = new ArrayList<>(List.of(x, w));
        List<Integer> from = new ArrayList<>(List.of(0, 1));
        if (finished.biased()) {
            inputs.add(Layout.rowMajor(in[2].spec().shape()));
            from.add(2);
        }
        from.add(~0);
        if (finished.added()) {
            inputs.add(y);
        }
        if (addend != null) {
            from.add(in.length - 1);
        }
        Kernel kernel = new PrimitiveKernel(
                p,
                inputs.toArray(Layout[]::new),
                new Layout[] {y},
                false,
                from.stream().mapToInt(Integer::intValue).toArray());
        return finished.added() && addend == null ? new AccumulatingKernel(kernel, in.length - 1) : kernel;
    }
}
