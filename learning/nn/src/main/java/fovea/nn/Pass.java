package fovea.nn;

import fovea.tensor.RandomStream;
import fovea.tensor.ShapeException;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a model is learning or answering, for the length of a lambda, and what random numbers it learns with. It is no flag on the model,
 * so it cannot be left on by mistake; outside any pass a model answers. Batch normalization and dropout read it. And where in the model the
 * pass is, which gives names to intermediate values.
 */
public final class Pass {
    private static final ScopedValue<Boolean> TRAINING = ScopedValue.newInstance();

    /** What the layers of a pass of training draw from, one after the other. */
    private static final ScopedValue<RandomStream> RANDOM = ScopedValue.newInstance();

    /** The names of the layers that run now, from the outside in. */
    private static final ScopedValue<String> PATH = ScopedValue.newInstance();

    /** The innermost of them. */
    private static final ScopedValue<Layer> LAYER = ScopedValue.newInstance();

    /** What a step that is no layer of its own does. */
    private static final ScopedValue<String> KIND = ScopedValue.newInstance();

    private Pass() {}

    /**
     * Runs {@code work} as a pass of training whose layers draw their random numbers from {@code random}, in the order in which they run. The
     * same seed gives the same numbers, at once and compiled; a checkpoint that holds the stream goes on where it was.
     */
    public static <T> T training(RandomStream random, Supplier<T> work) {
        return ScopedValue.where(TRAINING, true).where(RANDOM, random).call(work::get);
    }

    /** Runs {@code work} as a pass of training, with the random numbers of the pass around it, if there is one that has some. */
    public static <T> T training(Supplier<T> work) {
        return ScopedValue.where(TRAINING, true).call(work::get);
    }

    /** Runs {@code work} as a pass of inference, also inside a pass of training. */
    public static <T> T inference(Supplier<T> work) {
        return ScopedValue.where(TRAINING, false).call(work::get);
    }

    /**
     * As {@link #inference(Supplier)}, with random numbers for the layers that choose by chance in inference too, such as {@link
     * FractionalMaxPool}: several such passes may answer differently, and their mean better.
     */
    public static <T> T inference(RandomStream random, Supplier<T> work) {
        return ScopedValue.where(TRAINING, false).where(RANDOM, random).call(work::get);
    }

    /**
     * Gives an intermediate value of the model a name, below the names of the layers that run now: {@code tap("relu", y)} within a layer
     * called {@code layer3.0} names it {@code layer3.0.relu}. Whoever runs the model can read it there ({@link Taps#observe}) and
     * differentiate by it, without editing the model. Gives back the same value.
     */
    public static Tensor tap(String name, Tensor y) {
        return Taps.tap(path(name), y);
    }

    private static String path(String name) {
        return PATH.isBound() ? PATH.get() + "." + name : name;
    }

    /** The names of the layers that run now, from the outside in, such as {@code layer3.0}; empty where none has one. */
    public static String path() {
        return PATH.orElse("");
    }

    /** The innermost layer that runs now under a name. */
    public static Optional<Layer> layer() {
        return LAYER.isBound() ? Optional.of(LAYER.get()) : Optional.empty();
    }

    /** What the step that runs now does, in the words of whoever runs it with {@link #step}. */
    public static Optional<String> kind() {
        return KIND.isBound() ? Optional.of(KIND.get()) : Optional.empty();
    }

    /**
     * Runs a step that is no layer of its own, such as a node of a graph out of a file, under a name.
     *
     * @param kind what it does, for those who look at the model
     */
    public static <T> T step(String name, String kind, Supplier<T> work) {
        return ScopedValue.where(PATH, path(name)).where(KIND, kind).call(work::get);
    }

    /** Runs a layer under its name. */
    static Tensor part(String name, Layer layer, Tensor x) {
        String path = path(name);
        try {
            return Taps.tap(
                    path, ScopedValue.where(PATH, path).where(LAYER, layer).call(() -> layer.forward(x)));
        } catch (ShapeException e) {
            throw e.in(name + (layer instanceof Record ? " (" + layer.getClass().getSimpleName() + ")" : ""));
        }
    }

    /**
     * What a layer of the pass in force draws from.
     *
     * @param layer who asks, for the message
     * @throws IllegalStateException if the pass was not given any random numbers
     */
    public static RandomStream random(String layer) {
        if (!RANDOM.isBound()) {
            throw new IllegalStateException(layer + " draws random numbers, and this pass of training has none"
                    + System.lineSeparator() + "  Pass.training(RandomStream.of(seed), …) gives it some");
        }
        return RANDOM.get();
    }

    /** Whether the pass in force was given random numbers. */
    static boolean hasRandom() {
        return RANDOM.isBound();
    }

    /** Whether the pass in force is one of training. */
    public static boolean isTraining() {
        return TRAINING.orElse(false);
    }
}
