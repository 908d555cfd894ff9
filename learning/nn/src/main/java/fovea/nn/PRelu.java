package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;

/**
 * A rectifier whose slope below 0 is learned; see {@link Tensor#prelu}.
 *
 * <p>Shapes: {@code x [N, C, ...]} → {@code y} alike.
 *
 * @param weight the slope, {@code [1]} or one for each channel {@code [C]}; 0.25 at first, as in the paper
 */
public record PRelu(Parameter weight) implements Layer {

    /** One slope for all. */
    public static PRelu of() {
        return of(1);
    }

    /** A slope for each of so many channels. */
    public static PRelu of(int channels) {
        return new PRelu(new Parameter(Tensor.full(Shape.of(channels), 0.25)));
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.prelu(weight.get());
    }
}
