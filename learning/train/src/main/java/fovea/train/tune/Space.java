package fovea.train.tune;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Everything that is to be chosen, as many dimensions as there are choices.
 *
 * @param dimensions at least one, all with different names
 */
public record Space(List<Dimension> dimensions) {

    /** Copies the list, and refuses none and the same name twice. */
    public Space {
        dimensions = List.copyOf(dimensions);
        List<String> names = dimensions.stream().map(Dimension::name).toList();
        if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException(
                    "space: the dimensions are %s\n  give one or more, each with a name of its own".formatted(names));
        }
    }

    /** A space of these dimensions. */
    public static Space of(Dimension... dimensions) {
        return new Space(List.of(dimensions));
    }

    /** How many dimensions. */
    public int size() {
        return dimensions.size();
    }

    /** Whether there is a dimension of this name. */
    public boolean has(String name) {
        return dimensions.stream().anyMatch(dimension -> dimension.name().equals(name));
    }

    /** The position of a dimension. */
    int index(String name) {
        return IntStream.range(0, size())
                .filter(i -> dimensions.get(i).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("space: nothing is called %s\n  there are %s"
                        .formatted(
                                name, dimensions.stream().map(Dimension::name).toList())));
    }

    /** The configuration at these places, one for each dimension. */
    public Configuration at(double... places) {
        return new Configuration(
                this,
                IntStream.range(0, size())
                        .mapToObj(i -> dimensions.get(i).at(places[i]))
                        .toList());
    }

    /** Any configuration, all equally likely. */
    Configuration draw(RandomGenerator random) {
        return at(random.doubles(size()).toArray());
    }
}
