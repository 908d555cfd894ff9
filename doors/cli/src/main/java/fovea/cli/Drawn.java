package fovea.cli;

import fovea.data.Sample;
import fovea.data.Source;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Some samples of a source, drawn at random, in the order in which they are there. */
final class Drawn implements Source {
    private final Source whole;
    private final int[] places;

    private Drawn(Source whole, int[] places) {
        this.whole = whole;
        this.places = places;
    }

    /**
     * A source in two parts.
     *
     * @param held a tenth, to choose settings on
     * @param learned all the others
     */
    record Parts(Source held, Source learned) {}

    /** Draws a tenth, rounded up; there must be two samples or more. */
    static Parts tenth(Source whole, RandomGenerator random) {
        int[] order = IntStream.range(0, whole.size()).toArray();
        int held = (order.length + 9) / 10;
        for (int i = 0; i < held; i++) {
            int other = random.nextInt(i, order.length);
            int drawn = order[other];
            order[other] = order[i];
            order[i] = drawn;
        }
        Arrays.sort(order, 0, held);
        Arrays.sort(order, held, order.length);
        return new Parts(
                new Drawn(whole, Arrays.copyOf(order, held)),
                new Drawn(whole, Arrays.copyOfRange(order, held, order.length)));
    }

    @Override
    public int size() {
        return places.length;
    }

    @Override
    public Sample get(int i) {
        return whole.get(places[i]);
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public int height() {
        return whole.height();
    }

    @Override
    public int width() {
        return whole.width();
    }

    @Override
    public int channels() {
        return whole.channels();
    }
}
