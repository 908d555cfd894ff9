package fovea.conformance;

import fovea.tensor.GridSample;
import fovea.tensor.Resize;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.Arrays;
import java.util.Locale;

/** Resizing, sampling and padding of images. */
final class ImageGroup {
    private ImageGroup() {}

    static Operations operations() {
        Operations operations = new Operations()
                .with("interpolate", (in, attributes) -> interpolate(in.tensor("x"), attributes))
                .with("upsample", (in, attributes) -> interpolate(in.tensor("x"), attributes))
                .with(
                        "grid_sample",
                        (in, attributes) -> in.tensor("x").gridSample(sampling(attributes), in.tensor("grid")))
                .with("affine_grid", ImageGroup::affineGrid)
                .with("affine_grid+grid_sample", ImageGroup::spatialTransformer)
                .with(
                        "pixel_shuffle",
                        (in, attributes) -> in.tensor("x").pixelShuffle(attributes.integer("upscale_factor")))
                .with(
                        "pixel_unshuffle",
                        (in, attributes) -> in.tensor("x").pixelUnshuffle(attributes.integer("downscale_factor")))
                .with(
                        "channel_shuffle",
                        (in, attributes) -> in.tensor("x").channelShuffle(attributes.integer("groups")))
                .with("pad", (in, attributes) -> pad(in.tensor("x"), attributes));
        return withPatches(operations);
    }

    /** With the operations that cut images into patches and back. */
    static Operations withPatches(Operations operations) {
        return operations
                .with("unfold", (in, attributes) -> in.tensor("x").unfold(patch(attributes)))
                .with(
                        "fold",
                        (in, attributes) -> in.tensor("x").fold(patch(attributes), attributes.ints("output_size", 2)));
    }

    private static Window patch(Attributes attributes) {
        return Window.of(attributes.ints("kernel_size", 2))
                .withStride(attributes.ints("stride", 2, 1))
                .withPadding(attributes.ints("padding", 2, 0))
                .withDilation(attributes.ints("dilation", 2, 1));
    }

    private static Tensor interpolate(Tensor x, Attributes attributes) {
        int rank = x.shape().rank() - 2;
        Resize how = new Resize(
                mode(attributes.text("mode", "nearest")),
                attributes.bool("align_corners", false),
                attributes.bool("antialias", false));
        if (attributes.has("size")) {
            return x.resize(how, attributes.ints("size", rank));
        }
        double[] given = attributes.numbers("scale_factor");
        double[] factors = new double[rank];
        Arrays.setAll(factors, i -> given[given.length == 1 ? 0 : i]);
        return attributes.bool("recompute_scale_factor", false) || how.mode() == Resize.Mode.AREA
                ? x.resize(how, Resize.size(x.shape(), factors))
                : how.by(x, factors);
    }

    private static Resize.Mode mode(String name) {
        return switch (name) {
            case "nearest" -> Resize.Mode.NEAREST;
            case "nearest-exact" -> Resize.Mode.NEAREST_EXACT;
            case "linear", "bilinear", "trilinear" -> Resize.Mode.LINEAR;
            case "bicubic" -> Resize.Mode.CUBIC;
            case "area" -> Resize.Mode.AREA;
            default -> throw new CaseException("there is no mode " + name);
        };
    }

    private static GridSample sampling(Attributes attributes) {
        return new GridSample(
                GridSample.Mode.valueOf(attributes.text("mode", "bilinear").toUpperCase(Locale.ROOT)),
                GridSample.Outside.valueOf(
                        attributes.text("padding_mode", "zeros").toUpperCase(Locale.ROOT)),
                attributes.bool("align_corners", false));
    }

    private static Tensor affineGrid(Inputs in, Attributes attributes) {
        int[] size = attributes.ints("size");
        return in.tensor("theta")
                .affineGrid(attributes.bool("align_corners", false), Arrays.copyOfRange(size, 2, size.length));
    }

    /** The grid has the size of x unless another is given. */
    private static Tensor spatialTransformer(Inputs in, Attributes attributes) {
        Tensor x = in.tensor("x");
        int[] size =
                attributes.has("size") ? attributes.ints("size") : x.shape().toArray();
        Tensor grid = in.tensor("theta")
                .affineGrid(attributes.bool("align_corners", false), Arrays.copyOfRange(size, 2, size.length));
        return x.gridSample(sampling(attributes), grid);
    }

    static Tensor pad(Tensor x, Attributes attributes) {
        int[] pad = attributes.ints("pad");
        String mode = attributes.text("mode", "constant");
        if (mode.equals("constant")) {
            return constantPad(x, pad, attributes.number("value", 0));
        }
        Tensor y = cropped(x, pad);
        for (int i = 0; i < pad.length / 2; i++) {
            y = ConvGroup.border(mode).pad(y, -1 - i, Math.max(0, pad[2 * i]), Math.max(0, pad[2 * i + 1]));
        }
        return y;
    }

    /** Paddings as PyTorch lists them: the last axis first; negative ones take away. */
    static Tensor constantPad(Tensor x, int[] pad, double value) {
        Tensor y = cropped(x, pad);
        for (int i = 0; i < pad.length / 2; i++) {
            y = y.pad(-1 - i, Math.max(0, pad[2 * i]), Math.max(0, pad[2 * i + 1]), value);
        }
        return y;
    }

    /** Without what negative paddings take away. */
    private static Tensor cropped(Tensor x, int[] pad) {
        Tensor y = x;
        for (int i = 0; i < pad.length / 2; i++) {
            int n = y.shape().size(-1 - i);
            y = y.slice(-1 - i, Math.max(0, -pad[2 * i]), n - Math.max(0, -pad[2 * i + 1]));
        }
        return y;
    }
}
