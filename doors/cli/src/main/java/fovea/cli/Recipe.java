package fovea.cli;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.LoaderOptions;
import fovea.data.Views;
import fovea.nn.Layer;
import fovea.tensor.Parameter;
import fovea.train.Precision;
import fovea.train.Probe;
import fovea.train.Training;
import fovea.train.Transfer;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import fovea.train.optim.WeightAverage;
import fovea.zoo.Architectures;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained: numbers, and a {@link Method} by name.
 *
 * @param name of one of {@link Recipes}, whose method it is; empty for the usual one
 * @param lr the highest learning rate
 * @param weightDecay of all parameters
 * @param shift up to so many pixels, any way
 * @param mirror every second image
 */
record Recipe(
        String name,
        String model,
        int epochs,
        int batchSize,
        double lr,
        double weightDecay,
        int shift,
        boolean mirror,
        Extras extras,
        Beginning beginning) {
    private static final double MOMENTUM = 0.9;

    /**
     * What is done beside the plain steps.
     *
     * @param precision of the forward pass
     * @param accumulation batches that a step learns from
     * @param averaging β of the exponential average of weights that is measured; 0 for the weights themselves
     * @param patience epochs without a better accuracy after which training ends; 0 for as many as there are
     * @param snapshots cycles of the rate, each of which leaves a model; 0 for the usual schedule
     * @param layerRate by which the rate falls from a layer to the one before it; 1 for the same rate everywhere
     */
    record Extras(
            Precision precision, int accumulation, double averaging, int patience, int snapshots, double layerRate) {
        static final Extras NONE = new Extras(Precision.F32, 1, 0, 0, 0, 1);

        Extras with(Precision other) {
            return new Extras(other, accumulation, averaging, patience, snapshots, layerRate);
        }
    }

    /**
     * What a model begins with.
     *
     * @param weights the file that the model, one of {@link Architectures} or the file's own, began with; empty where it began fresh
     * @param learned how many of its last layers are trained; 0 for all
     * @param probe whether what the others make of pictures is computed once
     */
    record Beginning(String weights, int learned, boolean probe) {
        static final Beginning FRESH = new Beginning("", 0, false);
    }

    Recipe(String model, int epochs, int batchSize, double lr, double weightDecay, int shift, boolean mirror) {
        this("", model, epochs, batchSize, lr, weightDecay, shift, mirror, Extras.NONE, Beginning.FRESH);
    }

    /** What works for a set and a model; measured on the sets named for the first four, guessed for folders and other models. */
    static Recipe of(String data, String model) {
        boolean digits = data.equals("mnist");
        boolean scenes = data.equals("scenes"); // every picture is drawn shifted, turned and mirrored as it is
        boolean mirror = !digits;
        return switch (model) {
            case "linear" -> new Recipe(model, 5, 128, 0.02, 0, 0, false);
            case "mlp" -> new Recipe(model, 10, 128, 0.05, 1e-4, 0, false);
            case "lenet5" -> new Recipe(model, digits ? 5 : 20, 64, 0.05, 5e-4, digits ? 1 : 2, mirror);
            // Fifty layers with momentum fly apart at the rate of shallow ones.
            case "plain_mlp50", "highway_mlp50" -> new Recipe(model, 10, 64, 0.005, 1e-4, 0, false);
            // As their papers have them: of drop-path, and of logits that no ReLU must shut for good.
            case "fractalnet", "fractalnet40" -> usual(model, digits, scenes).with(digits ? 5 : 20, 100, 0.02, 5e-4);
            case "all_cnn_c", "strided_cnn_c", "convpool_cnn_c" ->
                usual(model, digits, scenes).with(digits ? 5 : 20, 128, 0.01, 5e-4);
            default -> usual(model, digits, scenes);
        };
    }

    /** Nets without normalization take small steps. */
    private static Recipe usual(String model, boolean digits, boolean scenes) {
        boolean mirror = !digits;
        if (!Models.isNormalized(model)) {
            return new Recipe(model, digits ? 5 : 20, 64, 0.02, 5e-4, scenes ? 0 : digits ? 1 : 2, mirror && !scenes);
        }
        return scenes
                ? new Recipe(model, 3, 64, 0.1, 5e-4, 0, false)
                : new Recipe(model, digits ? 3 : 10, 128, 0.2, 5e-4, digits ? 2 : 4, mirror);
    }

    /** The model a set gets where none is named. */
    static String modelFor(String data) {
        return data.equals("mnist") || data.equals("fashion-mnist") ? "lenet5" : "resnet20";
    }

    /** A network that is there already, at a tenth of the usual rate: it is to change little. */
    static Recipe from(String model, Beginning beginning) {
        return new Recipe("", model, 10, 32, 0.01, 1e-4, 0, true, Extras.NONE, beginning);
    }

    /** The same, called so. */
    Recipe named(String called) {
        return new Recipe(called, model, epochs, batchSize, lr, weightDecay, shift, mirror, extras, beginning);
    }

    Recipe with(int newEpochs, int newBatchSize, double newLr, double newWeightDecay) {
        return new Recipe(
                name, model, newEpochs, newBatchSize, newLr, newWeightDecay, shift, mirror, extras, beginning);
    }

    Recipe with(Extras others) {
        return new Recipe(name, model, epochs, batchSize, lr, weightDecay, shift, mirror, others, beginning);
    }

    /** Whether its network is that of an ONNX file, which holds its own weights. */
    boolean isImported() {
        return isTransfer() && Recognizer.isOnnx(model);
    }

    boolean isTransfer() {
        return !beginning.weights.isEmpty();
    }

    private Method method() {
        return name.isEmpty() ? Method.USUAL : Recipes.named(name).method();
    }

    /** All choices for a model. */
    Training training(Layer trained) {
        Method method = method();
        Layer learning = trained instanceof Probe probe ? probe.last() : trained;
        double beta = extras.averaging;
        Training all = Training.of(trained, method.optimizer().apply(learning, this), schedule(), method.loss())
                .withPrecision(extras.precision)
                .withAccumulation(extras.accumulation)
                .withAverage(beta == 0 ? null : WeightAverage.exponential(learning, beta))
                .withPatience(extras.patience);
        return beginning.learned == 0 ? all : all.withLearned(last(trained));
    }

    private List<Parameter> last(Layer trained) {
        int there = Transfer.layers(trained).size();
        if (beginning.learned > there) {
            throw new CommandException(
                    "--freeze-all-but is %d, and %s has %d layers with parameters"
                            .formatted(beginning.learned, model, there),
                    "give 1 to " + there);
        }
        return Transfer.last(trained, beginning.learned);
    }

    /** In which views the trained model is measured; null for every picture once, as it is. */
    @Nullable
    Views views() {
        return method().views();
    }

    Schedule schedule() {
        return extras.snapshots > 0
                ? Schedule.snapshots(lr, extras.snapshots)
                : method().schedule().apply(lr);
    }

    /** Readies a fresh model for its data. */
    void prepare(Layer fresh, DataSet set) {
        if (isTransfer() && !isImported()) {
            try (fovea.zoo.Weights open = fovea.zoo.Weights.of(Path.of(beginning.weights))) {
                open.fittingInto(fresh);
            }
        }
        method().preparation().accept(fresh, set);
    }

    /** SGD, looking ahead. */
    static Optimizer nesterov(Layer trained, Recipe recipe) {
        double layerRate = recipe.extras.layerRate;
        return layerRate == 1 ? recipe.sgd(trained) : Transfer.layerRates(trained, layerRate, recipe::sgd);
    }

    private Optimizer sgd(Object part) {
        return Sgd.of(part, MOMENTUM, weightDecay).withNesterov();
    }

    LoaderOptions loading(long seed) {
        Augmentation shifted = shift == 0 ? Augmentation.none() : Augmentation.padAndCrop(shift);
        Augmentation usual = mirror ? shifted.then(Augmentation.flip()) : shifted;
        return LoaderOptions.training(batchSize, seed)
                .withAugmentation(usual.then(method().augmentation()))
                .withStart(method().start());
    }
}
