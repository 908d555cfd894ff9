package fovea.zoo;

import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * Images as torchvision's networks want them, with ImageNet's means and deviations taken out, made into images between −1 and 1, as Google's
 * weights of {@link GoogLeNet} and {@link InceptionV3} want them: torchvision's {@code transform_input}.
 *
 * <p>{@code y = (x · deviation + mean − 0.5) / 0.5} for each color. Shapes: {@code x [N, 3, H, W]} → {@code y} alike.
 */
public record HalvesNormalization() implements Layer {
    private static final float[] MEANS = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATIONS = {0.229f, 0.224f, 0.225f};

    @Override
    public Tensor forward(Tensor x) {
        Shape each = Shape.of(1, 3, 1, 1);
        return x.mul(Tensor.of(each, DEVIATIONS))
                .add(Tensor.of(each, MEANS).sub(0.5))
                .div(0.5);
    }
}
