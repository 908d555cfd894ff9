package fovea.tensor;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a gradient rule may read: kept inputs and outputs, all shapes, and which gradients are wanted. */
public final class Residuals {
    private final Op op;
    private final Spec[] specs;
    private final @Nullable Tensor[] inputs;
    private final @Nullable Tensor[] outputs;
    private final boolean[] wanted;

    /**
     * What {@code op} kept.
     *
     * @param inputs with null where {@code op} keeps nothing; outputs alike
     */
    public Residuals(Op op, Spec[] specs, @Nullable Tensor[] inputs, @Nullable Tensor[] outputs, boolean[] wanted) {
        this.op = op;
        this.specs = specs;
        this.inputs = inputs;
        this.outputs = outputs;
        this.wanted = wanted;
    }

    /** The i-th input; the op's {@link Op#keep()} must name it. */
    public Tensor input(int i) {
        Tensor x = inputs[i];
        if (x == null) {
            throw new IllegalStateException(op + " reads input " + i + " in its gradient but does not keep it");
        }
        return x;
    }

    /** The i-th output; the op's {@link Op#keep()} must name it. */
    public Tensor output(int i) {
        Tensor y = outputs[i];
        if (y == null) {
            throw new IllegalStateException(op + " reads output " + i + " in its gradient but does not keep it");
        }
        return y;
    }

    /** How many inputs the op had. */
    public int inputs() {
        return specs.length;
    }

    public Spec spec(int input) {
        return specs[input];
    }

    public Shape shape(int input) {
        return specs[input].shape();
    }

    /** Whether the gradient by the i-th input is asked for. */
    public boolean wants(int input) {
        return wanted[input];
    }

    /** One gradient for each input, computing only those that are wanted. */
    @SafeVarargs
    public final @Nullable Tensor[] gradients(Supplier<? extends @Nullable Tensor>... rules) {
        @Nullable Tensor[] dx = new Tensor[rules.length];
        for (int i = 0; i < rules.length; i++) {
            dx[i] = wanted[i] ? rules[i].get() : null;
        }
        return dx;
    }
}
