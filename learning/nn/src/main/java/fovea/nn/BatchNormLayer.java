package fovea.nn;

import fovea.tensor.BatchNorm;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.State;
import fovea.tensor.Tensor;

/**
 * Batch normalization: in training with the statistics of the batch (see {@link BatchNorm}), which also move the running ones,
 *
 * <pre>  running ← (1 − momentum) · running + momentum · batch</pre>
 *
 * with the variance of the batch unbiased, as PyTorch does; in inference with the running ones.
 *
 * <p>Shapes: {@code x [N, C, ...]} → {@code y} alike; all variables are {@code [C]}.
 *
 * @param weight the scale γ, 1 at first
 * @param bias the shift β, 0 at first
 * @param momentum the weight of the new value; 0.1 as PyTorch's
 * @param epsilon added to the variance; 1e-5 as PyTorch's
 */
public record BatchNormLayer(
        Parameter weight, Parameter bias, State runningMean, State runningVar, double momentum, double epsilon)
        implements Layer {

    /** A fresh one for this many channels. */
    public static BatchNormLayer of(int channels) {
        Shape shape = Shape.of(channels);
        return new BatchNormLayer(
                new Parameter(Tensor.ones(shape)),
                new Parameter(Tensor.zeros(shape)),
                new State(Tensor.zeros(shape)),
                new State(Tensor.ones(shape)),
                0.1,
                1e-5);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Pass.isTraining() ? learn(x) : answer(x);
    }

    private Tensor learn(Tensor x) {
        double each = x.shape().elements() / (double) x.shape().size(1);
        if (each < 2) {
            throw new ShapeException(
                    "batchNorm",
                    "x is " + x.shape() + ", one value a channel",
                    "one value has no variance to learn from; use batches of 2 or more");
        }
        Tensor[] y = new BatchNorm(epsilon).outputs(x, weight.get(), bias.get());
        move(runningMean, y[1]);
        move(runningVar, y[2].mul(each / (each - 1)));
        return y[0];
    }

    private void move(State running, Tensor batch) {
        running.set(running.get().mul(1 - momentum).add(batch.mul(momentum)));
    }

    private Tensor answer(Tensor x) {
        Tensor scale = weight.get().mul(runningVar.get().add(epsilon).sqrt().reciprocal());
        Tensor shift = bias.get().sub(runningMean.get().mul(scale));
        int[] sizes = new int[x.shape().rank()];
        java.util.Arrays.fill(sizes, 1);
        sizes[1] = weight.shape().size(0);
        Shape perChannel = Shape.of(sizes);
        return x.mul(scale.reshape(perChannel)).add(shift.reshape(perChannel));
    }
}
