package fovea.bench.libtorch;

import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.Size;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** {@link Classification} in libtorch. */
final class ClassifierStep implements Contestant.Training {
    private final Classification work;
    private final TorchNet net;
    private final Tensor pixels;
    private final Tensor labels;
    private final Optimizer optimizer;

    ClassifierStep(Classification work, Layout layout) {
        this.work = work;
        net = TorchNet.learning(work.net(), layout);
        Size in = work.net().in();
        pixels = layout.of(Blob.floats(work.pixels(), work.batch(), in.channels(), in.height(), in.width()));
        labels = Blob.integers(work.labels());
        optimizer = Optimizers.of(work.update(), net.parameters());
    }

    @Override
    public float loss() {
        try (PointerScope _ = new PointerScope()) {
            optimizer.zero_grad();
            Tensor loss = Autocast.of(work.precision(), () -> torch.cross_entropy_loss(net.forward(pixels), labels));
            loss.backward();
            optimizer.step();
            return loss.item_float();
        }
    }
}
