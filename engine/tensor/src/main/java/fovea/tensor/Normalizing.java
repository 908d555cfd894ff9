package fovea.tensor;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Methods of {@link Tensor} that bring numbers to a common scale. A scale γ or a shift β that is null is left out. Half-precision numbers
 * are normalized in single precision and rounded once, at the end. {@link BatchNorm} is the op for batch normalization in training.
 */
public sealed interface Normalizing permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * Batch normalization by statistics that are given, as models answer: {@code y = γ · (x − μ) / √(v + ε) + β} (Ioffe and Szegedy 2015,
     * algorithm 2, <a href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>).
     *
     * <p>Shapes: {@code x [N, C, ...]} → {@code y} alike; all others {@code [C]}.
     */
    default Tensor batchNorm(
            Tensor mean, Tensor variance, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        Shape x = self().shape();
        channels("batchNorm", "mean", mean);
        channels("batchNorm", "variance", variance);
        channels("batchNorm", "weight", weight);
        channels("batchNorm", "bias", bias);
        return widely(wide -> {
            Tensor scale = wide(variance).add(epsilon).rsqrt();
            Tensor scaled = weight == null ? scale : scale.mul(wide(weight));
            Tensor y = wide.sub(perChannel(x, wide(mean))).mul(perChannel(x, scaled));
            return bias == null ? y : y.add(perChannel(x, wide(bias)));
        });
    }

    /**
     * Layer normalization, over the last axes (Ba et al. 2016, section 3, <a href="https://arxiv.org/abs/1607.06450">arXiv:1607.06450</a>):
     *
     * <pre>  y = γ · (x − μ) / √(v + ε) + β,   μ and v (biased) over the axes of {@code normalized}, one each for all others</pre>
     *
     * <p>Shapes: {@code x [..., D…]}, with {@code [D…]} the shape {@code normalized}, γ and β too → {@code y [..., D…]}.
     *
     * @param epsilon 1e-5 by PyTorch's default
     */
    default Tensor layerNorm(Shape normalized, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        Axes axes = last("layerNorm", normalized);
        sameShape("layerNorm", "weight", weight, normalized);
        sameShape("layerNorm", "bias", bias, normalized);
        return widely(x -> affine(standardized(x, axes, epsilon), weight, bias));
    }

    /**
     * Normalization by the root of the mean square over the last axes, without a mean (Zhang and Sennrich 2019, equation 4,
     * <a href="https://arxiv.org/abs/1910.07467">arXiv:1910.07467</a>): {@code y = γ · x / √(mean x² + ε)}. Shapes as {@link #layerNorm}'s.
     */
    default Tensor rmsNorm(Shape normalized, @Nullable Tensor weight, double epsilon) {
        Axes axes = last("rmsNorm", normalized);
        sameShape("rmsNorm", "weight", weight, normalized);
        return widely(x ->
                affine(x.mul(Folding.mean(x.square(), axes).add(epsilon).rsqrt()), weight, null));
    }

    /**
     * Group normalization: each image's channels in {@code groups} groups side by side, each with its own mean and (biased) variance (Wu and
     * He 2018, section 3.1, <a href="https://arxiv.org/abs/1803.08494">arXiv:1803.08494</a>).
     *
     * <p>Shapes: {@code x [N, C, ...]}, γ and β {@code [C]} → {@code y [N, C, ...]}.
     *
     * @param epsilon 1e-5 by PyTorch's default
     */
    default Tensor groupNorm(int groups, @Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        Shape shape = self().shape();
        if (shape.rank() < 2 || !self().dtype().isFloating() || groups < 1 || shape.size(1) % groups != 0) {
            throw new ShapeException(
                    "groupNorm",
                    "x is " + self().spec() + ", in " + groups + " groups",
                    "x must be [N, C, ...] of floating-point numbers, C a multiple of the groups");
        }
        channels("groupNorm", "weight", weight);
        channels("groupNorm", "bias", bias);
        int each = shape.size(1) / groups;
        int[] apart = new int[shape.rank() + 1];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = i == 0 ? shape.size(0) : i == 1 ? groups : i == 2 ? each : shape.size(i - 1);
        }
        Axes within = new Axes(Axes.all(apart.length).bits() & ~3);
        return widely(x -> {
            Tensor y = standardized(x.reshape(Shape.of(apart)), within, epsilon).reshape(shape);
            return affine(
                    y,
                    weight == null ? null : perChannel(shape, weight),
                    bias == null ? null : perChannel(shape, bias));
        });
    }

    /**
     * Instance normalization: each channel of each image with its own mean and (biased) variance (Ulyanov et al. 2016,
     * <a href="https://arxiv.org/abs/1607.08022">arXiv:1607.08022</a>).
     *
     * <p>Shapes: {@code x [N, C, L…]}, γ and β {@code [C]} → {@code y [N, C, L…]}.
     *
     * @param epsilon 1e-5 by PyTorch's default
     */
    default Tensor instanceNorm(@Nullable Tensor weight, @Nullable Tensor bias, double epsilon) {
        Shape x = self().shape();
        if (x.rank() < 3 || !self().dtype().isFloating() || x.elements() == (long) x.size(0) * x.size(1)) {
            throw new ShapeException(
                    "instanceNorm",
                    "x is " + self().spec(),
                    "x must be [N, C, L…] of floating-point numbers, with 2 pixels or more: one has no variance");
        }
        return groupNorm(Math.max(1, x.size(1)), weight, bias, epsilon);
    }

    /**
     * Each number divided by what its neighbors among the channels amount to (Krizhevsky et al. 2012, section 3.3):
     *
     * <pre>  y[c] = x[c] / (k + α/size · Σ x[i]²)^β,   c − ⌊size/2⌋ ≤ i ≤ c + ⌊(size − 1)/2⌋</pre>
     *
     * <p>Shapes: {@code x [N, C, L…]} → {@code y [N, C, L…]}.
     *
     * @param alpha 1e-4 by PyTorch's default; divided by the size, which the paper does not do
     * @param beta 0.75 by default
     * @param k 1 by default; 2 in the paper
     */
    default Tensor localResponseNorm(int size, double alpha, double beta, double k) {
        Shape shape = self().shape();
        if (shape.rank() < 3 || !self().dtype().isFloating() || size < 1) {
            throw new ShapeException(
                    "localResponseNorm",
                    "x is " + self().spec() + ", the size " + size,
                    "x must be [N, C, L…] of floating-point numbers, and the size 1 or more");
        }
        return widely(x -> {
            Tensor squares = x.square().pad(1, size / 2, (size - 1) / 2);
            // Shifted views added up: a few long sums of two are far quicker than many short ones.
            Tensor around = squares.slice(1, 0, shape.size(1), 1);
            for (int i = 1; i < size; i++) {
                around = around.add(squares.slice(1, i, i + shape.size(1), 1));
            }
            return x.div(around.mul(alpha / size).add(k).pow(beta));
        });
    }

    /** Vectors along {@code axis} divided by their length, if that is not below 1e-12; see {@link #normalize(double, double, int...)}. */
    default Tensor normalize(int axis) {
        return normalize(2, 1e-12, axis);
    }

    /**
     * {@code x} divided by its p-norm over {@code axes}, or by {@code epsilon} where that is larger: {@code y = x / max(‖x‖ₚ, ε)}. With p = 2
     * vectors of length 1 come out. PyTorch's defaults are 2, 1e-12 and axis 1.
     *
     * @param p any number; infinite for the largest magnitude, 0 for how many are not 0
     */
    default Tensor normalize(double p, double epsilon, int... axes) {
        Axes over = Axes.of(self().shape(), axes);
        if (axes.length == 0 || !self().dtype().isFloating()) {
            throw new ShapeException(
                    "normalize",
                    "x is " + self().spec() + ", over " + (axes.length == 0 ? "no axes" : over),
                    "name the axes that a length is taken over, of floating-point numbers");
        }
        return widely(x -> {
            Tensor length = Folding.norm(x, p, over);
            // Not maximum, which at the very end shares the gradient.
            return x.div(length.ge(epsilon).where(length, epsilon));
        });
    }

    /**
     * These directions with other lengths, {@code w = g · v / ‖v‖} (Salimans and Kingma 2016, equation 2,
     * <a href="https://arxiv.org/abs/1602.07868">arXiv:1602.07868</a>). Each length is taken over the axes along which {@code g} has size 1.
     *
     * <p>Shapes: {@code v [O, C, …]}, {@code g [O, 1, …]} for one length each output, or {@code []} for one in all → {@code w} like v.
     */
    default Tensor weightNorm(Tensor g) {
        Shape v = self().shape();
        boolean whole = g.shape().rank() == 0;
        boolean fits = whole || g.shape().rank() == v.rank();
        int bits = 0;
        for (int i = 0; fits && i < v.rank(); i++) {
            boolean over = whole || g.shape().size(i) == 1;
            bits |= over ? 1 << i : 0;
            fits = over || g.shape().size(i) == v.size(i);
        }
        if (!fits) {
            throw new ShapeException(
                    "weightNorm",
                    "v is " + v + " and g is " + g.shape(),
                    "g must be [] or have as many axes as v, each of its size or 1");
        }
        return self().mul(g.div(Folding.norm(self(), 2, new Axes(bits))));
    }

    /**
     * A matrix divided by its largest singular value, as far as {@code u} and {@code v} know it: {@code w / (uᵀ w v)} (Miyato et al. 2018,
     * equation 9, <a href="https://arxiv.org/abs/1802.05957">arXiv:1802.05957</a>). No gradient goes to them. {@link #singularVectors} comes
     * nearer with every call.
     *
     * <p>Shapes: {@code w [M, N]}, {@code u [M]}, {@code v [N]} → {@code [M, N]}.
     */
    default Tensor spectralNorm(Tensor u, Tensor v) {
        vectors("spectralNorm", u, v);
        int m = u.shape().size(0);
        Tensor row = u.stopGradient().reshape(Shape.of(1, m));
        Tensor column = v.stopGradient().reshape(Shape.of(v.shape().size(0), 1));
        return self().div(row.matmul(self()).matmul(column));
    }

    /**
     * Vectors {@code u} and {@code v} for {@link #spectralNorm} after some more steps of power iteration, {@code v ← wᵀu / ‖wᵀu‖},
     * {@code u ← wv / ‖wv‖}, taken for constants.
     *
     * @return u and v
     */
    default Tensor[] singularVectors(Tensor u, Tensor v, int steps, double epsilon) {
        vectors("singularVectors", u, v);
        Tensor w = self().stopGradient();
        Tensor left = u.reshape(Shape.of(u.shape().size(0), 1));
        Tensor right = v.reshape(Shape.of(v.shape().size(0), 1));
        for (int i = 0; i < steps; i++) {
            right = w.transpose().matmul(left).normalize(2, epsilon, 0);
            left = w.matmul(right).normalize(2, epsilon, 0);
        }
        return new Tensor[] {
            left.reshape(u.shape()).stopGradient(), right.reshape(v.shape()).stopGradient()
        };
    }

    private void vectors(String operation, Tensor u, Tensor v) {
        Shape w = self().shape();
        if (w.rank() != 2
                || !u.shape().equals(Shape.of(w.size(0)))
                || !v.shape().equals(Shape.of(w.size(1)))) {
            throw new ShapeException(
                    operation,
                    "w is " + w + ", u " + u.shape() + " and v " + v.shape(),
                    "w must be [M, N], u [M] and v [N]");
        }
    }

    /** {@code f} of this, in single precision or better. */
    private Tensor widely(UnaryOperator<Tensor> f) {
        return f.apply(wide(self())).cast(self().dtype());
    }

    private static Tensor wide(Tensor x) {
        boolean half = x.dtype() == DType.F16 || x.dtype() == DType.BF16;
        return half ? x.cast(DType.F32) : x;
    }

    private static Tensor standardized(Tensor x, Axes axes, double epsilon) {
        Tensor centered = x.sub(Folding.mean(x, axes));
        return centered.mul(Folding.mean(centered.square(), axes).add(epsilon).rsqrt());
    }

    private static Tensor affine(Tensor y, @Nullable Tensor weight, @Nullable Tensor bias) {
        Tensor scaled = weight == null ? y : y.mul(wide(weight));
        return bias == null ? scaled : scaled.add(wide(bias));
    }

    private Axes last(String operation, Shape normalized) {
        Shape x = self().shape();
        int first = x.rank() - normalized.rank();
        boolean fits = normalized.rank() >= 1 && first >= 0 && self().dtype().isFloating();
        for (int i = 0; fits && i < normalized.rank(); i++) {
            fits = x.size(first + i) == normalized.size(i);
        }
        if (!fits) {
            throw new ShapeException(
                    operation,
                    "x is " + self().spec() + ", to be normalized over " + normalized,
                    "the last sizes of x must be " + normalized + (normalized.rank() == 0 ? ", one at least" : "")
                            + ", and x of floating-point numbers");
        }
        return new Axes(Axes.all(x.rank()).bits() & -(1 << first));
    }

    private static void sameShape(String operation, String what, @Nullable Tensor given, Shape shape) {
        if (given != null && !given.shape().equals(shape)) {
            throw new ShapeException(
                    operation,
                    "the " + what + " is " + given.shape(),
                    "it must be " + shape + ", as what is normalized");
        }
    }

    private void channels(String operation, String what, @Nullable Tensor given) {
        Shape x = self().shape();
        if (x.rank() < 2 || !self().dtype().isFloating()) {
            throw new ShapeException(
                    operation, "x is " + self().spec(), "x must be [N, C, ...] of floating-point numbers");
        }
        if (given != null && !given.shape().equals(Shape.of(x.size(1)))) {
            throw new ShapeException(
                    operation,
                    "x is " + x + " and the " + what + " " + given.shape(),
                    "it must be [" + x.size(1) + "], one for each channel");
        }
    }

    private static Tensor perChannel(Shape x, Tensor c) {
        int[] sizes = new int[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[1] = x.size(1);
        return c.reshape(Shape.of(sizes));
    }
}
