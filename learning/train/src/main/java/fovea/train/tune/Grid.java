package fovea.train.tune;

import java.util.List;
import java.util.Optional;

/**
 * Every combination of evenly spaced values; in a {@link Dimension.LogUniform}, evenly spaced logarithms. The ends of ranges are among them.
 * The last dimension changes fastest.
 *
 * @param perDimension values of each dimension, or all where there are fewer; 1 or more
 */
public record Grid(int perDimension) implements Search {

    /** Refuses a grid without values. */
    public Grid {
        if (perDimension < 1) {
            throw new IllegalArgumentException(
                    "grid: %d values for each dimension\n  give 1 or more".formatted(perDimension));
        }
    }

    /** The finest grid of at most so many configurations; of one value each if even two are too many. */
    public static Grid within(Space space, int most) {
        int values = 1;
        while (values < most && new Grid(values + 1).size(space) <= most) {
            values++;
        }
        return new Grid(values);
    }

    /** How many configurations there are. */
    public long size(Space space) {
        return space.dimensions().stream()
                .mapToLong(this::values)
                .reduce(1, (a, b) -> a > Integer.MAX_VALUE ? a : a * b);
    }

    private int values(Dimension dimension) {
        return Math.min(perDimension, dimension.count());
    }

    @Override
    public Optional<Proposal> propose(Space space, int epochs, int number, List<Trial> known) {
        if (number >= size(space)) {
            return Optional.empty();
        }
        double[] places = new double[space.size()];
        int rest = number;
        for (int i = places.length - 1; i >= 0; i--) {
            int values = values(space.dimensions().get(i));
            places[i] = place(space.dimensions().get(i), rest % values, values);
            rest /= values;
        }
        return Optional.of(new Proposal(space.at(places), epochs));
    }

    private static double place(Dimension dimension, int i, int values) {
        boolean each = dimension.count() == values;
        return each || values == 1 ? (i + 0.5) / values : i / (values - 1.0);
    }
}
