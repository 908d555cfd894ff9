package fovea.classic.unlabeled;

import fovea.classic.Points;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The first centers of k-means, each drawn with a chance in proportion to its squared distance from those before it (k-means++). */
final class Seeding {
    /** Points looked at for each center; more would take longer than they are worth. */
    private static final int EACH = 32;

    private final float[] values;
    private final int count;
    private final int size;
    private final double[] squares;

    private Seeding(Points points) {
        this.values = points.toFloats().values();
        this.count = points.count();
        this.size = points.size();
        this.squares = new double[count];
        Arrays.fill(squares, Double.POSITIVE_INFINITY);
    }

    static float[] of(Points points, int k, RandomGenerator random) {
        Seeding seeding = new Seeding(sample(points, k, random));
        float[] centers = new float[k * points.size()];
        int chosen = random.nextInt(seeding.count);
        for (int i = 0; i < k; i++) {
            System.arraycopy(seeding.values, chosen * seeding.size, centers, i * seeding.size, seeding.size);
            seeding.approach(chosen);
            chosen = seeding.draw(random);
        }
        return centers;
    }

    /** Different points, as many as are looked at. */
    private static Points sample(Points points, int k, RandomGenerator random) {
        int wanted = (int) Math.min(points.count(), (long) EACH * k);
        if (wanted == points.count()) {
            return points;
        }
        int[] places = IntStream.range(0, points.count()).toArray();
        for (int i = 0; i < wanted; i++) {
            int other = i + random.nextInt(places.length - i);
            int place = places[i];
            places[i] = places[other];
            places[other] = place;
        }
        return points.at(Arrays.copyOf(places, wanted));
    }

    private void approach(int center) {
        IntStream.range(0, count).parallel().forEach(i -> {
            double sum = 0;
            for (int d = 0; d < size; d++) {
                double difference = (double) values[i * size + d] - values[center * size + d];
                sum += difference * difference;
            }
            squares[i] = Math.min(squares[i], sum);
        });
    }

    /** Where all points lie on centers, any. */
    private int draw(RandomGenerator random) {
        double total = 0;
        for (double square : squares) {
            total += square;
        }
        if (total == 0) {
            return random.nextInt(count);
        }
        double left = random.nextDouble() * total;
        int last = 0;
        for (int i = 0; i < count; i++) {
            if (squares[i] > 0) {
                last = i;
                left -= squares[i];
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }
}
