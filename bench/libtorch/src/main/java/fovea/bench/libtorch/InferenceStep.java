package fovea.bench.libtorch;

import fovea.bench.Contestant;
import fovea.bench.Inference;
import fovea.bench.Size;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** {@link Inference} in libtorch, eager, in its mode for it, with batch norm folded by hand. */
final class InferenceStep implements Contestant.Step {
    /** In force on this thread from here on. */
    @SuppressWarnings("unused")
    private final InferenceMode mode = new InferenceMode(true);

    private final Inference work;
    private final TorchNet net;
    private final Tensor pixels;
    private final float[] logits;

    InferenceStep(Inference work, Layout layout) {
        this.work = work;
        net = TorchNet.trained(work.net(), layout);
        Size in = work.net().in();
        pixels = layout.of(Blob.floats(work.pixels(), work.batch(), in.channels(), in.height(), in.width()));
        logits = new float[work.batch() * work.net().out().elements()];
    }

    @Override
    public float[] run() {
        try (PointerScope _ = new PointerScope()) {
            Tensor answer =
                    Autocast.of(work.precision(), () -> net.forward(pixels)).toType(ScalarType.Float);
            answer.contiguous().data_ptr_float().get(logits);
            return logits;
        }
    }
}
