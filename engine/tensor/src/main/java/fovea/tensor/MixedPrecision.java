package fovea.tensor;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Computes a model's forward pass in 16 bits where that is fast and good enough, with parameters and their gradients in single precision
 * (Micikevicius et al. 2017, section 3.1, <a href="https://arxiv.org/abs/1710.03740">arXiv:1710.03740</a>).
 *
 * <pre>
 *   Tensor logits = MixedPrecision.bf16(() -> model.forward(x));   // f32 again
 * </pre>
 *
 * <p>Convolutions and matrix products take their operands rounded to 16 bits, add up in single precision and round once. What is computed
 * of their results stays in 16 bits: element-wise ops with other numbers too, pooling, batch normalization (whose statistics, scale and
 * shift are in single precision). Exponentials, logarithms and what else needs more range or digits is computed in single precision. The
 * loss belongs outside.
 *
 * <p>Gradients flow back in the type of each value, and arrive at parameters in theirs.
 */
public final class MixedPrecision implements Overlay {
    private final Interpreter around = Interpreter.current();
    private final DType narrow;

    private MixedPrecision(DType narrow) {
        this.narrow = narrow;
    }

    /** In bf16, which has the range of {@code f32} and 8 digits of 24: gradients need no scaling. */
    public static Tensor bf16(Supplier<Tensor> program) {
        return new MixedPrecision(DType.BF16).interpret(program).cast(DType.F32);
    }

    /**
     * In f16, which has 11 digits and a range from 6e-8 to 65,504: gradients below that become 0 and above it infinite, so that the loss must
     * be scaled before it is differentiated and gradients back afterwards (section 3.2; {@code fovea.train.LossScale}).
     */
    public static Tensor f16(Supplier<Tensor> program) {
        return new MixedPrecision(DType.F16).interpret(program).cast(DType.F32);
    }

    @Override
    public Interpreter around() {
        return around;
    }

    @Override
    public Tensor[] apply(Op op, Tensor... x) {
        return around.apply(
                op,
                switch (op) {
                    case Conv _, MatMul _ -> each(x, this::narrowed);
                    case Finished f when f.biased() -> operands(x);
                    case Finished _ -> each(x, this::narrowed);
                    case Binary _, Where _, Concat _ when isMixed(x) -> each(x, this::narrowed);
                    case Unary.Exp _, Unary.Log _, Special _, LogSoftmax _, Binary.Pow _, CumSum _ ->
                        each(x, this::widened);
                    case Solving _, Factoring _, CustomOp _ -> each(x, this::widened);
                    case BatchNorm _ -> x;
                    default -> isMixed(x) ? each(x, this::widened) : x;
                });
    }

    /** All but the bias, of which there is one number a channel. */
    private Tensor[] operands(Tensor[] x) {
        Tensor[] y = each(x, this::narrowed);
        y[2] = x[2];
        return y;
    }

    private static Tensor[] each(Tensor[] x, UnaryOperator<Tensor> f) {
        return Arrays.stream(x).map(f).toArray(Tensor[]::new);
    }

    private Tensor narrowed(Tensor x) {
        return x.dtype() == DType.F32 ? around.apply(new Cast(narrow), x)[0] : x;
    }

    private Tensor widened(Tensor x) {
        return x.dtype() == narrow ? around.apply(new Cast(DType.F32), x)[0] : x;
    }

    private boolean isMixed(Tensor[] x) {
        return Arrays.stream(x).anyMatch(t -> t.dtype() == narrow)
                && Arrays.stream(x).anyMatch(t -> t.dtype() == DType.F32);
    }
}
