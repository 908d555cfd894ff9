package fovea.bench.libtorch;

import fovea.bench.CharacterModel;
import fovea.bench.Contestant;
import fovea.bench.Weight;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** {@link CharacterModel} in libtorch, with its own LSTM. */
final class CharacterStep implements Contestant.Training {
    private final CharacterModel work;
    private final TensorVector recurrent;
    private final Tensor weight;
    private final TensorOptional bias;
    private final Tensor text;
    private final Tensor targets;
    private final TensorVector zeros;
    private final Optimizer optimizer;

    CharacterStep(CharacterModel work) {
        this.work = work;
        List<Tensor> all = new ArrayList<>();
        for (Weight each : work.weights()) {
            Tensor parameter = Blob.of(each);
            parameter.set_requires_grad(true);
            all.add(parameter);
        }
        int last = all.size() - 2;
        recurrent = new TensorVector(all.subList(0, last).toArray(new Tensor[0]));
        weight = all.get(last);
        bias = new TensorOptional(all.get(last + 1));
        text = Blob.floats(work.oneHot(), CharacterModel.SEQUENCE, CharacterModel.BATCH, CharacterModel.VOCABULARY);
        targets = Blob.integers(work.targets());
        zeros = new TensorVector(state(), state());
        optimizer = Optimizers.of(CharacterModel.UPDATE, all);
    }

    private static Tensor state() {
        return torch.zeros(CharacterModel.LAYERS, CharacterModel.BATCH, CharacterModel.HIDDEN);
    }

    @Override
    public float loss() {
        try (PointerScope _ = new PointerScope()) {
            optimizer.zero_grad();
            Tensor loss = Autocast.of(work.precision(), this::forward);
            loss.backward();
            optimizer.step();
            return loss.item_float();
        }
    }

    private Tensor forward() {
        Tensor hidden = torch.lstm(text, zeros, recurrent, true, CharacterModel.LAYERS, 0, true, false, false)
                .get0();
        Tensor logits = torch.linear(hidden.reshape(-1, CharacterModel.HIDDEN), weight, bias);
        return torch.cross_entropy_loss(logits, targets);
    }
}
