package fovea.detect;

import fovea.tensor.CustomOp;
import fovea.tensor.Keep;
import fovea.tensor.Op;
import fovea.tensor.Residuals;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of {@code of}, which is its gradient: {@code (dy, regions)} → {@code dx} of shape {@code x}.
 *
 * @param x the shape of the images
 */
public record RoiGradient(RoiSampling of, Shape x) implements CustomOp {
    @Override
    public String label() {
        return of.label() + " gradient";
    }

    @Override
    public Spec[] infer(Spec... in) {
        Spec dx = in[0].with(x);
        Spec y = of.infer(dx, in[1])[0];
        if (!y.equals(in[0])) {
            throw new ShapeException(label(), "dy is " + in[0], "for x " + dx + " it must be " + y);
        }
        return new Spec[] {dx};
    }

    @Override
    public boolean isDifferentiable(int input) {
        return input == 0;
    }

    @Override
    public Keep keep() {
        return Keep.inputs(1);
    }

    @Override
    public @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... g) {
        return r.gradients(() -> of.apply(Op.only(g), r.input(1)), () -> null);
    }

    @Override
    public double[][] compute(Spec[] in, double[][] dy, Spec[] out) {
        double[] dx = new double[Math.toIntExact(x.elements())];
        of.each(x, dy[1], (taps, to, from, bin) -> {
            double gradient = dy[0][from];
            for (int i = taps.first(bin); i < taps.first(bin + 1); i++) {
                dx[to + taps.pixel(i)] += taps.weight(i) * gradient;
            }
        });
        return new double[][] {dx};
    }
}
