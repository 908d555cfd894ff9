package fovea.classic.layer;

import static org.assertj.core.api.Assertions.assertThat;

import fovea.autograd.Autograd;
import fovea.classic.GradientCheck;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every way back against slopes, and against the layers of the library where there are such. */
class LayersByHandTest {
    private static final double GOOD = 1e-9;

    private final SplittableRandom random = new SplittableRandom(7);

    private Tensor random(int... sizes) {
        Shape shape = Shape.of(sizes);
        return Tensor.of(
                shape,
                random.doubles(shape.elements(), 0.1, 1)
                        .map(v -> random.nextBoolean() ? v : -v)
                        .toArray());
    }

    private static void assertSlopes(UnaryOperator<Tensor> f, Tensor x, Tensor dy, Tensor gradient) {
        GradientCheck check = GradientCheck.of(t -> f.apply(t).mul(dy).sum(), x, gradient);
        assertThat(check.relativeError()).as(check.toString()).isLessThan(GOOD);
    }

    @Test
    void row41Affine() {
        Tensor x = random(4, 3), w = random(5, 3), b = random(5), dy = random(4, 5);
        Affine.Gradients back = Affine.backward(dy, x, w);
        assertSlopes(t -> Affine.forward(t, w, b), x, dy, back.dx());
        assertSlopes(t -> Affine.forward(x, t, b), w, dy, back.dw());
        assertSlopes(t -> Affine.forward(x, w, t), b, dy, back.db());
    }

    @Test
    void row41Rectifier() {
        Tensor x = random(6, 5), dy = random(6, 5);
        assertSlopes(Rectifier::forward, x, dy, Rectifier.backward(dy, x));
        assertThat(Rectifier.backward(Tensor.of(Shape.of(1), 3.0), Tensor.of(Shape.of(1), 0.0))
                        .item())
                .isZero();
    }

    @Test
    void row41Softmax() {
        Tensor scores = random(6, 4).mul(3), labels = Tensor.of(Shape.of(6), 0, 3, 1, 2, 2, 0);
        GradientCheck check = GradientCheck.of(
                t -> SoftmaxLoss.of(t, labels).loss(),
                scores,
                SoftmaxLoss.of(scores, labels).gradient());
        assertThat(check.relativeError()).as(check.toString()).isLessThan(GOOD);
        Tensor equal = Tensor.of(Shape.of(2, 10), new double[20]);
        assertThat(SoftmaxLoss.of(equal, Tensor.of(Shape.of(2), 4, 9)).loss().item())
                .isEqualTo(Math.log(10));
    }

    @Test
    void row41BatchNormInStepsAndInOne() {
        Tensor x = random(6, 4).mul(2).add(3), gamma = random(4), beta = random(4), dy = random(6, 4);
        BatchNormByHand forward = BatchNormByHand.forward(x, gamma, beta, 1e-5);
        for (BatchNormByHand.Gradients back :
                new BatchNormByHand.Gradients[] {forward.backward(dy), forward.backwardInOne(dy)}) {
            assertSlopes(t -> BatchNormByHand.forward(t, gamma, beta, 1e-5).y(), x, dy, back.dx());
            assertSlopes(t -> BatchNormByHand.forward(x, t, beta, 1e-5).y(), gamma, dy, back.dGamma());
            assertSlopes(t -> BatchNormByHand.forward(x, gamma, t, 1e-5).y(), beta, dy, back.dBeta());
        }
        assertThat(forward.normal().mean(0).abs().max().item()).isLessThan(1e-15);
    }

    @Test
    void row41Dropout() {
        Tensor x = random(40, 50), dy = random(40, 50);
        Tensor mask = DropoutByHand.mask(x, 0.25, new SplittableRandom(1));
        assertThat(mask.eq(0).cast(fovea.tensor.DType.F64).mean().item()).isBetween(0.22, 0.28);
        assertThat(mask.max().item()).isEqualTo(1 / 0.75);
        assertThat(DropoutByHand.backward(dy, mask).toDoubles())
                .isEqualTo(Autograd.gradient(
                                x, t -> DropoutByHand.forward(t, mask).mul(dy).sum())
                        .toDoubles());
    }

    @Test
    void row41Convolution() {
        Tensor x = random(2, 3, 5, 6), w = random(4, 3, 3, 3), b = random(4);
        Tensor y = NaiveConv.forward(x, w, b, 2, 1);
        Tensor library = x.conv2d(w, 2, 1).add(b.reshape(1, 4, 1, 1));
        assertThat(y.shape()).isEqualTo(library.shape());
        assertThat(y.sub(library).abs().max().item()).isLessThan(1e-13);
        Tensor dy = random(2, 4, 3, 3);
        NaiveConv.Gradients back = NaiveConv.backward(dy, x, w, 2, 1);
        assertSlopes(t -> NaiveConv.forward(t, w, b, 2, 1), x, dy, back.dx());
        assertSlopes(t -> NaiveConv.forward(x, t, b, 2, 1), w, dy, back.dw());
        assertSlopes(t -> NaiveConv.forward(x, w, t, 2, 1), b, dy, back.db());
    }

    @Test
    void row41MaxPool() {
        Tensor x = Tensor.of(Shape.of(2, 3, 4, 6), shuffled(144));
        NaiveMaxPool pooled = NaiveMaxPool.forward(x, 2, 2);
        assertThat(pooled.y().toDoubles())
                .isEqualTo(x.maxPool(Window.of(2, 2).withStride(2)).toDoubles());
        Tensor dy = random(2, 3, 2, 3);
        assertSlopes(t -> NaiveMaxPool.forward(t, 2, 2).y(), x, dy, pooled.backward(dy));
    }

    private double[] shuffled(int n) {
        double[] all =
                java.util.stream.IntStream.range(0, n).mapToDouble(i -> i * 0.1).toArray();
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double kept = all[i];
            all[i] = all[j];
            all[j] = kept;
        }
        return all;
    }
}
