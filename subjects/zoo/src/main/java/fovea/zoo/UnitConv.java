package fovea.zoo;

import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.tensor.Conv;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.random.RandomGenerator;

/**
 * A convolution of 5 × 5 every two pixels whose weights are shared and whose biases are not: each unit has its own. Beyond the edges the
 * input is {@value #BACKGROUND}, the ground of the digits.
 *
 * <p>A sparse one joins each of its 12 maps to 8 of the 12 before: four maps to the first eight, four to the last eight, four to the outer
 * eight. It runs as a full one with zeros in between, for which there are fast kernels.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H/2, W/2]}.
 *
 * @param weight {@code [O, C, 5, 5]}, or {@code [12, 8, 5, 5]} where it is sparse
 * @param bias {@code [O, H/2, W/2]}
 */
public record UnitConv(Parameter weight, Parameter bias, boolean isSparse) implements Layer {
    private static final double BACKGROUND = -1;
    private static final int SIDE = 5;
    private static final int AREA = SIDE * SIDE;
    private static final Window WINDOW = Window.of(SIDE, SIDE).withStride(2).withPadding(2);

    /** Maps that one of a sparse layer sees. */
    private static final int SEEN = 8;

    private static final int[] PLACES = places();

    /** Weights uniform in {@code ±2.4/√(inputs of a unit)}, biases 0. */
    static UnitConv of(int in, int side, boolean isSparse, RandomGenerator random) {
        Shape weight = Shape.of(LeNet1989.MAPS, in, SIDE, SIDE);
        return new UnitConv(
                new Parameter(Initial.uniform(weight, LeNet1989.SPREAD * Initial.bound(weight), random)),
                new Parameter(Tensor.zeros(Shape.of(LeNet1989.MAPS, side, side))),
                isSparse);
    }

    /** Beyond the edges is {@code −1}: with {@code x + 1} it is 0, and the weights' sum is taken off again. */
    @Override
    public Tensor forward(Tensor x) {
        Tensor w = isSparse ? spread(weight.get()) : weight.get();
        Tensor ground = weight.get().sum(1, 2, 3).reshape(LeNet1989.MAPS, 1, 1);
        return new Conv(WINDOW, 1).apply(x.sub(BACKGROUND), w).add(bias.get().add(ground.mul(BACKGROUND)));
    }

    /** {@code [12, 8, 5, 5]} → {@code [12, 12, 5, 5]} with zeros where there is no connection. */
    private static Tensor spread(Tensor w) {
        Tensor filters = w.reshape(SEEN * LeNet1989.MAPS, AREA).pad(0, 0, 1);
        return filters.take(0, Tensor.of(Shape.of(PLACES.length), PLACES))
                .reshape(LeNet1989.MAPS, LeNet1989.MAPS, SIDE, SIDE);
    }

    /** For each pair of maps, after and before, the filter between them; the one after the last is all zeros. */
    private static int[] places() {
        int[] places = new int[LeNet1989.MAPS * LeNet1989.MAPS];
        for (int i = 0; i < places.length; i++) {
            int map = i / LeNet1989.MAPS;
            int seen = seen(map / 4, i % LeNet1989.MAPS);
            places[i] = seen < 0 ? SEEN * LeNet1989.MAPS : map * SEEN + seen;
        }
        return places;
    }

    /** Which of its eight inputs a map is for a run of four maps; −1 where it is none. */
    private static int seen(int run, int map) {
        return switch (run) {
            case 0 -> map < 8 ? map : -1;
            case 1 -> map - 4 < 0 ? -1 : map - 4;
            default -> map < 4 ? map : map < 8 ? -1 : map - 4;
        };
    }
}
