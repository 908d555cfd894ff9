package fovea.tensor;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A set of axes, counted from 0; axis {@code i} is in it if bit {@code i} is set.
 *
 * @param bits one bit an axis, so a shape has at most 31 axes
 */
public record Axes(int bits) {

    /** The axes of {@code shape} named; negative ones count from the end. */
    public static Axes of(Shape shape, int... axes) {
        int bits = 0;
        for (int axis : axes) {
            bits |= 1 << shape.axis(axis);
        }
        return new Axes(bits);
    }

    public static Axes all(int rank) {
        return new Axes((1 << rank) - 1);
    }

    public boolean contains(int axis) {
        return (bits >> axis & 1) == 1;
    }

    @Override
    public String toString() {
        return IntStream.range(0, 31)
                .filter(this::contains)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
