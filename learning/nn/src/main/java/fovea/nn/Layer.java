package fovea.nn;

import fovea.graph.Inference;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * A function of tensors, with or without parameters. Layers with parameters are records: what they declare is what they are made of,
 * and {@link Variables} finds it there. {@code Tensor::relu} is a layer too.
 */
@FunctionalInterface
public interface Layer {

    /** The layer's output for {@code x}. */
    Tensor forward(Tensor x);

    /**
     * As {@link #forward(Tensor)}, under the name that this layer has in the one around it: what does not fit is reported with it, and the
     * output is a point of that name in the program (see {@link Pass#tap}).
     */
    default Tensor forward(String name, Tensor x) {
        return Pass.part(name, this, x);
    }

    /**
     * This, ready to answer for inputs {@code x} of this shape, {@code f32}: with the weights as they are now, batch normalization folded
     * into them, kernels prepared and memory laid out.
     */
    default Inference compile(Shape x) {
        return Inference.of(in -> List.of(forward(in.getFirst())), Spec.f32(x));
    }

    /**
     * As {@link #compile}, with convolutions and products in 8 bits: faster on processors that multiply such numbers, and nearly as right.
     * See {@link Inference#int8}.
     *
     * @param examples inputs such as it will be given, each of the shape {@code x}; dozens do
     */
    default Inference compileInt8(Shape x, List<Tensor> examples) {
        return Inference.int8(
                in -> List.of(forward(in.getFirst())),
                examples.stream().map(List::of).toList(),
                Spec.f32(x));
    }

    /** Everything that training changes, in the order of the record's components. */
    default List<Parameter> parameters() {
        return Variables.of(this).parameters();
    }
}
