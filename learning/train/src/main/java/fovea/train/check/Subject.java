package fovea.train.check;

import fovea.data.Batch;
import fovea.data.DataSet;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.MemorySource;
import fovea.data.Sample;
import fovea.data.Source;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.Training;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is examined: a way to make the network, and what it is to learn from.
 *
 * @param fresh makes a network, the same every time
 * @param optimizer makes what will change it, without decay of weights
 * @param loss of logits {@code [N, classes]}
 * @param set whose training half is looked at
 * @param batchSize pictures in a step
 * @param lr the highest learning rate that training is to have
 * @param seed of the order of pictures and of dropout
 */
public record Subject(
        Supplier<? extends Layer> fresh,
        Function<Layer, Optimizer> optimizer,
        Loss loss,
        DataSet set,
        int batchSize,
        double lr,
        long seed) {

    /** Refuses a rate that is none. */
    public Subject {
        if (!(lr > 0) || batchSize < 1) {
            throw new IllegalArgumentException(
                    "check: learning rate %s, batches of %d%n  both must be above 0".formatted(lr, batchSize));
        }
    }

    /** How a network is trained; the rate is set from step to step. */
    Training training(Layer model) {
        return Training.of(model, optimizer.apply(model), Schedule.constant(lr), loss)
                .withRandom(RandomStream.of(seed));
    }

    int classes() {
        return set.classes().size();
    }

    /** Batches in an order of their own, as training sees them but for its augmentation. */
    Loader batches() {
        int size = Math.min(batchSize, set.train().size());
        return new Loader(set.train(), set.normalization(), LoaderOptions.training(size, seed));
    }

    /** So many pictures in one batch, of every class as many as of the others where there are enough. */
    Loader few(int count) {
        Source train = set.train();
        int most = Math.ceilDiv(count, classes());
        int[] taken = new int[classes()];
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < train.size() && samples.size() < count; i++) {
            Sample sample = train.get(i);
            if (taken[sample.label()]++ < most) {
                samples.add(sample);
            }
        }
        return new Loader(
                new MemorySource(samples, train.classes()),
                set.normalization(),
                LoaderOptions.evaluation(samples.size()));
    }

    /** One batch, as tensors: pictures {@code [N, C, H, W]} and labels {@code [N]}. */
    List<Tensor> batch() {
        try (Epoch epoch = batches().epoch(0)) {
            Batch batch = epoch.next();
            int n = batch.size();
            int pixels = batch.height() * batch.width() * batch.channels();
            float[] x = Arrays.copyOf(batch.pixels(), n * pixels);
            Tensor lastChannels = Tensor.of(Shape.of(n, batch.height(), batch.width(), batch.channels()), x);
            Tensor labels = Tensor.of(Shape.of(n), Arrays.copyOf(batch.labels(), n));
            return List.of(lastChannels.permute(0, 3, 1, 2), labels);
        }
    }
}
