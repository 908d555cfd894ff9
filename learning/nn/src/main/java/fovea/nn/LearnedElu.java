package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * An exponential linear unit whose α is learned, {@code y = x} above 0 and {@code α (eˣ − 1)} below (Clevert et al. 2016, equation 15, <a
 * href="https://arxiv.org/abs/1511.07289">arXiv:1511.07289</a>, where α is chosen).
 *
 * <p>Shapes: {@code x [N, C, ...]} → {@code y} alike.
 *
 * @param alpha {@code [1]} or one for each channel {@code [C]}; 1 at first, as in the paper
 */
public record LearnedElu(Parameter alpha) implements Layer {

    /** One α for all. */
    public static LearnedElu of() {
        return of(1);
    }

    /** An α for each of so many channels. */
    public static LearnedElu of(int channels) {
        return new LearnedElu(Initial.scale(Shape.of(channels)));
    }

    @Override
    public Tensor forward(Tensor x) {
        int count = Math.toIntExact(alpha.shape().elements());
        int[] sizes = new int[x.shape().rank()];
        Arrays.fill(sizes, 1);
        if (count != 1) {
            if (sizes.length < 2 || x.shape().size(1) != count) {
                throw new ShapeException(
                        "learnedElu",
                        "x is " + x.shape() + " and α is " + alpha.shape(),
                        "x must be [N, C, ...], and α [1] or [C]");
            }
            sizes[1] = count;
        }
        Tensor isAbove = x.gt(0);
        // What is not chosen must not overflow either: 0 times an infinite gradient is not a number.
        Tensor below = isAbove.where(0, x).expm1();
        return isAbove.where(x, below.mul(alpha.get().reshape(Shape.of(sizes))));
    }
}
