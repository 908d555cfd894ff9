package fovea.testing;

import fovea.tensor.AvgPool;
import fovea.tensor.BatchNorm;
import fovea.tensor.Border;
import fovea.tensor.Conv;
import fovea.tensor.GridSample;
import fovea.tensor.MaxPool;
import fovea.tensor.Pooled;
import fovea.tensor.Resize;
import fovea.tensor.Shape;
import fovea.tensor.SumPool;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Steps on images: convolutions, pools, norms, resizing and sampling. */
final class WindowMoves {
    private WindowMoves() {}

    static List<Move> all() {
        return List.of(
                new Move("conv", WindowMoves::conv),
                new Move("convTranspose", WindowMoves::convTranspose),
                new Move("maxPool", WindowMoves::maxPool),
                new Move("maxPool and unpool", WindowMoves::unpool),
                new Move("sumPool", WindowMoves::sumPool),
                new Move("avgPool", WindowMoves::avgPool),
                new Move("adaptive pool", WindowMoves::adaptive),
                new Move("global pool", WindowMoves::global),
                new Move("lpPool", WindowMoves::lpPool),
                new Move("batchNorm", WindowMoves::batchNorm),
                new Move("batchNorm, relu", WindowMoves::batchNormRelu),
                new Move("unfold", WindowMoves::unfold),
                new Move("resize", WindowMoves::resize),
                new Move("gridSample", WindowMoves::gridSample),
                new Move("affineGrid", WindowMoves::affineGrid),
                new Move("deformConv", WindowMoves::deformConv),
                new Move("shuffle", WindowMoves::shuffle),
                new Move("border", WindowMoves::border));
    }

    private static Draft.Value image(Draft d) {
        int rank = d.among(1, 2, 2, 2, 3);
        return d.real(rank + 2, rank + 2);
    }

    private static int[] each(int n, java.util.function.IntUnaryOperator f) {
        return IntStream.range(0, n).map(f).toArray();
    }

    /** A window that fits {@code x} at least once, with random stride, padding less than its size, and dilation. */
    private static Window window(Draft d, Draft.Value x, boolean padded) {
        int rank = x.rank() - 2;
        int[] size = each(rank, i -> 1 + d.upTo(Math.min(2, Math.max(0, x.size(2 + i) - 1))));
        int[] dilation = each(rank, i -> d.chance(0.2) && 2 * (size[i] - 1) < x.size(2 + i) ? 2 : 1);
        int[] before = each(rank, i -> padded && d.chance(0.5) ? d.upTo(size[i] - 1) : 0);
        int[] after = each(rank, i -> padded && d.chance(0.2) ? d.upTo(size[i] - 1) : before[i]);
        return Window.of(size)
                .withStride(each(rank, i -> d.chance(0.6) ? 1 : 1 + d.upTo(2)))
                .withDilation(dilation)
                .withPadding(before, after);
    }

    private static Shape weights(int outputs, int inputs, Window window) {
        int[] sizes = new int[window.rank() + 2];
        sizes[0] = outputs;
        sizes[1] = inputs;
        for (int i = 0; i < window.rank(); i++) {
            sizes[2 + i] = window.size(i);
        }
        return Shape.of(sizes);
    }

    /** Some divisor of {@code n}. */
    private static int groups(Draft d, int n) {
        int g = d.chance(0.6) ? 1 : d.among(n, 2, 3);
        return g > 0 && n % g == 0 ? g : 1;
    }

    private static void conv(Draft d) {
        Draft.Value x = image(d);
        Window window = window(d, x, true);
        int groups = groups(d, x.size(1));
        int outputs = groups * (1 + d.upTo(groups > 4 ? 1 : 4));
        d.op(new Conv(window, groups), x, d.like(weights(outputs, x.size(1) / groups, window)));
    }

    private static void convTranspose(Draft d) {
        Draft.Value x = image(d);
        Window window = window(d, x, false);
        int groups = groups(d, x.size(1));
        Draft.Value w = d.like(weights(x.size(1), 1 + d.upTo(2), window));
        d.step(
                "convTranspose " + window + " in " + groups + " groups",
                (real, in) -> List.of(in.get(0).convTranspose(in.get(1), window, groups)),
                x,
                w);
    }

    private static void maxPool(Draft d) {
        Draft.Value x = image(d);
        Window window = window(d, x, true);
        boolean alone = d.among(true, false);
        d.step(alone ? "largest " + window : "maxPool " + window, alone ? largest(window) : pooling(window), x);
    }

