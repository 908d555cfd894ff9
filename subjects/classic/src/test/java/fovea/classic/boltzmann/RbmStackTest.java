package fovea.classic.boltzmann;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.autograd.Autograd;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.train.optim.Adam;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** On pictures of bars: each row and each column of 4 × 4 pixels is white with probability 1/4 (Földiák 1990). */
class RbmStackTest {
    private static final int SIDE = 4;

    private final RandomGenerator random = new SplittableRandom(9);

    private Tensor bars(int count) {
        float[] x = new float[count * SIDE * SIDE];
        for (int n = 0; n < count; n++) {
            for (int bar = 0; bar < 2 * SIDE; bar++) {
                if (random.nextInt(4) == 0) {
                    for (int k = 0; k < SIDE; k++) {
                        x[n * SIDE * SIDE + (bar < SIDE ? bar * SIDE + k : k * SIDE + bar - SIDE)] = 1;
                    }
                }
            }
        }
        return Tensor.of(Shape.of(count, SIDE * SIDE), x);
    }

    @Test
    void eachMachineLearnsToRememberWhatItSees() {
        Tensor x = bars(600);
        RbmStack stack = RbmStack.of(random, SIDE * SIDE, 12, 8);
        List<List<Double>> errors = stack.pretrain(x, new RbmStack.Recipe(40, 20, 0.1), RandomStream.of(4));
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0).getLast()).isLessThan(0.5 * errors.get(0).getFirst());
        assertThat(errors.get(1).getLast()).isLessThan(0.8 * errors.get(1).getFirst());
        double before = error(RbmStack.of(random, SIDE * SIDE, 12, 8).autoencoder(), x);
        assertThat(error(stack.autoencoder(), x)).isLessThan(0.75 * before);
    }

    private static double error(Sequential net, Tensor x) {
        return net.forward(x).sub(x).square().mean().item();
    }

    /** The likelihood that CD only approximates rises as well; the machine is small enough to know it. */
    @Test
    void theLikelihoodOfTheDataRises() {
        Tensor x = bars(400);
        Rbm machine = Rbm.of(SIDE * SIDE, 10, random);
        double before = likelihood(machine, x);
        new RbmStack(List.of(machine)).pretrain(x, new RbmStack.Recipe(60, 20, 0.1), RandomStream.of(4));
        assertThat(likelihood(machine, x)).isGreaterThan(before + 1);
    }

    /** Nats a picture. */
    private static double likelihood(Rbm machine, Tensor x) {
        return -machine.freeEnergy(x).mean().item() - machine.logPartition().item();
    }

    @Test
    void theDeepNetBeginsWithTheMachinesWeightsAndLearnsOn() {
        Tensor x = bars(64);
        RbmStack stack = RbmStack.of(random, SIDE * SIDE, 12, 8);
        Sequential encoder = stack.encoder();
        Tensor top = stack.machines().get(1).hidden(stack.machines().get(0).hidden(x));
        assertThat(encoder.forward(x).toArray()).containsExactly(top.toArray(), Offset.offset(1e-6f));
        Tensor labels = Tensor.of(Shape.of(64), labels(x));
        Sequential net = stack.classifier(2, random);
        Adam optimizer = Adam.of(net);
        optimizer.setLearningRate(0.05);
        double first = 0;
        double last = 0;
        for (int step = 0; step < 60; step++) {
            var result = Autograd.valueAndGradients(net.parameters(), () -> Loss.crossEntropy(net.forward(x), labels));
            optimizer.step(result.gradients());
            last = result.value().item();
            first = step == 0 ? last : first;
        }
        assertThat(last).isLessThan(0.3 * first);
        assertThat(encoder.forward(x).toArray()).containsExactly(top.toArray(), Offset.offset(1e-6f));
    }

    /** Whether the first row is white. */
    private static int[] labels(Tensor x) {
        float[] pixels = x.toArray();
        int[] labels = new int[x.shape().size(0)];
        for (int n = 0; n < labels.length; n++) {
            boolean white = true;
            for (int k = 0; k < SIDE; k++) {
                white &= pixels[n * SIDE * SIDE + k] == 1;
            }
            labels[n] = white ? 1 : 0;
        }
        return labels;
    }
}
