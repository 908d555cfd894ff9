package fovea.classic.linear;

import fovea.data.Sample;
import fovea.data.Source;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * Labeled vectors, what classic recognizers learn from: one row of numbers for each example, and its class.
 *
 * @param x {@code f32 [N, D]}
 * @param labels {@code i32 [N]}, each 0 to {@code classes − 1}
 * @param classes C
 */
public record Examples(Tensor x, Tensor labels, int classes) {

    /** Refuses rows and labels that do not match. */
    public Examples {
        Shape expected = Shape.of(x.shape().rank() == 2 ? x.shape().size(0) : 1);
        if (x.shape().rank() != 2 || !labels.shape().equals(expected)) {
            throw new ShapeException(
                    "examples",
                    "x is " + x.spec() + " and the labels " + labels.spec(),
                    "x must be [N, D] and the labels [N], a class for each row");
        }
    }

    /** From rows on the heap. */
    public static Examples of(float[][] rows, int[] labels, int classes) {
        int features = rows.length == 0 ? 0 : rows[0].length;
        float[] all = new float[Math.multiplyExact(rows.length, features)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * features, features);
        }
        return new Examples(
                Tensor.of(Shape.of(rows.length, features), all), Tensor.of(Shape.of(labels.length), labels), classes);
    }

    /** Every picture as a row of its pixels, 0 to 255, channels together: {@code D = H · W · C}. */
    public static Examples pixels(Source source) {
        int features = source.height() * source.width() * source.channels();
        float[] all = new float[Math.multiplyExact(source.size(), features)];
        IntStream.range(0, source.size()).parallel().forEach(i -> {
            byte[] pixels = source.get(i).image().pixels();
            for (int j = 0; j < features; j++) {
                all[i * features + j] = pixels[j] & 255;
            }
        });
        Spec spec = Spec.f32(Shape.of(source.size(), features));
        return new Examples(
                Tensor.of(spec, MemorySegment.ofArray(all)),
                labels(source),
                source.classes().size());
    }

    /** The class of each picture, {@code i32 [N]}. */
    public static Tensor labels(Source source) {
        int[] labels = IntStream.range(0, source.size())
                .mapToObj(source::get)
                .mapToInt(Sample::label)
                .toArray();
        return Tensor.of(Shape.of(labels.length), labels);
    }

    /** N. */
    public int count() {
        return x.shape().size(0);
    }

    /** D. */
    public int features() {
        return x.shape().size(1);
    }

    /** Rows {@code from} to {@code to}, not included. */
    public Examples part(int from, int to) {
        return new Examples(x.slice(0, from, to), labels.slice(0, from, to), classes);
    }

    /** Both, one after the other. */
    public Examples and(Examples more) {
        return new Examples(
                Tensor.concat(0, x, more.x), Tensor.concat(0, labels, more.labels), Math.max(classes, more.classes));
    }

    /** The same vectors after a change of scale that was measured elsewhere, on training data. */
    public Examples scaled(Scaling scaling) {
        return new Examples(scaling.of(x), labels, classes);
    }

    /** The bias trick: a last feature that is 1 in every row, so that its weight is the bias; {@code [N, D + 1]}. */
    public Examples withOnes() {
        return new Examples(x.pad(1, 0, 1, 1), labels, classes);
    }
}
