package fovea.train.tune;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One point of a space: a value for each dimension.
 *
 * @param values in the order of the dimensions; of a {@link Dimension.Choice}, the position of the option
 */
public record Configuration(Space space, List<Double> values) {

    /** Copies the values. */
    public Configuration {
        values = List.copyOf(values);
    }

    /** The value of the dimension of this name. */
    public double number(String name) {
        return values.get(space.index(name));
    }

    /** The value of a dimension of whole numbers. */
    public int whole(String name) {
        return (int) number(name);
    }

    /** The value of the dimension of this name as a person writes it; of a choice, the option. */
    public String text(String name) {
        return text(space.index(name));
    }

    String text(int dimension) {
        return space.dimensions().get(dimension).text(values.get(dimension));
    }

    /** Where the value of a dimension is, 0 to 1. */
    public double place(int dimension) {
        return space.dimensions().get(dimension).place(values.get(dimension));
    }

    /** Such as {@code lr=0.0123 batch-size=64}. */
    @Override
    public String toString() {
        return IntStream.range(0, space.size())
                .mapToObj(i -> space.dimensions().get(i).name() + "=" + text(i))
                .collect(Collectors.joining(" "));
    }
}
