package fovea.cli;

import fovea.classic.Points;
import fovea.data.Image;
import fovea.data.Normalization;
import fovea.device.Buffer;
import fovea.device.DeviceTensor;
import fovea.device.Layout;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.nn.Features;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pictures as they are compared: by their pixels, or by what a network makes of them.
 *
 * @param image {@code [C, H, W]} of every picture
 * @param model whose features are compared, or null for pixels
 * @param normalization of the model's inputs, or null for that of the pictures searched in
 */
record Seen(Shape image, @Nullable Layer model, @Nullable Normalization normalization) {
    private static final int BATCH = 64;

    int channels() {
        return image.size(0);
    }

    int height() {
        return image.size(1);
    }

    int width() {
        return image.size(2);
    }

    /** Points, one a picture. */
    Points points(List<Image> pictures, Normalization usual) {
        return model == null
                ? pixels(pictures)
                : features(model, normalization == null ? usual : normalization, pictures);
    }

    private Points pixels(List<Image> pictures) {
        int size = Math.toIntExact(image.elements());
        byte[] values = new byte[Math.multiplyExact(pictures.size(), size)];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).pixels(), 0, values, i * size, size);
        }
        return new Points.Bytes(pictures.size(), size, values);
    }

    private Points features(Layer net, Normalization normal, List<Image> pictures) {
        Compiled last = Compiled.of(x -> List.of(Features.of(net, x.getFirst())));
        float[][] parts = new float[(pictures.size() + BATCH - 1) / BATCH][];
        int total = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = batch(last, normal, pictures.subList(i * BATCH, Math.min(pictures.size(), (i + 1) * BATCH)));
            total = Math.addExact(total, parts[i].length);
        }
        float[] all = new float[total];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return new Points.Floats(pictures.size(), total / pictures.size(), all);
    }

    private float[] batch(Compiled last, Normalization normal, List<Image> pictures) {
        Spec spec = Spec.f32(Shape.of(pictures.size(), channels(), height(), width()));
        return Region.run(() -> {
            DeviceTensor x = DeviceTensor.over(
                    Buffer.lasting(spec.bytes(), "pictures"), spec, Layout.channelsLast(spec.shape()));
            int size = Math.toIntExact(image.elements());
            for (int i = 0; i < pictures.size(); i++) {
                float[] pixels = normal.apply(pictures.get(i));
                MemorySegment.copy(pixels, 0, x.segment(), ValueLayout.JAVA_FLOAT, 4L * i * size, size);
            }
            return last.run(x).getFirst().toArray();
        });
    }
}
