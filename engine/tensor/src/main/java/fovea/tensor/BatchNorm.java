package fovea.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Batch normalization with the statistics of the batch itself (Ioffe and Szegedy 2015, algorithm 1,
 * <a href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>), for each channel c:
 *
 * <pre>  μ = mean x[:, c, …]   v = mean (x[:, c, …] − μ)²   y = γ · (x − μ) / √(v + ε) + β</pre>
 *
 * <p>Gradient: {@link Gradient}; through the second and third outputs too.
 *
 * <p>Shapes: {@code x [N, C, ...]}, {@code γ [C]}, {@code β [C]} → {@code y [N, C, ...]}, {@code μ [C]}, {@code v [C]} (biased).
 *
 * <p>Kernels: oneDNN {@code batch_normalization}.
 *
 * @param epsilon ε, added to the variance; 1e-5 as PyTorch's
 */
public record BatchNorm(double epsilon) implements Op {

    /**
     * {@code y}, {@code μ} and {@code v} of {@code x}, with a scale of 1 or a shift of 0 where it is null. Of half-precision numbers the
     * statistics are in single precision, and so are scale and shift, which may come in either.
     */
    public Tensor[] of(Tensor x, @Nullable Tensor weight, @Nullable Tensor bias) {
        if (x.shape().rank() < 2) {
            infer(x.spec());
        }
        Spec channel = perChannel(x.spec());
        return outputs(
                x,
                weight == null ? Tensor.full(channel, 1) : weight.cast(channel.dtype()),
                bias == null ? Tensor.full(channel, 0) : bias.cast(channel.dtype()));
    }

    /** One number a channel; in single precision where x is in half. */
    private static Spec perChannel(Spec x) {
        return new Spec(Shape.of(x.shape().size(1)), wide(x.dtype()));
    }

    private static DType wide(DType dtype) {
        return dtype == DType.F16 || dtype == DType.BF16 ? DType.F32 : dtype;
    }

    @Override
    public Spec[] infer(Spec... in) {
        Shape x = in[0].shape();
        if (x.rank() < 2 || !in[0].dtype().isFloating()) {
            throw new ShapeException("batchNorm", "x is " + in[0], "x must be [N, C, ...] of floating-point numbers");
        }
        Spec channel = perChannel(in[0]);
        boolean alike = in[1].equals(channel) || in[1].equals(in[0].with(channel.shape()));
        if (!alike || !in[2].equals(in[1])) {
            throw new ShapeException(
                    "batchNorm",
                    "x is " + in[0] + ", scale " + in[1] + " and shift " + in[2],
                    "scale and shift must be " + channel);
        }
        return new Spec[] {in[0], channel, channel};
    }

    @Override
    public Keep keep() {
        return Keep.inputs(0, 1).andOutputs(1, 2);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        Tensor x = r.input(0);
        Tensor mean = r.output(1);
        @Nullable Tensor[] dx = new Tensor[3];
        if (dy[0] != null) {
            Tensor[] found = new Gradient(this).outputs(x, dy[0], mean, r.output(2), r.input(1));
            dx = found;
        }
        double share = x.shape().size(1) / (double) x.shape().elements();
        if (dy[1] != null) {
            dx[0] = plus(dx[0], perChannel(dy[1], x.shape()).mul(share).cast(x.dtype()));
        }
        if (dy[2] != null) {
            Tensor centered = x.cast(mean.dtype()).sub(perChannel(mean, x.shape()));
            dx[0] = plus(
                    dx[0],
                    centered.mul(perChannel(dy[2], x.shape())).mul(2 * share).cast(x.dtype()));
        }
        return dx;
    }

    private static Tensor plus(@Nullable Tensor a, Tensor b) {
        return a == null ? b : a.add(b);
    }

    /** {@code [C]} seen as {@code [1, C, 1, ...]} and expanded to {@code x}. */
    private static Tensor perChannel(Tensor c, Shape x) {
        int[] sizes = new int[x.rank()];
        java.util.Arrays.fill(sizes, 1);
        sizes[1] = x.size(1);
        return c.reshape(Shape.of(sizes)).expand(x);
    }

    /** The sum over all axes but channels, {@code [N, C, ...]} → {@code [C]}. */
    private static Tensor sumPerChannel(Tensor x) {
        Axes others = new Axes(Axes.all(x.shape().rank()).bits() & ~2);
        return new Sum(others).apply(x).reshape(Shape.of(x.shape().size(1)));
    }

    /**
     * The gradient of {@code norm}: {@code (x, dy, μ, v, γ)} → {@code (dx, dγ, dβ)}. With {@code s = 1/√(v + ε)}, {@code x̂ = (x − μ) s}
     * and M elements a channel:
     *
     * <pre>  dβ = Σ dy   dγ = Σ dy·x̂   dx = γ s (dy − dβ/M − x̂ dγ/M)</pre>
     */
    public record Gradient(BatchNorm norm) implements Composite {
        @Override
        public Spec[] infer(Spec... in) {
            return new Spec[] {in[0], in[4], in[4]};
        }

        @Override
        public Tensor[] definition(Tensor... in) {
            Tensor x = in[0].cast(in[2].dtype());
            Tensor dy = in[1].cast(in[2].dtype());
            Shape shape = x.shape();
            Tensor s = in[3].add(norm.epsilon).sqrt().reciprocal();
            Tensor normalized = x.sub(perChannel(in[2], shape)).mul(perChannel(s, shape));
            Tensor shift = sumPerChannel(dy);
            Tensor scale = sumPerChannel(dy.mul(normalized));
            double share = shape.size(1) / (double) shape.elements();
            Tensor centered = dy.sub(perChannel(shift.mul(share), shape))
                    .sub(normalized.mul(perChannel(scale.mul(share), shape)));
            Tensor dx = centered.mul(perChannel(in[4].mul(s), shape));
            return new Tensor[] {dx.cast(in[0].dtype()), scale, shift};
        }
    }

    /**
     * {@code norm} with a rectifier behind it, in one pass: {@code (x, γ, β)} → {@code (y, μ, v, mask)}. The graph compiler makes these.
     *
     * <p>The mask is what {@link RectifiedGradient} needs to know of where {@code y > 0}; how it says so is the device's own affair.
     */
    public record Rectified(BatchNorm norm) implements Composite {
        @Override
        public Spec[] infer(Spec... in) {
            Spec[] y = norm.infer(in);
            return new Spec[] {y[0], y[1], y[2], new Spec(in[0].shape(), DType.U8)};
        }

        @Override
        public Tensor[] definition(Tensor... in) {
            Tensor[] y = norm.outputs(in);
            Tensor rectified = y[0].relu();
            Tensor ones = new Fill(rectified.spec(), 1).apply();
            return new Tensor[] {
                rectified, y[1], y[2], ones.wherePositive(rectified).cast(DType.U8)
            };
        }
    }

    /** The gradient of {@link Rectified}: {@code (x, dy, mask, μ, v, γ)} → {@code (dx, dγ, dβ)}, as {@link Gradient} of {@code dy · mask}. */
    public record RectifiedGradient(BatchNorm norm) implements Composite {
        @Override
        public Spec[] infer(Spec... in) {
            return new Spec[] {in[0], in[5], in[5]};
        }

        @Override
        public Tensor[] definition(Tensor... in) {
            Tensor dy = in[1].mul(in[2].cast(in[1].dtype()));
            return new Gradient(norm).outputs(in[0], dy, in[3], in[4], in[5]);
        }
    }
}
