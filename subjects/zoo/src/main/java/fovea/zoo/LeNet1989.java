package fovea.zoo;

import fovea.nn.Dropout;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * The first convolutional net that was trained by backpropagation on a real task (LeCun et al. 1989, "Backpropagation applied to handwritten
 * zip code recognition", <a href="https://doi.org/10.1162/neco.1989.1.4.541">doi:10.1162/neco.1989.1.4.541</a>), as Karpathy read it again
 * (2022, <a href="https://github.com/karpathy/lecun1989-repro">lecun1989-repro</a>).
 *
 * <p>H1: 12 maps of 8 × 8. H2: 12 maps of 4 × 4, each joined to 8 of the 12 before; the paper does not say which, here the first eight, the
 * last eight, and the outer eight, for four maps each. H3: 30 units. Every unit has a bias of its own, and the squashing is a plain tanh.
 * 9,760 parameters, 63,660 multiply-adds.
 *
 * <p>Shapes: {@code x [N, 1, 16, 16]}, ink 1 and ground −1 → {@code [N, 10]}: from −1 to 1, or logits of the modern one.
 *
 * @param dropout of H2 in the modern one
 * @param isModern with ReLU for tanh, and logits
 */
public record LeNet1989(UnitConv h1, UnitConv h2, Linear h3, Linear out, Dropout dropout, boolean isModern)
        implements Layer {
    /** Times {@code 1/√fan-in}, the bound of the first weights (appendix of the paper: 2.4 divided by the fan-in). */
    static final double SPREAD = 2.4;

    private static final int SIDE = 16;
    /** Of each of both layers. */
    static final int MAPS = 12;

    private static final int CLASSES = 10;

    /** As in 1989, to be trained on targets of 1 and −1; nine of ten outputs should be −1, and so they begin. */
    public static LeNet1989 of(RandomGenerator random) {
        return of(-1, false, random);
    }

    /** With ReLU, dropout of one in four after H2, and logits for a cross-entropy; as many parameters. */
    public static LeNet1989 modern(RandomGenerator random) {
        return of(0, true, random);
    }

    private static LeNet1989 of(double bias, boolean isModern, RandomGenerator random) {
        return new LeNet1989(
                UnitConv.of(1, SIDE / 2, false, random),
                UnitConv.of(8, SIDE / 4, true, random),
                linear(MAPS * SIDE, 30, 0, random),
                linear(30, CLASSES, bias, random),
                new Dropout(isModern ? 0.25 : 0),
                isModern);
    }

    private static Linear linear(int in, int out, double bias, RandomGenerator random) {
        Shape weight = Shape.of(out, in);
        return new Linear(
                new Parameter(Initial.uniform(weight, SPREAD * Initial.bound(weight), random)),
                new Parameter(Tensor.full(Shape.of(out), bias)));
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensor y1 = squash(h1.forward("h1", x));
        Tensor y2 = dropout.forward("dropout", squash(h2.forward("h2", y1)));
        Tensor y3 = squash(h3.forward("h3", y2.flatten()));
        Tensor y = out.forward("out", y3);
        return isModern ? y : y.tanh();
    }

    private Tensor squash(Tensor x) {
        return isModern ? x.relu() : x.tanh();
    }
}
