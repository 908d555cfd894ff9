package fovea.classic.feature;

import fovea.classic.linear.Examples;
import fovea.data.Image;
import fovea.data.Source;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers that say something of a picture which its pixels do not say as plainly. */
public interface Feature {

    /** How many numbers of a picture of this size. */
    int size(int height, int width);

    /** Computes them; safe to call from many threads. */
    float[] of(Image image);

    /** Several features, one after the other. */
    static Feature all(Feature... parts) {
        return new Joined(List.of(parts));
    }

    /** Those of every picture, as rows {@code [N, D]} with their classes; on all cores. */
    default Examples of(Source source) {
        int d = size(source.height(), source.width());
        float[] rows = new float[Math.multiplyExact(source.size(), d)];
        IntStream.range(0, source.size())
                .parallel()
                .forEach(i -> System.arraycopy(of(source.get(i).image()), 0, rows, i * d, d));
        return new Examples(
                Tensor.of(Shape.of(source.size(), d), rows),
                Examples.labels(source),
                source.classes().size());
    }

    /** Features side by side. */
    record Joined(List<Feature> parts) implements Feature {

        /** Copies the list. */
        public Joined {
            parts = List.copyOf(parts);
        }

        @Override
        public int size(int height, int width) {
            return parts.stream().mapToInt(part -> part.size(height, width)).sum();
        }

        @Override
        public float[] of(Image image) {
            float[] all = new float[size(image.height(), image.width())];
            int at = 0;
            for (Feature part : parts) {
                float[] some = part.of(image);
                System.arraycopy(some, 0, all, at, some.length);
                at += some.length;
            }
            return at == all.length ? all : Arrays.copyOf(all, at);
        }
    }
}
