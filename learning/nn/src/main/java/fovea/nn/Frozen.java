package fovea.nn;

import fovea.tensor.Tensor;

/**
 * A layer that training leaves as it is: its weights are no parameters ({@link Variables#parameters}), so nothing is differentiated by them,
 * and it answers as in inference, so that running statistics stay and nothing is dropped. Its variables keep their paths, as if it were not
 * there; a checkpoint of the thawed model loads. Gradients pass through it to its input.
 *
 * <p>Shapes: those of {@code layer}.
 */
public record Frozen(Layer layer) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return Pass.inference(() -> layer.forward(x));
    }
}
