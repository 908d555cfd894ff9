package fovea.onednn;

import fovea.device.Kernel;
import fovea.device.Layout;
import fovea.device.Operand;
import fovea.tensor.Conv;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a convolution's weights from narrow images, of which several are first put side by side with zeros between them. The
 * kernels for AMX tiles add up along a row, 32 numbers of bf16 at a time, and fill up what a row lacks: of images 7 pixels wide three quarters
 * of the work is for nothing. Zeros between the images, and in the result's gradient below them, add nothing to the sums (only an infinite pixel at an
 * edge makes numbers of the gradient none that it had no part in).
 *
 * <pre>  x [N, C, H, W] → [N/g, C, H, g (W + gap)]</pre>
 *
 * Measured (two cores with AMX, 1,000 images of 256 channels, 3 × 3 weights): 7 × 7 pixels 128 ms, 39 when joined; 3 × 3 pixels 43 and 14.
 */
final class JoinedWeightGradient implements Kernel {
    /** Pixels from which a row is long enough by itself. */
    private static final int NARROW = 9;

    /** Pixels that a joined row has at least: what the tiles take at a time. */
    private static final int LONG = 32;

    private final Kernel kernel;
    private final Layout[] inputs;
    private final Rows x;
    private final Rows dy;

    private JoinedWeightGradient(Kernel kernel, Layout[] inputs, Rows x, Rows dy) {
        this.kernel = kernel;
        this.inputs = inputs;
        this.x = x;
        this.dy = dy;
    }

    /**
     * How rows are put together.
     *
     * @param images all of them
     * @param joined images in a row
     * @param height of an image
     * @param bytes of a row of one image
     * @param pitch bytes from an image of a joined row to the next
     */
    private record Rows(int images, int joined, int height, long bytes, long pitch) {

        static Rows of(Spec image, int joined, int pitch) {
            Shape shape = image.shape();
            long pixel = (long) shape.size(1) * image.dtype().bytes();
            return new Rows(shape.size(0), joined, shape.size(2), shape.size(3) * pixel, pitch * pixel);
        }

        long size() {
            return (long) images * height * pitch;
        }

        void join(MemorySegment from, MemorySegment to) {
            Team.run((part, parts) -> {
                int first = images * part / parts;
                int last = images * (part + 1) / parts;
                for (int n = first; n < last; n++) {
                    for (int h = 0; h < height; h++) {
                        long place = (((long) n / joined * height + h) * joined + n % joined) * pitch;
                        MemorySegment.copy(from, ((long) n * height + h) * bytes, to, place, bytes);
                        to.asSlice(place + bytes, pitch - bytes).fill((byte) 0);
                    }
                }
            });
        }
    }

    /** Whether rows are so short that it pays on AMX. */
    static boolean pays(Spec dy) {
        return dy.shape().size(-1) < NARROW;
    }

    /** For two-dimensional convolutions of one group whose rows can be joined; null for others. */
    static @Nullable Kernel of(Conv c, Operand x, Operand dy, Spec dw) {
        if (c.window().rank() != 2 || c.groups() != 1) {
            return null;
        }
        Shape from = x.spec().shape();
        Shape to = dy.spec().shape();
        int stride = c.window().stride(1);
        int before = c.window().before(1);
        int after = c.window().after(1);
        int gap = (Math.max(before, after) + stride - 1) / stride;
        int pitch = to.size(3) + gap;
        int joined = joined(to.size(0), pitch);
        if (joined == 1 || stride * pitch < from.size(3) + Math.max(before, after)) {
            return null;
        }
        Spec wide = wide(x.spec(), joined, stride * pitch);
        Spec wideGradient = wide(dy.spec(), joined, pitch);
        if (!new Conv(c.window(), 1).infer(wide, dw)[0].shape().equals(wideGradient.shape())) {
            return null;
        }
        return new JoinedWeightGradient(
                ConvolutionKernels.plainWeightGradient(c, wide, wideGradient, dw),
                new Layout[] {ConvolutionKernels.imageLayout(x.spec()), ConvolutionKernels.imageLayout(dy.spec())},
                Rows.of(x.spec(), joined, stride * pitch),
                Rows.of(dy.spec(), joined, pitch));
    }

    /** The least number of images that go into the batch and make a row long enough; 1 if there is none. */
    private static int joined(int batch, int pitch) {
        for (int joined = 1; joined <= batch; joined++) {
            if (batch % joined == 0 && joined * pitch >= LONG) {
                return joined;
            }
        }
        return 1;
    }

    private static Spec wide(Spec image, int joined, int pitch) {
        Shape shape = image.shape();
        Shape wide = Shape.of(shape.size(0) / joined, shape.size(1), shape.size(2), joined * pitch);
        return new Spec(wide, image.dtype());
    }

    @Override
    public String name() {
        return kernel.name() + ", " + x.joined + " images in a row";
    }

    @Override
    public Layout input(int i) {
        return inputs[i];
    }

    @Override
    public Layout output(int i) {
        return kernel.output(i);
    }

    @Override
    public void run(MemorySegment[] in, MemorySegment[] out) {
        MemorySegment joined = Scratch.beside(x.size() + dy.size());
        MemorySegment[] rows = {joined.asSlice(0, x.size()), joined.asSlice(x.size(), dy.size())};
        x.join(in[0], rows[0]);
        dy.join(in[1], rows[1]);
        kernel.run(rows, out);
    }
}
