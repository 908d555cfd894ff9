package fovea.conformance;

import fovea.tensor.Border;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.Arrays;
import java.util.Locale;

/** Convolutions and transposed convolutions. */
final class ConvGroup {
    private ConvGroup() {}

    static Operations operations() {
        Operations operations = new Operations();
        for (int i = 1; i <= 3; i++) {
            int rank = i;
            operations
                    .with("conv%dd".formatted(rank), (in, attributes) -> conv(rank, in, attributes))
                    .with("conv_transpose%dd".formatted(rank), (in, attributes) -> transposed(rank, in, attributes));
        }
        return ImageGroup.withPatches(operations);
    }

    private static Tensor conv(int rank, Inputs in, Attributes attributes) {
        Tensor w = in.tensor("w");
        Window window = Window.of(sizes(w, rank))
                .withStride(attributes.ints("stride", rank, 1))
                .withDilation(attributes.ints("dilation", rank, 1));
        window = padded(window, rank, attributes);
        Border border = border(attributes.text("padding_mode", "zeros"));
        Tensor x = Batches.of(in.tensor("x"), rank);
        if (attributes.has("pre_pad")) {
            x = ImageGroup.constantPad(x, attributes.ints("pre_pad"), 0);
        }
        Tensor y = biased(x.conv(w, window, attributes.integer("groups", 1), border), in, rank);
        return Batches.like(in.tensor("x"), rank, y);
    }

    private static Window padded(Window window, int rank, Attributes attributes) {
        if (attributes.values().get("padding") instanceof String text) {
            return text.equals("same") ? window.withSamePadding() : window;
        }
        return window.withPadding(attributes.ints("padding", rank, 0));
    }

    private static Tensor transposed(int rank, Inputs in, Attributes attributes) {
        Tensor w = in.tensor("w");
        Tensor x = Batches.of(in.tensor("x"), rank);
        Window window = Window.of(sizes(w, rank))
                .withStride(attributes.ints("stride", rank, 1))
                .withDilation(attributes.ints("dilation", rank, 1))
                .withPadding(attributes.ints("padding", rank, 0));
        int[] more = attributes.ints("output_padding", rank, 0);
        if (attributes.has("output_size")) {
            int[] size = attributes.ints("output_size");
            for (int i = 0; i < rank; i++) {
                int least = (x.shape().size(2 + i) - 1) * window.stride(i)
                        - window.before(i)
                        - window.after(i)
                        + window.dilation(i) * (window.size(i) - 1)
                        + 1;
                more[i] = size[size.length - rank + i] - least;
            }
        }
        Tensor y = x.convTranspose(w, window, attributes.integer("groups", 1), more);
        return Batches.like(in.tensor("x"), rank, biased(y, in, rank));
    }

    private static int[] sizes(Tensor w, int rank) {
        return Arrays.copyOfRange(w.shape().toArray(), 2, 2 + rank);
    }

    private static Tensor biased(Tensor y, Inputs in, int rank) {
        int[] channel = new int[rank + 1];
        Arrays.fill(channel, 1);
        return in.optional("b")
                .map(b -> {
                    channel[0] = b.shape().size(0);
                    return y.add(b.reshape(Shape.of(channel)));
                })
                .orElse(y);
    }

    static Border border(String mode) {
        return Border.valueOf(mode.toUpperCase(Locale.ROOT));
    }
}
