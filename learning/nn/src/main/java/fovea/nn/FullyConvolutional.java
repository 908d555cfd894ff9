package fovea.nn;

import fovea.graph.Trace;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A classifier's fully connected layers as convolutions: the first becomes one of the size of the maps it reads, the others become 1 × 1
 * ("net surgery"; Long, Shelhamer and Darrell 2015, section 3.1, <a href="https://arxiv.org/abs/1411.4038">arXiv:1411.4038</a>). The answers
 * for pictures of the old size are the same; a larger one gets a map of answers in one go, each as if the classifier had looked at its own
 * part of it (exactly so where nothing is padded).
 *
 * <p>Weights are copied. What stands between the layers must work on each number alone, as ReLU and dropout do.
 */
public final class FullyConvolutional {
    private static final String WHO = "fully convolutional";

    private FullyConvolutional() {}

    /**
     * Of a net with one {@link Flatten} and {@link Linear}s behind it, {@code [N, C, H, W]} → {@code [N, classes]}; inner {@link Sequential}s
     * stay as they are if they are before it.
     *
     * @param image {@code [C, H, W]} of the pictures it was made for
     * @return {@code [N, C, H', W']} → {@code [N, classes, H'', W'']}, under the same names
     */
    public static Sequential of(Sequential model, Shape image) {
        SequencedMap<String, Layer> before = new LinkedHashMap<>();
        SequencedMap<String, Layer> behind = new LinkedHashMap<>();
        boolean isFlat = false;
        for (Map.Entry<String, Layer> part : model.parts().entrySet()) {
            if (part.getValue() instanceof Flatten) {
                isFlat = true;
            } else {
                (isFlat ? behind : before).put(part.getKey(), part.getValue());
            }
        }
        if (!isFlat) {
            throw new ShapeException(WHO, "the model has no Flatten", "use ofHead for what comes after its maps");
        }
        Shape maps = output(new Sequential(before), image);
        before.putAll(ofHead(new Sequential(behind), maps).parts());
        return new Sequential(before);
    }

    private static Shape output(Sequential layers, Shape image) {
        Shape x = Shape.of(1, image.size(0), image.size(1), image.size(2));
        Spec y = Trace.of(in -> List.of(layers.forward(in.getFirst())), Spec.f32(x))
                .outputs()
                .getFirst()
                .spec();
        return Shape.of(y.shape().size(1), y.shape().size(2), y.shape().size(3));
    }

    /**
     * Of layers that read flattened maps, such as the classifiers of AlexNet and VGG.
     *
     * @param maps {@code [C, H, W]} of the maps that were flattened
     */
    public static Sequential ofHead(Sequential head, Shape maps) {
        SequencedMap<String, Layer> layers = new LinkedHashMap<>();
        Window window = Window.of(maps.size(1), maps.size(2));
        for (Map.Entry<String, Layer> part : head.parts().entrySet()) {
            if (part.getValue() instanceof Linear linear) {
                layers.put(part.getKey(), convolution(linear, window));
                window = Window.of(1, 1);
            } else {
                layers.put(part.getKey(), part.getValue());
            }
        }
        return new Sequential(layers);
    }

    /** The same sums, {@code [O, C·H·W]} → {@code [O, C, H, W]}. */
    private static Conv2dLayer convolution(Linear linear, Window window) {
        Tensor weight = linear.weight().get();
        int out = weight.shape().size(0);
        int in = weight.shape().size(1);
        if (in % window.area() != 0) {
            throw new ShapeException(
                    WHO,
                    "a layer reads %d numbers, its maps have %d × %d pixels"
                            .formatted(in, window.size(0), window.size(1)),
                    "give the size of the maps that the first fully connected layer reads");
        }
        Tensor filters = weight.reshape(out, in / window.area(), window.size(0), window.size(1));
        return new Conv2dLayer(new Parameter(filters), copy(linear.bias()), window, 1);
    }

    private static @Nullable Parameter copy(@Nullable Parameter bias) {
        return bias == null ? null : new Parameter(bias.get());
    }
}
