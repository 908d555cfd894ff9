package fovea.autograd;

import fovea.tensor.Concat;
import fovea.tensor.Fill;
import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of programs, by reverse accumulation. They are tensors like any other, so they can be differentiated again, to any order.
 *
 * <p>Products with the Jacobian {@code J[i, j] = ∂yᵢ/∂xⱼ} and the Hessian {@code H[i, j] = ∂²y/∂xᵢ∂xⱼ} need neither matrix: each costs
 * a few times the function itself. The matrices are there for small ones.
 */
public final class Autograd {
    private Autograd() {}

    /**
     * A scalar and its gradient by each parameter it depends on.
     *
     * @param others what the program gave besides the scalar
     * @param gradients in the order the parameters were named; those the scalar does not depend on are missing
     */
    public record ValueAndGradients(Tensor value, List<Tensor> others, Map<Parameter, Tensor> gradients) {}

    /** Runs {@code loss}, which must give a scalar, and differentiates it with respect to {@code parameters}. */
    public static ValueAndGradients valueAndGradients(List<Parameter> parameters, Supplier<Tensor> loss) {
        return firstAndGradients(parameters, () -> List.of(loss.get()));
    }

    /** As {@link #valueAndGradients} of the first tensor that {@code program} gives; the others come back as they are. */
    public static ValueAndGradients firstAndGradients(List<Parameter> parameters, Supplier<List<Tensor>> program) {
        Tape tape = new Tape();
        List<Tensor> leaves = parameters.stream().map(tape::watch).toList();
        List<Tensor> y = tape.interpret(program);
        List<@Nullable Tensor> found = backward(tape, y.getFirst(), leaves);
        Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < leaves.size(); i++) {
            Tensor gradient = found.get(i);
            if (gradient != null) {
                gradients.put(parameters.get(i), gradient);
            }
        }
        List<Tensor> primals = y.stream().map(tape::primal).toList();
        return new ValueAndGradients(primals.getFirst(), primals.subList(1, primals.size()), gradients);
    }

    /** The gradient of the scalar {@code f(x)} with respect to {@code x}; the same shape as {@code x}. */
    public static Tensor gradient(Tensor x, UnaryOperator<Tensor> f) {
        return gradients(List.of(x), in -> f.apply(in.getFirst())).getFirst();
    }

    /** The gradients of the scalar {@code f(x…)} with respect to each of {@code x}; zeros where it does not depend on one. */
    public static List<Tensor> gradients(List<Tensor> x, Function<List<Tensor>, Tensor> f) {
        x.forEach(each -> Gradients.requireFloating("gradient", "x", each.spec()));
        Tape tape = new Tape();
        List<Tensor> leaves = x.stream().map(tape::watch).toList();
        Tensor y = tape.interpret(() -> f.apply(leaves));
        return Gradients.filled(backward(tape, y, leaves), x);
    }

    /**
     * A scalar, what its program held at some of its named points, and its gradients by those.
     *
     * @param values by name
     * @param gradients by name; zeros where the scalar does not depend on one
     */
    public record AtTaps(Tensor value, Map<String, Tensor> values, Map<String, Tensor> gradients) {}

    /**
     * Runs {@code loss}, which must give a scalar, and differentiates it with respect to intermediate values: what it holds at the named
     * points that it passes (see {@link Taps#tap}; layers that a model runs by name are such points). Each gradient takes in all that
     * follows from its value, other points included. Nothing before the first point is differentiated.
     *
     * @throws IllegalStateException where the program passes no point of a name, or passes it twice
     */
    public static AtTaps gradientsAt(List<String> names, Supplier<Tensor> loss) {
        Taps taps = new Taps(names);
        Tape tape = new Tape(taps);
        Tensor y = tape.interpret(loss);
        List<Tensor> leaves = names.stream().map(taps.found()::get).toList();
        List<Tensor> values = leaves.stream().map(tape::primal).toList();
        List<Tensor> found = Gradients.filled(backward(tape, y, leaves), values);
        Map<String, Tensor> valuesByName = new LinkedHashMap<>();
        Map<String, Tensor> gradientsByName = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            valuesByName.put(names.get(i), values.get(i));
            gradientsByName.put(names.get(i), found.get(i));
        }
        return new AtTaps(tape.primal(y), valuesByName, gradientsByName);
    }

    /**
     * {@code f(x)} and a product with a derivative at {@code x}.
     *
     * @param value of {@code f}
     */
    public record Product(Tensor value, Tensor product) {}

    /** The vector–Jacobian product {@code Jᵀ dy}, like {@code x}: one walk back. {@code dy} is like {@code f(x)}. */
    public static Product vjp(UnaryOperator<Tensor> f, Tensor x, Tensor dy) {
        Gradients.requireFloating("vjp", "x", x.spec());
        Tape tape = new Tape();
        Tensor leaf = tape.watch(x);
        Tensor y = tape.interpret(() -> f.apply(leaf));
        Gradients.requireFloating("vjp", "f(x)", y.spec());
        Gradients.requireLike("vjp", "dy", dy.spec(), "f(x)", y.spec());
        List<@Nullable Tensor> found = tape.backward(List.of(y), List.of(dy), List.of(leaf));
        return new Product(tape.primal(y), Gradients.filled(found, List.of(x)).getFirst());
    }

    /**
     * The Jacobian–vector product {@code J dx}, like {@code f(x)}: how {@code f} changes along {@code dx}, which is like {@code x}.
     *
     * <p>The way back from {@code f(x)} is linear in what comes in, {@code Jᵀ u}, so the gradient by {@code u} of its product with
     * {@code dx} is {@code J dx} (Townsend 2017, "A new trick for calculating Jacobian vector products"). A rule that is not linear in
     * {@code dy}, such as that of guided backpropagation, has none.
     */
    public static Product jvp(UnaryOperator<Tensor> f, Tensor x, Tensor dx) {
        Gradients.requireFloating("jvp", "x", x.spec());
        Gradients.requireLike("jvp", "dx", dx.spec(), "x", x.spec());
        Tape linear = new Tape();
        return linear.interpret(() -> {
            Tape tape = new Tape();
            Tensor leaf = tape.watch(x);
            Tensor y = tape.interpret(() -> f.apply(leaf));
            Gradients.requireFloating("jvp", "f(x)", y.spec());
            Tensor u = linear.watch(new Fill(y.spec(), 0).apply());
            Tensor back = tape.backward(List.of(y), List.of(u), List.of(leaf)).getFirst();
            List<@Nullable Tensor> found = back == null
                    ? Collections.singletonList(null)
                    : linear.backward(List.of(back), List.of(dx), List.of(u));
            return new Product(
                    tape.primal(y), Gradients.filled(found, List.of(u)).getFirst());
        });
    }

    /** The Hessian–vector product {@code H v} of the scalar {@code f}, like {@code x}: the gradient of the gradient's product with {@code v}. */
    public static Product hvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
        Gradients.requireFloating("hvp", "x", x.spec());
        Gradients.requireLike("hvp", "v", v.spec(), "x", x.spec());
        Tape outer = new Tape();
        Tensor leaf = outer.watch(x);
        Product first = outer.interpret(() -> {
            Tape tape = new Tape();
            Tensor in = tape.watch(leaf);
            Tensor y = tape.interpret(() -> f.apply(in));
            Tensor gradient = Gradients.filled(backward(tape, y, List.of(in)), List.of(leaf))
                    .getFirst();
            return new Product(tape.primal(y), gradient);
        });
        List<@Nullable Tensor> found = outer.backward(List.of(first.product()), List.of(v), List.of(leaf));
        return new Product(
                outer.primal(first.value()), Gradients.filled(found, List.of(x)).getFirst());
    }

    /**
     * The whole Jacobian, shape {@code [sizes of f(x)…, sizes of x…]}. It costs a walk back for each element of {@code f(x)}, and memory
     * for all of its elements.
     */
    public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
        Gradients.requireFloating("jacobian", "x", x.spec());
        Tape tape = new Tape();
        Tensor leaf = tape.watch(x);
        Tensor y = tape.interpret(() -> f.apply(leaf));
        Gradients.requireFloating("jacobian", "f(x)", y.spec());
        int rows = Math.toIntExact(y.shape().elements());
        int columns = Math.toIntExact(x.shape().elements());
        Tensor[] row = new Tensor[rows];
        for (int i = 0; i < rows; i++) {
            Tensor unit = new Fill(new Spec(Shape.of(1), y.dtype()), 1).apply().pad(0, i, rows - 1 - i);
            List<@Nullable Tensor> found = tape.backward(List.of(y), List.of(unit.reshape(y.shape())), List.of(leaf));
            row[i] = Gradients.filled(found, List.of(x)).getFirst().reshape(Shape.of(1, columns));
        }
        Tensor matrix =
                rows == 0 ? new Fill(new Spec(Shape.of(0, columns), x.dtype()), 0).apply() : new Concat(0).apply(row);
        return matrix.reshape(
                Shape.of(IntStream.concat(sizes(y.shape()), sizes(x.shape())).toArray()));
    }

    /** The whole Hessian of the scalar {@code f}, shape {@code [sizes of x…, sizes of x…]}; it costs a product for each element of {@code x}. */
    public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
        return jacobian(in -> gradient(in, f), x);
    }

    private static IntStream sizes(Shape shape) {
        return IntStream.range(0, shape.rank()).map(shape::size);
    }

    private static List<@Nullable Tensor> backward(Tape tape, Tensor y, List<Tensor> leaves) {
        Tensor seed = Gradients.seed("gradient", tape.primal(y));
        return tape.backward(List.of(y), List.of(seed), leaves);
    }

    /**
     * Runs {@code part} of a program without keeping its values for the way back, which computes them again (gradient checkpointing,
     * Chen et al. 2016, <a href="https://arxiv.org/abs/1604.06174">arXiv:1604.06174</a>). Kept is what the part reads from outside.
     * Values and gradients have the same bits as without; the price is the part's steps once more. A net of n equal parts, checkpointed
     * in groups of √n, holds 2√n activations instead of n.
     *
     * <p>The steps are repeated, not the lambda: what it writes is written once, what it draws at random is the same, and variables count
     * as they were when it read them. A part within a part belongs to the outer one. Where nothing is differentiated it simply runs. All
     * memory of a {@code Region} is held until its end, so that there only a compiled function needs less.
     */
    public static <T> T checkpoint(Supplier<T> part) {
        List<Tape> tapes = Tape.recording();
        tapes.forEach(Tape::open);
        try {
            return part.get();
        } finally {
            tapes.forEach(Tape::close);
        }
    }

    /**
     * {@code forward} with a gradient of its own, whatever its steps are: a straight-through estimator, a reversed or clipped gradient.
     *
     * @param backward of {@code x} and {@code dy}, gives {@code dx}
     */
    public static UnaryOperator<Tensor> withGradient(UnaryOperator<Tensor> forward, BinaryOperator<Tensor> backward) {
        Function<List<Tensor>, List<Tensor>> one = withGradient(
                (List<Tensor> x) -> List.of(forward.apply(x.getFirst())),
                (x, y, dy) -> List.of(backward.apply(x.getFirst(), dy.getFirst())));
        return x -> one.apply(List.of(x)).getFirst();
    }

    /**
     * {@code forward} with a gradient of its own. What {@code backward} needs besides the inputs, {@code forward} gives as a further output.
     * Second gradients are those of {@code backward}.
     *
     * <p>All that is to have a gradient is an argument: to read another tensor or parameter that is being differentiated is refused.
     */
    public static Function<List<Tensor>, List<Tensor>> withGradient(
            Function<List<Tensor>, List<Tensor>> forward, Backward backward) {
        return x -> Call.of(forward, backward, x);
    }

    /**
     * Runs {@code program} with another gradient rule for each op of {@code type}, a model's for example, which is not edited. Values stay
     * as they are. Guided backpropagation (Springenberg et al. 2015, section 3.4, <a
     * href="https://arxiv.org/abs/1412.6806">arXiv:1412.6806</a>) is
     *
     * <pre>{@code
     * Autograd.override(Unary.Relu.class,
     *         (relu, r, dy) -> new Tensor[] {dy[0].relu().wherePositive(r.output(0))},
     *         () -> Autograd.gradient(image, x -> score(model.forward(x))))
     * }</pre>
     *
     * <p>and the rule of deconvolutional networks (Zeiler and Fergus 2014) is {@code dy[0].relu()} alone. It holds for steps taken within
     * {@code program}, whether it is differentiated inside or outside; of several, the innermost. Functions compiled before run uncompiled.
     */
    public static <O extends Op, T> T override(Class<O> type, GradientRule<O> rule, Supplier<T> program) {
        return new Substitute<>(Interpreter.current(), type, rule).interpret(program);
    }
}