    private static RandomProgram.Body pooling(Window window) {
        return (real, in) -> List.of(new MaxPool(window).outputs(in.getFirst())[0]);
    }

    private static RandomProgram.Body largest(Window window) {
        return (real, in) -> List.of(new MaxPool.Largest(window).apply(in.getFirst()));
    }

    private static void unpool(Draft d) {
        Draft.Value x = image(d);
        Window window = window(d, x, true);
        int[] size = Arrays.copyOfRange(x.shape().toArray(), 2, x.rank());
        d.map(
                "maxPool and unpool " + window,
                t -> {
                    Pooled pooled = t.maxPoolWithIndices(window);
                    return pooled.values().mul(2).maxUnpool(pooled.indices(), size);
                },
                x);
    }

    private static void sumPool(Draft d) {
        Draft.Value x = image(d);
        d.op(new SumPool(window(d, x, true)), x);
    }

    private static void avgPool(Draft d) {
        Draft.Value x = image(d);
        Window window = window(d, x, true);
        boolean symmetric = IntStream.range(0, window.rank())
                .allMatch(i -> window.before(i) == window.after(i) && 2 * window.before(i) <= window.size(i));
        AvgPool plain = AvgPool.of(window);
        AvgPool pool = !symmetric
                ? plain
                : d.among(plain, plain.withCeilMode(), plain.withoutCountingPad(), plain.withDivisor(3));
        d.map(pool.toString(), pool::apply, x);
    }

    private static void adaptive(Draft d) {
        Draft.Value x = image(d);
        int[] size = each(x.rank() - 2, i -> 1 + d.upTo(3));
        boolean max = d.chance(0.5);
        d.map(
                "adaptive " + (max ? "max" : "avg") + " pool to " + Arrays.toString(size),
                t -> max ? t.adaptiveMaxPool(size) : t.adaptiveAvgPool(size),
                x);
    }

    private static void global(Draft d) {
        boolean max = d.chance(0.5);
        UnaryOperator<Tensor> f = max ? Tensor::globalMaxPool : Tensor::globalAvgPool;
        d.map("global " + (max ? "max" : "avg") + " pool", f, image(d));
    }

    private static void lpPool(Draft d) {
        Draft.Value x = image(d);
        Window window = window(d, x, false);
        d.map("lpPool 2 " + window, t -> t.square().add(0.1).lpPool(2, window, false), x);
    }

    private static final double EPSILON = 1e-5;

    /** An image with enough different elements in each channel for its variance to mean something. */
    private static Draft.Value varied(Draft d) {
        Draft.Value x = d.real(2, 5);
        if (x.isEmpty() || x.shape().elements() / x.size(1) < 4) {
            x = d.input(Shape.of(2, 1 + d.upTo(3), 3, 2 + d.upTo(2)));
        }
        return x;
    }

    private static void batchNorm(Draft d) {
        Draft.Value x = varied(d);
        Draft.Value scale = d.fitted(d.like(Shape.of(x.size(1))), Draft.Domain.POSITIVE);
        List<Draft.Value> y = d.op(new BatchNorm(EPSILON), x, scale, d.like(Shape.of(x.size(1))));
        refuseFlat(d, y.get(2));
    }

    /** Of one reader, so that a compiled program joins the two. */
    private static void batchNormRelu(Draft d) {
        Draft.Value x = varied(d);
        Draft.Value scale = d.fitted(d.like(Shape.of(x.size(1))), Draft.Domain.POSITIVE);
        List<Draft.Value> y = d.step(
                "batchNorm and relu",
                (real, in) -> {
                    Tensor[] all = new BatchNorm(EPSILON).outputs(in.get(0), in.get(1), in.get(2));
                    return List.of(all[0].relu(), all[2]);
                },
                x,
                scale,
                d.like(Shape.of(x.size(1))));
        refuseFlat(d, y.get(1));
    }

    private static void refuseFlat(Draft d, Draft.Value variance) {
        if (!d.isWithin(variance, 0.02, 100)) {
            throw new Margins.Refused("the variance is small");
        }
    }

