package fovea.detect;

import fovea.tensor.CustomOp;
import fovea.tensor.Keep;
import fovea.tensor.Op;
import fovea.tensor.Residuals;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Weighted sums of pixels inside regions of images. A region is cut into {@code height × width} bins; each bin adds up pixels with weights
 * that follow from the region alone, so the whole is linear in the image.
 *
 * <p>Gradient: by x {@link RoiGradient}, the transpose, whose own gradient is this op again; by the regions none.
 *
 * <p>Shapes: {@code x [N, C, H, W]}, regions {@code [K, 5]} of image, left, top, right and bottom (see {@link Rois}) → {@code y [K, C, height,
 * width]}; position-sensitive ones take channel {@code c · height · width + bin} for channel c of a bin, and give {@code C / (height · width)}
 * channels.
 */
public sealed interface RoiSampling extends CustomOp permits RoiAlign, PsRoiAlign, PsRoiPool {

    /** Bins from top to bottom. */
    int height();

    /** Bins from left to right. */
    int width();

    /** Whether each bin has channels of its own. */
    boolean positionSensitive();

    /** What each bin of a region adds up in an image of {@code x}'s size. */
    Taps taps(Rois.Region region, Shape x);

    default int bins() {
        return height() * width();
    }

    @Override
    default Spec[] infer(Spec... in) {
        Rois.check(label(), in[0], in[1], height(), width());
        int channels = in[0].shape().size(1);
        if (positionSensitive() && channels % bins() != 0) {
            throw Rois.wrong(
                    label(),
                    in[0],
                    in[1],
                    "x's channels (%d) must be divisible by the bins (%d × %d)".formatted(channels, height(), width()));
        }
        int given = positionSensitive() ? channels / bins() : channels;
        return new Spec[] {in[0].with(Shape.of(in[1].shape().size(0), given, height(), width()))};
    }

    @Override
    default boolean isDifferentiable(int input) {
        return input == 0;
    }

    @Override
    default Keep keep() {
        return Keep.inputs(1);
    }

    @Override
    default @Nullable Tensor[] vjp(Residuals r, @Nullable Tensor... dy) {
        return r.gradients(() -> new RoiGradient(this, r.shape(0)).apply(Op.only(dy), r.input(1)), () -> null);
    }

    @Override
    default double[][] compute(Spec[] in, double[][] x, Spec[] out) {
        double[] y = new double[Math.toIntExact(out[0].shape().elements())];
        each(in[0].shape(), x[1], (taps, from, to, bin) -> {
            double sum = 0;
            for (int i = taps.first(bin); i < taps.first(bin + 1); i++) {
                sum += taps.weight(i) * x[0][from + taps.pixel(i)];
            }
            y[to] = sum;
        });
        return new double[][] {y};
    }

    /** One bin of one channel: the element at which its plane of x begins, and its element of y. */
    @FunctionalInterface
    interface Bin {
        void at(Taps taps, int x, int y, int bin);
    }

    /** All bins of all regions, one region after the other; the channels of a region, whose planes are apart, on all processors. */
    default void each(Shape x, double[] regions, Bin visit) {
        int plane = x.size(2) * x.size(3);
        int channels = positionSensitive() ? x.size(1) / bins() : x.size(1);
        int step = positionSensitive() ? bins() : 1;
        for (int k = 0; k < regions.length / 5; k++) {
            Rois.Region region = Rois.Region.of(label(), regions, k, x.size(0));
            Taps taps = taps(region, x);
            int image = region.image() * x.size(1);
            int first = k * channels;
            IntStream all = IntStream.range(0, channels);
            ((long) channels * taps.count() < PARALLEL ? all : all.parallel()).forEach(c -> {
                for (int bin = 0; bin < bins(); bin++) {
                    int channel = image + c * step + (positionSensitive() ? bin : 0);
                    visit.at(taps, channel * plane, (first + c) * bins() + bin, bin);
                }
            });
        }
    }

    /** Products below which a second thread costs more than it brings. */
    long PARALLEL = 32 * 1024;
}
