package fovea.classic.filter;

import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A classifier of one template a class: the class whose template is nearest is the answer.
 *
 * @param means {@code [C, D]}
 */
public record Templates(Tensor means) {

    /**
     * The mean of each class, shifted and scaled to mean 0 and standard deviation 1 over all its numbers.
     *
     * @param examples of each class, {@code [N, ...]}
     */
    public static Templates of(List<Tensor> examples) {
        return new Templates(
                Tensor.stack(0, examples.stream().map(Templates::mean).toList()));
    }

    private static Tensor mean(Tensor examples) {
        Tensor mean = examples.flatten().mean(0);
        return mean.sub(mean.mean()).div(mean.stdCorrected(0, 0));
    }

    /** The square of the Euclidean distance to each template, {@code x [N, ...]} → {@code [N, C]}. */
    public Tensor distances(Tensor x) {
        Tensor rows = x.flatten();
        if (rows.shape().size(1) != means.shape().size(1)) {
            throw new ShapeException(
                    "templates",
                    "x is " + x.shape() + " and the templates " + means.shape(),
                    "an example must have as many numbers as a template");
        }
        return Tensor.stack(
                1,
                IntStream.range(0, means.shape().size(0))
                        .mapToObj(
                                c -> rows.sub(means.slice(0, c, c + 1)).square().sum(1))
                        .toList());
    }

    /** The nearest template of each example, the first of equals; {@code x [N, ...]} → {@code i32 [N]}. */
    public Tensor nearest(Tensor x) {
        return distances(x).argmin(1);
    }
}
