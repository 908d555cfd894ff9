package fovea.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Convolution over one, two or three spatial axes, as deep learning means it (the kernel is not flipped); over two,
 *
 * <pre>  y[n, o, i, j] = Σ c,u,v  x[n, c, i·stride + u·dilation − padding, j·stride + …] · w[o, c, u, v]</pre>
 *
 * where {@code x} is zero outside its edges. With {@code g} groups, output channels are cut into {@code g} runs and each
 * reads only its own run of {@code C/g} input channels.
 *
 * <p>Gradient: {@code dx} is {@link InputGradient} of {@code (dy, w)} and {@code dw} is {@link WeightGradient} of
 * {@code (x, dy)}. All three are linear in both operands and each is the gradient of the other two, so the family is
 * closed: convolutions may be differentiated any number of times.
 *
 * <p>Shapes: {@code x [N, C, L…]}, {@code w [O, C/g, K…]} → {@code y [N, O, L'…]}, sizes as {@link Window} says.
 *
 * <p>Kernels: oneDNN {@code convolution} forward, backward data, backward weights.
 *
 * @param window its size is that of {@code w}
 * @param groups 1 for an ordinary convolution, C for a depthwise one
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Conv.html">ONNX Conv</a>
 */
public record Conv(Window window, int groups) implements Op {

    @Override
    public Spec[] infer(Spec... in) {
        Shape x = in[0].shape();
        Shape w = in[1].shape();
        String found = "x is " + in[0] + " and w is " + in[1] + (groups == 1 ? "" : " in " + groups + " groups");
        if (w.rank() != window.rank() + 2
                || x.rank() != w.rank()
                || in[0].dtype() != in[1].dtype()
                || !in[0].dtype().isFloating()) {
            throw new ShapeException(
                    label(),
                    found,
                    "x must be %s and w %s of one floating-point type"
                            .formatted(axes("N, C", "D", "H", "W"), axes("O, C", "KD", "KH", "KW")));
        }
        if (groups < 1 || x.size(1) % groups != 0 || w.size(0) % groups != 0 || x.size(1) / groups != w.size(1)) {
            throw new ShapeException(
                    label(),
                    found,
                    "w's channels (%d) must be x's (%d) divided by the groups (%d), and its outputs (%d) divisible by them"
                            .formatted(w.size(1), x.size(1), groups, w.size(0)));
        }
        Shape y = window.places(label(), in[0]).with(1, w.size(0));
        for (int i = 0; i < window.rank(); i++) {
            if (w.size(2 + i) != window.size(i)) {
                throw new ShapeException(
                        label(), found + ", the window " + window, "the window's size must be that of w");
            }
        }
        return new Spec[] {in[0].with(y)};
    }

    @Override
    public String label() {
        return "conv" + window.rank() + "d";
    }

    /** {@code [first, L…]}, with as many spatial axes as the window has. */
    private String axes(String first, String... spatial) {
        return Stream.concat(Stream.of(first), Arrays.stream(spatial).skip(3L - window.rank()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public Keep keep() {
        return Keep.inputs(0, 1);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return r.gradients(
                () -> new InputGradient(this, r.shape(0)).apply(Op.only(dy), r.input(1)),
                () -> new WeightGradient(this, r.shape(1)).apply(r.input(0), Op.only(dy)));
    }

    /** The gradient of {@code conv} by its input: {@code (dy, w)} → {@code dx} of shape {@code x}; a transposed convolution. */
    public record InputGradient(Conv conv, Shape x) implements Op {
        @Override
        public String label() {
            return conv.label() + " input gradient";
        }

        @Override
        public Spec[] infer(Spec... in) {
            Spec dx = in[0].with(x);
            conv.fits(label(), dx, in[1], in[0]);
            return new Spec[] {dx};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... g) {
            return r.gradients(
                    () -> conv.apply(Op.only(g), r.input(1)),
                    () -> new WeightGradient(conv, r.shape(1)).apply(Op.only(g), r.input(0)));
        }
    }

    /** The gradient of {@code conv} by its weights: {@code (x, dy)} → {@code dw} of shape {@code w}. */
    public record WeightGradient(Conv conv, Shape w) implements Op {
        @Override
        public String label() {
            return conv.label() + " weight gradient";
        }

        @Override
        public Spec[] infer(Spec... in) {
            Spec dw = in[0].with(w);
            conv.fits(label(), in[0], dw, in[1]);
            return new Spec[] {dw};
        }

        @Override
        public Keep keep() {
            return Keep.inputs(0, 1);
        }

        @Override
        public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... g) {
            return r.gradients(
                    () -> new InputGradient(conv, r.shape(0)).apply(r.input(1), Op.only(g)),
                    () -> conv.apply(r.input(0), Op.only(g)));
        }
    }

    private void fits(String operation, Spec x, Spec w, Spec dy) {
        Spec y = infer(x, w)[0];
        if (!y.equals(dy)) {
            throw new ShapeException(operation, "dy is " + dy, "for x " + x + " and w " + w + " it must be " + y);
        }
    }
}
