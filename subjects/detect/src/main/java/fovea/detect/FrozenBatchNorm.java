package fovea.detect;

import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.State;
import fovea.tensor.Tensor;

/**
 * Batch normalization with fixed statistics, scale and shift, in training too: detectors see too few images at a time to learn them.
 *
 * <pre>  y = weight · (x − mean) / √(var + ε) + bias</pre>
 *
 * <p>Shapes: {@code x [N, C, ...]} → {@code y} alike; all states are {@code [C]}.
 *
 * @param epsilon added to the variance; 1e-5 as torchvision's
 */
public record FrozenBatchNorm(State weight, State bias, State runningMean, State runningVar, double epsilon)
        implements Layer {

    /** One that changes nothing (but for ε) until other numbers are loaded. */
    public static FrozenBatchNorm of(int channels) {
        Shape shape = Shape.of(channels);
        return new FrozenBatchNorm(
                new State(Tensor.ones(shape)),
                new State(Tensor.zeros(shape)),
                new State(Tensor.zeros(shape)),
                new State(Tensor.ones(shape)),
                1e-5);
    }

    @Override
    public Tensor forward(Tensor x) {
        return normalized(x, weight.get(), bias.get(), runningMean.get(), runningVar.get(), epsilon);
    }

    /** The same with numbers from elsewhere, {@code [C]} each. */
    public static Tensor normalized(
            Tensor x, Tensor weight, Tensor bias, Tensor mean, Tensor variance, double epsilon) {
        if (x.shape().rank() < 2
                || !weight.shape().equals(Shape.of(x.shape().size(1)))
                || weight.dtype() != x.dtype()) {
            throw new ShapeException(
                    "frozenBatchNorm",
                    "x is " + x.spec() + " and the weight " + weight.spec(),
                    "x must be [N, C, ...] and the weight [C], of one type");
        }
        Tensor scale = weight.mul(variance.add(epsilon).sqrt().reciprocal());
        Tensor shift = bias.sub(mean.mul(scale));
        int[] sizes = new int[x.shape().rank()];
        java.util.Arrays.fill(sizes, 1);
        sizes[1] = x.shape().size(1);
        Shape channels = Shape.of(sizes);
        return x.mul(scale.reshape(channels)).add(shift.reshape(channels));
    }
}
