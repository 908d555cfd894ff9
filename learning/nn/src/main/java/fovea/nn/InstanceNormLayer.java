package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Instance normalization; see {@link Tensor#instanceNorm}. With running statistics training moves them by the mean of the images' own, the
 * variance unbiased, and inference normalizes by them as batch normalization does; without, both normalize each image by itself.
 *
 * <p>Shapes: {@code x [N, C, L…]} → {@code y} alike; all variables are {@code [C]}.
 *
 * @param weight the scale γ, 1 at first; or null for none, which is PyTorch's default
 * @param bias the shift β, 0 at first; or null for none
 * @param runningMean 0 at first; or null for no running statistics, which is PyTorch's default
 * @param runningVar 1 at first; or null
 * @param momentum the weight of the new value; 0.1 as PyTorch's
 * @param epsilon added to the variance; 1e-5 as PyTorch's
 */
public record InstanceNormLayer(
        @Nullable Parameter weight,
        @Nullable Parameter bias,
        @Nullable State runningMean,
        @Nullable State runningVar,
        double momentum,
        double epsilon)
        implements Layer {

    /** Without scale, shift and running statistics, for any number of channels. */
    public static InstanceNormLayer plain() {
        return new InstanceNormLayer(null, null, null, null, 0.1, 1e-5);
    }

    /** With scale and shift, without running statistics. */
    public static InstanceNormLayer of(int channels) {
        Shape shape = Shape.of(channels);
        return new InstanceNormLayer(Initial.scale(shape), Initial.shift(shape), null, null, 0.1, 1e-5);
    }

    /** With running statistics, and else as this. */
    public InstanceNormLayer tracking(int channels) {
        Shape shape = Shape.of(channels);
        return new InstanceNormLayer(
                weight, bias, new State(Tensor.zeros(shape)), new State(Tensor.ones(shape)), momentum, epsilon);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor scale = Initial.value(weight);
        Tensor shift = Initial.value(bias);
        if (runningMean == null || runningVar == null) {
            return x.instanceNorm(scale, shift, epsilon);
        }
        if (!Pass.isTraining()) {
            return x.batchNorm(runningMean.get(), runningVar.get(), scale, shift, epsilon);
        }
        Tensor y = x.instanceNorm(scale, shift, epsilon);
        Tensor[] statistics =
                statistics(x.stopGradient().cast(runningMean.spec().dtype()));
        BatchNormLayer.move(runningMean, statistics[0], momentum);
        BatchNormLayer.move(runningVar, statistics[1], momentum);
        return y;
    }

    /** Mean and unbiased variance of each channel of each image, both then averaged over the images: {@code [C]}. */
    private static Tensor[] statistics(Tensor x) {
        int n = x.shape().size(0);
        int c = x.shape().size(1);
        int pixels = (int) (x.shape().elements() / ((long) n * c));
        Tensor planes = x.reshape(Shape.of(n, c, pixels));
        Tensor centered = planes.sub(planes.mean(2).reshape(Shape.of(n, c, 1)));
        return new Tensor[] {
            planes.mean(0, 2), centered.square().sum(2).mul(1.0 / (pixels - 1)).mean(0)
        };
    }
}
