package fovea.classic.boltzmann;

import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Tensor;
import fovea.train.optim.Optimizer;
import fovea.train.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Machines on top of each other, each trained on what the one below makes of the data, and a deep net that begins with their weights: how
 * deep nets were first trained (Hinton and Salakhutdinov 2006, "Reducing the dimensionality of data with neural networks", <a
 * href="https://doi.org/10.1126/science.1127647">doi:10.1126/science.1127647</a>).
 *
 * @param machines from the data up
 */
public record RbmStack(List<Rbm> machines) {

    /** Copies the list and refuses machines that do not fit. */
    public RbmStack {
        machines = List.copyOf(machines);
        for (int i = 1; i < machines.size(); i++) {
            int below = machines.get(i - 1).hiddenBias().shape().size(0);
            int above = machines.get(i).visibleBias().shape().size(0);
            if (below != above) {
                throw new IllegalArgumentException(
                        "stack: machine %d has %d hidden units and the next %d visible ones\n  they must be as many"
                                .formatted(i - 1, below, above));
            }
        }
    }

    /** A fresh stack of these sizes, the data's first. */
    public static RbmStack of(RandomGenerator random, int... sizes) {
        List<Rbm> machines = new ArrayList<>();
        for (int i = 1; i < sizes.length; i++) {
            machines.add(Rbm.of(sizes[i - 1], sizes[i], random));
        }
        return new RbmStack(machines);
    }

    /**
     * How each machine is trained: by CD-1 with momentum 0.5 in the first five passes and 0.9 from then on, weights decaying by 2e-4, as in
     * the supplement of the paper.
     *
     * @param rate 0.1 in the paper
     * @param batch examples of a step, 100 in the paper; what does not fill one is left out
     */
    public record Recipe(int epochs, int batch, double rate) {
        private static final int SLOW = 5;
        private static final double DECAY = 2e-4;

        /** The paper's: 50 passes, batches of 100, rate 0.1. */
        public static final Recipe PAPER = new Recipe(50, 100, 0.1);
    }

    /**
     * Trains one machine after the other.
     *
     * @param x {@code [N, V]}, from 0 to 1, in random order
     * @return of each machine the mean square of what it gets wrong, after each pass
     */
    public List<List<Double>> pretrain(Tensor x, Recipe recipe, RandomStream random) {
        List<List<Double>> errors = new ArrayList<>();
        Tensor seen = x;
        for (Rbm machine : machines) {
            Tensor data = seen;
            errors.add(train(machine, data, recipe, random));
            seen = Region.run(() -> machine.hidden(data));
        }
        return errors;
    }

    private static List<Double> train(Rbm machine, Tensor x, Recipe recipe, RandomStream random) {
        Sgd slow = Sgd.of(parameters(machine), 0.5, 0);
        slow.setLearningRate(recipe.rate());
        Compiled first = step(machine, slow.withElasticNet(0, Recipe.DECAY), random);
        Compiled later = step(machine, slow.withMomentum(0.9).withElasticNet(0, Recipe.DECAY), random);
        int batches = x.shape().size(0) / recipe.batch();
        List<Double> errors = new ArrayList<>();
        for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
            Compiled step = epoch < Recipe.SLOW ? first : later;
            double sum = 0;
            for (int b = 0; b < batches; b++) {
                int from = b * recipe.batch();
                sum += Region.run(() -> step.run(x.slice(0, from, from + recipe.batch())))
                        .getFirst()
                        .item();
            }
            errors.add(sum / Math.max(1, batches));
        }
        return errors;
    }

    private static Compiled step(Rbm machine, Optimizer optimizer, RandomStream random) {
        return Compiled.of(in -> {
            Contrast contrast = Contrast.of(machine, in.getFirst(), random);
            optimizer.step(contrast.gradients());
            return List.of(contrast.error());
        });
    }

    private static List<Parameter> parameters(Rbm machine) {
        return List.of(machine.weight(), machine.visibleBias(), machine.hiddenBias());
    }

    /** From data to the top as sigmoid layers with copies of the weights, {@code [N, V]} → {@code [N, H]}; to be trained further. */
    public Sequential encoder() {
        List<Layer> layers = new ArrayList<>();
        for (Rbm machine : machines) {
            layers.add(layer(machine.weight().get(), machine.hiddenBias().get()));
            layers.add(Tensor::sigmoid);
        }
        return new Sequential(layers);
    }

    /** From the top back to data, weights transposed. */
    public Sequential decoder() {
        List<Layer> layers = new ArrayList<>();
        for (Rbm machine : machines.reversed()) {
            layers.add(layer(
                    machine.weight().get().transpose(), machine.visibleBias().get()));
            layers.add(Tensor::sigmoid);
        }
        return new Sequential(layers);
    }

    /** {@link #encoder} and then {@link #decoder}: the "unrolled" net of the paper's figure 1. */
    public Sequential autoencoder() {
        return Sequential.of(encoder(), decoder());
    }

    /** {@link #encoder} with a fresh linear layer on top, to be trained by labels. */
    public Sequential classifier(int classes, RandomGenerator random) {
        int top = machines.getLast().hiddenBias().shape().size(0);
        return Sequential.of(encoder(), Linear.of(top, classes, random));
    }

    private static Linear layer(Tensor weight, Tensor bias) {
        return new Linear(new Parameter(weight), new Parameter(bias));
    }
}
