package fovea.tensor;

import java.util.function.UnaryOperator;

/**
 * Methods of {@link Tensor} that networks put between their layers; {@code relu}, {@code sigmoid} and {@code tanh} are {@link Elementwise}.
 * None overflows where its value does not, and gradients at kinks are PyTorch's (1.13).
 */
public sealed interface Activations permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /** {@code min(max(x, 0), 6)} (Krizhevsky 2010); the gradient is 0 at 0 and 6. */
    default Tensor relu6() {
        return hardtanh(0, 6);
    }

    /** {@code x}, but no less than −1 and no more than 1. */
    default Tensor hardtanh() {
        return hardtanh(-1, 1);
    }

    /** {@code x}, but no less than {@code min} and no more than {@code max}; unlike {@code clamp}'s, the gradient is 0 at the ends. */
    default Tensor hardtanh(double min, double max) {
        if (!(min < max)) {
            throw new ShapeException("hardtanh", "min is " + min + " and max " + max, "min must be less than max");
        }
        Tensor x = self();
        return x.le(min).where(min, x.ge(max).where(max, x));
    }

    /** {@code x} where positive, else {@code 0.01 x}. */
    default Tensor leakyRelu() {
        return leakyRelu(0.01);
    }

    /** {@code x} where positive, else {@code slope · x} (Maas et al. 2013); the gradient at 0 is the slope. */
    default Tensor leakyRelu(double slope) {
        return self().gt(0).where(self(), self().mul(slope));
    }

    /**
     * {@code x} where positive, else {@code weight · x}, the weight being learned (He et al. 2015, section 2,
     * <a href="https://arxiv.org/abs/1502.01852">arXiv:1502.01852</a>).
     *
     * <p>Shapes: {@code x [N, C, ...]}, weight {@code [1]} or {@code [C]}.
     */
    default Tensor prelu(Tensor weight) {
        Shape x = self().shape();
        int channels = x.rank() < 2 ? 1 : x.size(1);
        boolean one = weight.shape().elements() == 1;
        if (weight.shape().rank() > 1 || !(one || weight.shape().elements() == channels)) {
            throw new ShapeException(
                    "prelu",
                    "x is " + x + " and the weight " + weight.shape(),
                    "the weight must be [1] or, one for each channel, [" + channels + "]");
        }
        int[] sizes = new int[x.rank()];
        java.util.Arrays.fill(sizes, 1);
        if (!one) {
            sizes[1] = channels;
        }
        return self().gt(0).where(self(), self().mul(weight.reshape(Shape.of(sizes))));
    }

    /** {@code x} where positive, else {@code eˣ − 1}. */
    default Tensor elu() {
        return elu(1);
    }

    /** {@code x} where positive, else {@code α (eˣ − 1)} (Clevert et al. 2016, <a href="https://arxiv.org/abs/1511.07289">arXiv:1511.07289</a>). */
    default Tensor elu(double alpha) {
        return exponentialBelow(alpha, 1);
    }

    /** {@code x} where positive, else {@code α (e^(x/α) − 1)}, smooth at 0 (Barron 2017, <a href="https://arxiv.org/abs/1704.07483">arXiv:1704.07483</a>). */
    default Tensor celu(double alpha) {
        return exponentialBelow(alpha, 1 / alpha);
    }

    /**
     * {@code λ x} where positive, else {@code λ α (eˣ − 1)}, with λ and α such that mean 0 and variance 1 stay (Klambauer et al. 2017,
     * <a href="https://arxiv.org/abs/1706.02515">arXiv:1706.02515</a>).
     */
    default Tensor selu() {
        return elu(1.6732632423543772).mul(1.0507009873554805);
    }

    private Tensor exponentialBelow(double alpha, double rate) {
        Tensor positive = self().gt(0);
        // What is not chosen must not overflow either: 0 times an infinite gradient is not a number.
        Tensor below = positive.where(0, self());
        return positive.where(self(), below.mul(rate).expm1().mul(alpha));
    }

    /** {@code x Φ(x)}, Φ being the normal distribution's (Hendrycks and Gimpel 2016, <a href="https://arxiv.org/abs/1606.08415">arXiv:1606.08415</a>). */
    default Tensor gelu() {
        return self().mul(self().mul(-Math.sqrt(0.5)).erfc().mul(0.5));
    }

    /** {@link #gelu} by {@code Φ(x) ≈ ½ (1 + tanh(√(2/π) (x + 0.044715 x³)))}. */
    default Tensor geluTanh() {
        Tensor x = self();
        Tensor inner = x.square().mul(0.044715).add(1).mul(x).mul(Math.sqrt(2 / Math.PI));
        return x.mul(inner.tanh().add(1).mul(0.5));
    }

    /** {@code x σ(x)}, also called swish (Elfwing et al. 2018, <a href="https://arxiv.org/abs/1702.03118">arXiv:1702.03118</a>). */
    default Tensor silu() {
        return self().mul(self().sigmoid());
    }

    /** {@code x tanh(ln(1 + eˣ))} (Misra 2020, <a href="https://arxiv.org/abs/1908.08681">arXiv:1908.08681</a>). */
    default Tensor mish() {
        return self().mul(softplus().tanh());
    }

    /** {@code ln(1 + eˣ)}. */
    default Tensor softplus() {
        return new Special.Softplus().apply(self());
    }

    /** {@code ln(1 + e^(βx)) / β}, and {@code x} itself where {@code βx} is above {@code threshold} (PyTorch's defaults are 1 and 20). */
    default Tensor softplus(double beta, double threshold) {
        Tensor scaled = self().mul(beta);
        return scaled.gt(threshold).where(self(), scaled.softplus().div(beta));
    }

    /** {@code ln σ(x)}. */
    default Tensor logSigmoid() {
        return self().neg().softplus().neg();
    }

    /** {@code x / (1 + |x|)}. */
    default Tensor softsign() {
        return self().div(self().abs().add(1));
    }

    /** {@code x − tanh x}. */
    default Tensor tanhshrink() {
        return self().sub(self().tanh());
    }

    /** {@code x} moved towards 0 by {@code lambda}, and 0 where that would pass it. */
    default Tensor softshrink(double lambda) {
        Tensor x = self();
        notNegative("softshrink", lambda);
        return x.gt(lambda).where(x.sub(lambda), x.lt(-lambda).where(x.add(lambda), x.mul(0)));
    }

    /** {@code x}, but 0 where it is within {@code lambda} of 0. */
    default Tensor hardshrink(double lambda) {
        Tensor x = self();
        notNegative("hardshrink", lambda);
        return x.ge(-lambda).and(x.le(lambda)).where(0, x);
    }

    private static void notNegative(String operation, double lambda) {
        if (!(lambda >= 0)) {
            throw new ShapeException(operation, "lambda is " + lambda, "it must be 0 or more");
        }
    }

    /** {@code x} where it is above {@code threshold}, else {@code value}. */
    default Tensor threshold(double threshold, double value) {
        return self().le(threshold).where(value, self());
    }

    /** {@code min(max(x + 3, 0), 6) / 6}; the gradient is 0 at −3 and 3. */
    default Tensor hardsigmoid() {
        return self().add(3).relu6().div(6);
    }

    /** {@code x · min(max(x + 3, 0), 6) / 6} (Howard et al. 2019, <a href="https://arxiv.org/abs/1905.02244">arXiv:1905.02244</a>). */
    default Tensor hardswish() {
        return self().mul(self().add(3).clamp(0, 6).div(6));
    }

    /**
     * One half times the sigmoid of the other, along {@code axis} (Dauphin et al. 2017,
     * <a href="https://arxiv.org/abs/1612.08083">arXiv:1612.08083</a>).
     *
     * <p>Shapes: {@code x [N, 2C]}, axis 1 → {@code [N, C]}.
     */
    default Tensor glu(int axis) {
        int n = self().shape().size(axis);
        if (n % 2 != 0) {
            throw new ShapeException(
                    "glu", "x is " + self().shape() + ", " + n + " along axis " + axis, "it needs two equal halves");
        }
        return self().slice(axis, 0, n / 2, 1)
                .mul(self().slice(axis, n / 2, n, 1).sigmoid());
    }

    /**
     * {@code 1.7159 tanh(2x/3)}, which maps ±1 to ±1 and is steepest where it is nearly linear (LeCun et al. 1998, "Efficient backprop",
     * section 4.4).
     */
    default Tensor scaledTanh() {
        return self().mul(2.0 / 3).tanh().mul(1.7159);
    }

    /**
     * The largest of each {@code pieces} channels side by side (Goodfellow et al. 2013,
     * <a href="https://arxiv.org/abs/1302.4389">arXiv:1302.4389</a>).
     *
     * <p>Shapes: {@code x [N, C, ...]} → {@code y [N, C / pieces, ...]}.
     */
    default Tensor maxout(int pieces) {
        Shape x = self().shape();
        if (x.rank() < 2 || pieces < 1 || x.size(1) % pieces != 0) {
            throw new ShapeException(
                    "maxout",
                    "x is " + x + ", in pieces of " + pieces,
                    "x must be [N, C, ...], C a multiple of pieces");
        }
        int[] sizes = new int[x.rank() + 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i == 1 ? x.size(1) / pieces : i == 2 ? pieces : x.size(i == 0 ? 0 : i - 1);
        }
        return self().reshape(Shape.of(sizes)).max(2);
    }

    /** The softmax along {@code axis}, {@code e^xᵢ / Σⱼ e^xⱼ}. */
    default Tensor softmax(int axis) {
        return logSoftmax(axis).exp();
    }

    /** The softmax of {@code −x} along {@code axis}. */
    default Tensor softmin(int axis) {
        return self().neg().softmax(axis);
    }

    /** The logarithm of the softmax along {@code axis}; see {@link LogSoftmax}. */
    default Tensor logSoftmax(int axis) {
        return withLast(axis, Tensor::logSoftmax);
    }

    /**
     * A soft choice along {@code axis}: the softmax of {@code (x + noise) / τ}, which for Gumbel noise, {@code −ln(−ln u)}, is a draw from the
     * categorical distribution with logits {@code x}, the harder the smaller τ (Jang et al. 2017, equation 2,
     * <a href="https://arxiv.org/abs/1611.01144">arXiv:1611.01144</a>).
     *
     * @param hard whether a one and zeros come out instead, with the gradient of the softmax (the straight-through estimator)
     */
    default Tensor gumbelSoftmax(Tensor noise, double tau, int axis, boolean hard) {
        Tensor soft = self().add(noise).div(tau).softmax(axis);
        if (!hard) {
            return soft;
        }
        Tensor chosen = ((Activations) soft).withLast(axis, y -> {
            int last = y.shape().rank() - 1;
            Tensor place = new Finding.ArgMax(last).apply(y).reshape(y.shape().without(Axes.of(y.shape(), last)));
            return new OneHot(y.shape().size(last), y.dtype()).apply(place);
        });
        return chosen.sub(soft.stopGradient()).add(soft);
    }

    /** Applies {@code f} with {@code axis} and the last one swapped. */
    private Tensor withLast(int axis, UnaryOperator<Tensor> f) {
        int rank = self().shape().rank();
        int at = self().shape().axis(axis);
        int[] swapped = java.util.stream.IntStream.range(0, rank)
                .map(i -> i == at ? rank - 1 : i == rank - 1 ? at : i)
                .toArray();
        return at == rank - 1
                ? f.apply(self())
                : f.apply(self().permute(swapped)).permute(swapped);
    }
}
