package fovea.bench.libtorch;

import fovea.bench.Adversaries;
import fovea.bench.Contestant;
import fovea.bench.Size;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** {@link Adversaries} in libtorch; the discriminator's weights rest while the generator learns, which saves their gradients. */
final class AdversariesStep implements Contestant.Training {
    private final Adversaries work;
    private final TorchNet generator;
    private final TorchNet discriminator;
    private final Optimizer generatorUpdate;
    private final Optimizer discriminatorUpdate;
    private final Tensor images;
    private final Tensor noise;
    private final Tensor yes = torch.ones(Adversaries.BATCH, 1);
    private final Tensor no = torch.zeros(Adversaries.BATCH, 1);

    AdversariesStep(Adversaries work, Layout layout) {
        this.work = work;
        generator = TorchNet.learning(work.generator(), layout);
        discriminator = TorchNet.learning(work.discriminator(), layout);
        generatorUpdate = Optimizers.of(Adversaries.UPDATE, generator.parameters());
        discriminatorUpdate = Optimizers.of(Adversaries.UPDATE, discriminator.parameters());
        images = layout.of(rows(work.pixels(), work.discriminator().in()));
        noise = layout.of(rows(work.noise(), work.generator().in()));
    }

    private static Tensor rows(float[] values, Size size) {
        return Blob.floats(values, Adversaries.BATCH, size.channels(), size.height(), size.width());
    }

    @Override
    public float loss() {
        try (PointerScope _ = new PointerScope()) {
            Tensor fakes = Autocast.of(work.precision(), () -> generator.forward(noise));
            discriminatorUpdate.zero_grad();
            float loss = learn(images, yes) + learn(fakes.detach(), no);
            discriminatorUpdate.step();
            generatorUpdate.zero_grad();
            discriminator.parameters().forEach(parameter -> parameter.set_requires_grad(false));
            loss += learn(fakes, yes);
            discriminator.parameters().forEach(parameter -> parameter.set_requires_grad(true));
            generatorUpdate.step();
            return loss;
        }
    }

    private float learn(Tensor x, Tensor answer) {
        Tensor loss = Autocast.of(
                work.precision(), () -> torch.binary_cross_entropy_with_logits(discriminator.forward(x), answer));
        loss.backward();
        return loss.item_float();
    }
}
