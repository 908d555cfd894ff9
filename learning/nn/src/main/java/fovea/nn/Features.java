package fovea.nn;

import fovea.tensor.Conv;
import fovea.tensor.Interpreter;
import fovea.tensor.MatMul;
import fovea.tensor.Op;
import fovea.tensor.Overlay;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a network has made of pictures just before it decides: the numbers that its last layer with weights is given. Pictures near each
 * other there look alike to the network (Krizhevsky et al. 2012, section 6.1).
 */
public final class Features {
    private Features() {}

    /**
     * The input of the last matrix product or convolution of a model; of maps {@code [N, C, H, W]} the means over pixels.
     *
     * <p>Shapes: {@code x [N, ...]} → {@code [N, D]}.
     *
     * @throws IllegalArgumentException if the model has neither
     */
    public static Tensor of(Layer model, Tensor x) {
        Watching watching = new Watching(Interpreter.current());
        Pass.inference(() -> watching.interpret(() -> model.forward(x)));
        Tensor last = watching.last;
        if (last == null) {
            throw new IllegalArgumentException("features: the model multiplies nothing" + System.lineSeparator()
                    + "  give one with a linear layer or a convolution");
        }
        return last.shape().rank() == 4 ? last.mean(2, 3) : last.flatten();
    }

    /** Remembers what was multiplied last. */
    private static final class Watching implements Overlay {
        private final Interpreter around;
        private @Nullable Tensor last;

        Watching(Interpreter around) {
            this.around = around;
        }

        @Override
        public Interpreter around() {
            return around;
        }

        @Override
        public Tensor[] apply(Op op, Tensor... inputs) {
            if (op instanceof MatMul || op instanceof Conv) {
                last = inputs[0];
            }
            return around.apply(op, inputs);
        }
    }
}
