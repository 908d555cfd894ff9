package fovea.train;

import fovea.data.Batch;
import fovea.data.DataException;
import fovea.data.Epoch;
import fovea.data.FeatureSource;
import fovea.data.Loader;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Features;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Named;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.SequencedMap;

/**
 * A network of which the last layer alone learns, a linear one, from what the others make of pictures: since these stay as they are, that is
 * computed once (Donahue et al. 2014, <a href="https://arxiv.org/abs/1310.1531">arXiv:1310.1531</a>; Razavian et al. 2014, <a
 * href="https://arxiv.org/abs/1403.6382">arXiv:1403.6382</a>).
 *
 * <pre>{@code
 * Probe probe = Probe.of(model);
 * Loader train = new Loader(probe.features(pictures), LoaderOptions.training(32, seed));
 * Training training = Training.of(probe, Sgd.of(probe.last(), 0.9, 0), Schedule.oneCycle(0.01), Loss::crossEntropy)
 *         .withLearned(probe.last().parameters());
 * }</pre>
 *
 * <p>Its variables are the network's, under the same names: what is learned, the network has, and a checkpoint of the one is one of the other.
 *
 * <p>Shapes: features {@code [N, D, 1, 1]} → {@code [N, classes]}.
 *
 * @param model the whole network
 * @param last its last layer, with the same parameters
 */
public record Probe(Layer model, Linear last) implements Layer, Named {
    /** As much of an answer may be lost to rounding, where sums are taken in another order. */
    private static final double TOLERANCE = 1e-3;

    private static final String REMEDY =
            "give a network that ends in a linear layer, or train the last layer with the frozen ones before it";

    /**
     * A probe of a network.
     *
     * @throws ShapeException if its last layer with parameters is not linear
     */
    public static Probe of(Layer model) {
        SequencedMap<String, List<Parameter>> layers = Transfer.layers(model);
        List<Parameter> own = layers.isEmpty() ? List.of() : layers.lastEntry().getValue();
        if (own.isEmpty() || own.size() > 2 || own.getFirst().shape().rank() != 2) {
            throw new ShapeException(
                    "probe",
                    "the last layer is %s with %s"
                            .formatted(
                                    own.isEmpty() ? "none" : layers.lastEntry().getKey(),
                                    own.stream().map(p -> p.shape().toString()).toList()),
                    REMEDY);
        }
        return new Probe(model, new Linear(own.getFirst(), own.size() == 2 ? own.get(1) : null));
    }

    @Override
    public Tensor forward(Tensor features) {
        return last.forward(features.flatten());
    }

    @Override
    public SequencedMap<String, ?> parts() {
        return Variables.of(model).named();
    }

    /**
     * What the network makes of all pictures of a loader, in the order of its source.
     *
     * @param pictures each once, such as with {@link fovea.data.LoaderOptions#evaluation}
     * @throws DataException if Java's heap has no room for it
     * @throws ShapeException if something behind the last layer changes its answers, so that it is no linear classifier
     */
    public FeatureSource features(Loader pictures) {
        int count = pictures.source().size();
        int width = last.weight().shape().size(1);
        checkRoom(count, width, free());
        float[] numbers = new float[count * width];
        int[] labels = new int[count];
        Compiled features = Compiled.of(in -> List.of(Features.of(model, in.getFirst())));
        Feed feed = new Feed();
        try (Epoch epoch = pictures.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                float[] rows = Region.run(() -> {
                    Tensor x = feed.pixels(batch);
                    Tensor y = features.run(x).getFirst();
                    if (batch.number() == 0) {
                        checkLinear(x, y);
                    }
                    return y.toArray();
                });
                for (int n = 0; n < batch.size(); n++) {
                    System.arraycopy(rows, n * width, numbers, batch.index(n) * width, width);
                    labels[batch.index(n)] = batch.labels()[n];
                }
            }
        }
        return new FeatureSource(width, numbers, labels, pictures.source().classes());
    }

    private void checkLinear(Tensor x, Tensor features) {
        Tensor whole = Pass.inference(() -> model.forward(x));
        boolean fits = features.shape().rank() == 2
                && features.shape().size(1) == last.weight().shape().size(1);
        double off = fits ? whole.sub(forward(features)).abs().max().item() : Double.POSITIVE_INFINITY;
        double most = whole.abs().max().item();
        if (!(off <= TOLERANCE * Math.max(1, most))) {
            throw new ShapeException(
                    "probe",
                    "the network answers up to %.3g, its last layer on features %s something else by %.3g"
                            .formatted(most, features.shape(), off),
                    REMEDY);
        }
    }

    private static long free() {
        Runtime java = Runtime.getRuntime();
        return java.maxMemory() - (java.totalMemory() - java.freeMemory());
    }

    /** Refuses what would fill the heap; a fifth is left to all else. */
    static void checkRoom(int count, int width, long free) {
        long bytes = (long) count * width * Float.BYTES;
        if (bytes > free / 5 * 4 || (long) count * width > Integer.MAX_VALUE - 8) {
            throw new DataException(
                    "probe: features of %,d pictures, %,d numbers each, take %,d MB, and Java's heap has %,d MB left"
                            .formatted(count, width, bytes >> 20, free >> 20),
                    "take fewer pictures, give Java a larger heap, or run the frozen layers at every step");
        }
    }
}
