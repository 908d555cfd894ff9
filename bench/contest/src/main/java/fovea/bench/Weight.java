package fovea.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One array of parameters as a contestant must start with it.
 *
 * @param name its usual PyTorch path, such as {@code layer2.0.conv1.weight}
 * @param shape such as {@code [O, C, KH, KW]}
 * @param stream which stream of {@link Fill} it is taken from
 * @param start how it starts
 */
public record Weight(String name, List<Integer> shape, int stream, Start start) {

    /** Returns the number of elements. */
    public int count() {
        return product(shape);
    }

    /** Returns the elements, row by row, in a new array. */
    public float[] values() {
        return switch (start) {
            case Start.He _ -> Fill.uniform(stream, count(), Math.sqrt(6.0 / product(shape.subList(1, shape.size()))));
            case Start.Uniform uniform -> Fill.uniform(stream, count(), uniform.bound());
            case Start.Constant constant -> filled(constant.value());
        };
    }

    private float[] filled(float value) {
        float[] values = new float[count()];
        Arrays.fill(values, value);
        return values;
    }

    private static int product(List<Integer> sizes) {
        return sizes.stream().reduce(1, Math::multiplyExact);
    }
}
