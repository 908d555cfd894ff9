package fovea.nn.summary;

import fovea.tensor.Shape;

/**
 * A layer, or what stands between two layers.
 *
 * @param name the path of the layer, such as {@code layer1.0.conv1}; of its model's own steps that of the layer they stand in
 * @param kind what it does, such as {@code conv 3×3 stride 2}
 * @param output the shape of what it gives, {@code [N, ...]}
 * @param parameters how many numbers training changes in it; a shared one counts where it is first used
 * @param multiplyAdds of convolutions and matrix products; biases, normalizations and activations are not counted, as in papers
 * @param isElementwise whether it can write over what it reads: activations, normalizations, sums of two maps
 * @param rows the receptive field along H
 * @param columns the receptive field along W
 */
public record Row(
        String name,
        String kind,
        Shape output,
        long parameters,
        long multiplyAdds,
        boolean isElementwise,
        Field rows,
        Field columns) {}
