package fovea.bench.tfjava;

import fovea.bench.Weight;
import org.tensorflow.ndarray.Shape;

/**
 * A weight in TensorFlow's order of axes.
 *
 * @param shape its sizes
 * @param values row by row
 */
record Arrangement(long[] shape, float[] values) {

    static Arrangement asItIs(Weight weight) {
        return new Arrangement(
                weight.shape().stream().mapToLong(Integer::longValue).toArray(), weight.values());
    }

    /** {@code [O, C, H, W]} → {@code [H, W, C, O]}. */
    static Arrangement kernel(Weight weight) {
        int out = weight.shape().get(0);
        int in = weight.shape().get(1);
        int height = weight.shape().get(2);
        int width = weight.shape().get(3);
        float[] from = weight.values();
        float[] to = new float[from.length];
        for (int o = 0, i = 0; o < out; o++) {
            for (int c = 0; c < in; c++) {
                for (int pixel = 0; pixel < height * width; pixel++) {
                    to[(pixel * in + c) * out + o] = from[i++];
                }
            }
        }
        return new Arrangement(new long[] {height, width, in, out}, to);
    }

    /** {@code [O, C·H·W]} → {@code [H·W·C, O]}. */
    static Arrangement matrix(Weight weight, Shape image) {
        int out = weight.shape().get(0);
        int in = weight.shape().get(1);
        int pixels = (int) (image.get(0) * image.get(1));
        int channels = in / pixels;
        float[] from = weight.values();
        float[] to = new float[from.length];
        for (int o = 0, i = 0; o < out; o++) {
            for (int c = 0; c < channels; c++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    to[(pixel * channels + c) * out + o] = from[i++];
                }
            }
        }
        return new Arrangement(new long[] {in, out}, to);
    }
}
