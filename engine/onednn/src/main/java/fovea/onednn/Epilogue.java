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
 */
record Epilogue(Finished finished, @Nullable MemoryDesc bias, Attributes attributes) {

    /**
     * For a bias of this type.
     *
     * @param bias the sizes of the bias as oneDNN wants them
     */
    static Epilogue of(Finished f, DataType type, long... bias) {
        List<PostOp> steps = new ArrayList<>();
        if (f.added()) {
            steps.add(new PostOp.Accumulate(1));
        }
        if (f.rectified()) {
            steps.add(new PostOp.Apply(Eltwise.Kind.RELU, 0, 0));
        }
        return new Epilogue(f, f.biased() ? MemoryDesc.dense(type, bias) : null, new Attributes(steps));
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
        Kernel kernel = new PrimitiveKernel(
                p,
                inputs.toArray(Layout[]::new),
                new Layout[] {y},
                false,
                from.stream().mapToInt(Integer::intValue).toArray());
        return finished.added() ? new AccumulatingKernel(kernel, in.length - 1) : kernel;
    }
}