    private static void unfold(Draft d) {
        Draft.Value x = image(d);
        Window window = window(d, x, true);
        int[] size = Arrays.copyOfRange(x.shape().toArray(), 2, x.rank());
        boolean back = d.chance(0.5);
        d.map(
                "unfold " + window + (back ? " and fold" : ""),
                t -> back ? t.unfold(window).fold(window, size) : t.unfold(window),
                x);
    }

    private static void resize(Draft d) {
        int rank = d.among(1, 2, 2, 3);
        Draft.Value x = d.real(rank + 2, rank + 2);
        Resize how = d.among(
                Resize.NEAREST,
                Resize.NEAREST_EXACT,
                Resize.LINEAR,
                Resize.LINEAR.withAlignedCorners(),
                Resize.AREA,
                rank == 2 ? Resize.CUBIC : Resize.LINEAR,
                rank == 2 ? Resize.LINEAR.withAntialias() : Resize.AREA);
        int[] size = each(rank, i -> 1 + d.upTo(5));
        d.map(how + " to " + Arrays.toString(size), t -> how.to(t, size), x);
    }

    private static void gridSample(Draft d) {
        int rank = d.among(2, 2, 3);
        Draft.Value x = d.real(rank + 2, rank + 2);
        int[] sizes = new int[rank + 2];
        sizes[0] = x.size(0);
        for (int i = 1; i <= rank; i++) {
            sizes[i] = 1 + d.upTo(2);
        }
        sizes[rank + 1] = rank;
        GridSample.Mode mode = d.among(GridSample.Mode.values());
        GridSample how = new GridSample(
                rank == 3 && mode == GridSample.Mode.BICUBIC ? GridSample.Mode.BILINEAR : mode,
                d.among(GridSample.Outside.values()),
                d.chance(0.5));
        d.step(how.toString(), (real, in) -> List.of(how.apply(in.get(0), in.get(1))), x, d.like(Shape.of(sizes)));
    }

    private static void affineGrid(Draft d) {
        boolean aligned = d.chance(0.5);
        int height = 1 + d.upTo(3);
        int width = 1 + d.upTo(3);
        d.map(
                "affineGrid to " + height + " × " + width + (aligned ? ", aligned" : ""),
                t -> t.affineGrid(aligned, height, width),
                d.like(Shape.of(1 + d.upTo(1), 2, 3)));
    }

    private static void deformConv(Draft d) {
        Draft.Value x = d.like(Shape.of(1 + d.upTo(1), 2, 3 + d.upTo(2), 3 + d.upTo(2)));
        Window window = Window.of(2, 1 + d.upTo(1)).withPadding(d.upTo(1), 0);
        Draft.Value w = d.like(weights(2, 2, window));
        Shape offsets = Shape.of(
                x.size(0),
                2 * window.area(),
                window.places("deformConv", 0, x.size(2)),
                window.places("deformConv", 1, x.size(3)));
        boolean masked = d.chance(0.5);
        Draft.Value offset = d.like(offsets);
        Draft.Value mask = masked ? d.like(offsets.with(1, window.area())) : offset;
        d.step(
                "deformConv " + window + (masked ? " with a mask" : ""),
                (real, in) -> List.of(
                        masked
                                ? in.get(0).deformConv2d(in.get(1), in.get(2), in.get(3), window)
                                : in.get(0).deformConv2d(in.get(1), in.get(2), window)),
                masked ? new Draft.Value[] {x, w, offset, mask} : new Draft.Value[] {x, w, offset});
    }

    private static void shuffle(Draft d) {
        Draft.Value x = d.real(3, 5);
        int groups = groups(d, x.size(1));
        if (x.size(-3) % 4 == 0 && d.chance(0.7)) {
            d.map("pixelShuffle 2", t -> t.pixelShuffle(2), x);
        } else if (x.size(-1) % 2 == 0 && x.size(-2) % 2 == 0) {
            d.map("pixelUnshuffle 2", t -> t.pixelUnshuffle(2), x);
        } else {
            d.map("channelShuffle " + groups, t -> t.channelShuffle(groups), x);
        }
    }

    private static void border(Draft d) {
        Draft.Value x = d.real(1, 4);
        int axis = d.axis(x);
        int most = Math.min(2, x.size(axis) - 1);
        if (most >= 0) {
            Border border = d.among(Border.values());
            int before = d.upTo(most);
            int after = d.upTo(most);
            d.map(
                    "%s border, %d before and %d after along %d".formatted(border, before, after, axis),
                    t -> border.pad(t, axis, before, after),
                    x);
        }
    }
}
