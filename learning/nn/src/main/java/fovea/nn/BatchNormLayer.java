package fovea.nn;

import fovea.tensor.BatchNorm;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization: in training with the statistics of the batch (see {@link BatchNorm}), which also move the running ones,
 *
 * <pre>  running ← (1 − momentum) · running + momentum · batch</pre>
 *
 * with the variance of the batch unbiased, as PyTorch does; in inference with the running ones, or where there are none the batch's again.
 *
 * <p>Shapes: {@code x [N, C, ...]} → {@code y} alike; variables are {@code [C]}.
 *
 * @param weight the scale γ, 1 at first; or null for none
 * @param bias the shift β, 0 at first; or null for none
 * @param runningMean 0 at first; or null for no running statistics
 * @param runningVar 1 at first; or null
 * @param numBatchesTracked how many batches were learned from, {@code i64 []}, if all are to count alike, the momentum of the n-th being
 *     1/n; else null
 * @param momentum the weight of the new value; 0.1 as PyTorch's
 * @param epsilon added to the variance; 1e-5 as PyTorch's
 */
public record BatchNormLayer(
        @Nullable Parameter weight,
        @Nullable Parameter bias,
        @Nullable State runningMean,
        @Nullable State runningVar,
        @Nullable State numBatchesTracked,
        double momentum,
        double epsilon)
        implements Layer {

    /** With a momentum. */
    public BatchNormLayer(
            @Nullable Parameter weight,
            @Nullable Parameter bias,
            @Nullable State runningMean,
            @Nullable State runningVar,
            double momentum,
            double epsilon) {
        this(weight, bias, runningMean, runningVar, null, momentum, epsilon);
    }

    /** A fresh one for this many channels. */
    public static BatchNormLayer of(int channels) {
        Shape shape = Shape.of(channels);
        return new BatchNormLayer(
                Initial.scale(shape),
                Initial.shift(shape),
                new State(Tensor.zeros(shape)),
                new State(Tensor.ones(shape)),
                0.1,
                1e-5);
    }

    /** This with another momentum and epsilon, sharing its variables. */
    public BatchNormLayer with(double momentum, double epsilon) {
        return new BatchNormLayer(weight, bias, runningMean, runningVar, numBatchesTracked, momentum, epsilon);
    }

    /** This without scale and shift. */
    public BatchNormLayer plain() {
        return new BatchNormLayer(null, null, runningMean, runningVar, numBatchesTracked, momentum, epsilon);
    }

    /** This without running statistics: the batch's own are used in inference too. */
    public BatchNormLayer untracked() {
        return new BatchNormLayer(weight, bias, null, null, null, momentum, epsilon);
    }

    /** This with running statistics that are the mean of those of all batches so far: PyTorch's momentum None. */
    public BatchNormLayer cumulative() {
        State none = new State(Tensor.full(new fovea.tensor.Spec(Shape.SCALAR, DType.I64), 0));
        return new BatchNormLayer(weight, bias, runningMean, runningVar, none, momentum, epsilon);
    }

    @Override
    public Tensor forward(Tensor x) {
        return runningMean == null || runningVar == null
                ? ofBatch(x)[0]
                : Pass.isTraining()
                        ? learn(x, runningMean, runningVar)
                        : x.batchNorm(
                                runningMean.get(),
                                runningVar.get(),
                                Initial.value(weight),
                                Initial.value(bias),
                                epsilon);
    }

    private Tensor[] ofBatch(Tensor x) {
        Tensor[] y = new BatchNorm(epsilon).of(x, Initial.value(weight), Initial.value(bias));
        if (x.shape().elements() < 2L * x.shape().size(1)) {
            throw new ShapeException(
                    "batchNorm",
                    "x is " + x.shape() + ", one value a channel",
                    "one value has no variance to learn from; use batches of 2 or more");
        }
        return y;
    }

    private Tensor learn(Tensor x, State mean, State variance) {
        Tensor[] y = ofBatch(x);
        double each = x.shape().elements() / (double) x.shape().size(1);
        Tensor unbiased = y[2].mul(each / (each - 1));
        if (numBatchesTracked == null) {
            move(mean, y[1], momentum);
            move(variance, unbiased, momentum);
        } else {
            Tensor count = numBatchesTracked.get().add(1);
            numBatchesTracked.set(count);
            Tensor share = count.cast(mean.spec().dtype()).reciprocal();
            mean.set(mean.get().add(y[1].sub(mean.get()).mul(share)));
            variance.set(variance.get().add(unbiased.sub(variance.get()).mul(share)));
        }
        return y[0];
    }

    static void move(State running, Tensor batch, double momentum) {
        running.set(running.get().mul(1 - momentum).add(batch.mul(momentum)));
    }
}
