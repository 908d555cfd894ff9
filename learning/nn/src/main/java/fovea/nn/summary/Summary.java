package fovea.nn.summary;

import fovea.graph.Trace;
import fovea.nn.Layer;
import fovea.nn.Pass;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.util.List;

/**
 * The arithmetic of a model, layer by layer: shapes, parameters, multiply-adds, receptive fields. The model is traced and not run, so the
 * largest one takes an instant; what it does in training only is not seen.
 *
 * <p>{@snippet :
 * Summary summary = Summary.of(model, Shape.of(1, 3, 224, 224));
 * summary.rows().forEach(row -> IO.println(row.name() + " " + row.output() + " " + row.parameters()));
 * }
 *
 * @param input {@code [N, C, H, W]}
 * @param rows in the order in which they run
 * @param parameters of the whole model, those that this pass does not use too
 */
public record Summary(Shape input, List<Row> rows, long parameters) {

    /** Copies the list. */
    public Summary {
        rows = List.copyOf(rows);
    }

    /**
     * Of any layer or model.
     *
     * @throws fovea.tensor.ShapeException where the model does not fit such an input
     */
    public static Summary of(Layer model, Shape input) {
        Census[] census = new Census[1];
        Trace.of(
                in -> {
                    census[0] = new Census(in.getFirst());
                    return List.of(census[0].interpret(() -> Pass.inference(() -> model.forward(in.getFirst()))));
                },
                Spec.f32(input));
        return new Summary(input, census[0].rows(), Variables.of(model).parameterCount());
    }

    /** Of all rows. */
    public long multiplyAdds() {
        return rows.stream().mapToLong(Row::multiplyAdds).sum();
    }

    /**
     * How many numbers the input and all outputs are, without those that can be written over what they are made of: what a forward pass
     * must hold if it is to be followed by a backward one. Times 4 bytes for {@code f32}.
     */
    public long activations() {
        return input.elements()
                + rows.stream()
                        .filter(row -> !row.isElementwise())
                        .mapToLong(row -> row.output().elements())
                        .sum();
    }
}
