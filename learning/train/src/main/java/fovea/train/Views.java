package fovea.train;

import fovea.nn.Layer;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A model that answers with the mean of its logits over several views of a picture, such as it and its mirror image.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}.
 *
 * @param views each gives images of the model's size
 */
public record Views(Layer model, List<UnaryOperator<Tensor>> views) implements Layer {
    private static final int WIDTH = 3;

    /** Refuses none at all. */
    public Views {
        views = List.copyOf(views);
        if (views.isEmpty()) {
            throw new IllegalArgumentException("views: there are none" + System.lineSeparator() + "  x -> x is one");
        }
    }

    /** The picture as it is, and left for right. */
    public static Views mirrored(Layer model) {
        return new Views(model, List.of(x -> x, x -> x.flip(WIDTH)));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor sum = model.forward(views.getFirst().apply(x));
        for (UnaryOperator<Tensor> view : views.subList(1, views.size())) {
            sum = sum.add(model.forward(view.apply(x)));
        }
        return sum.div(views.size());
    }
}
