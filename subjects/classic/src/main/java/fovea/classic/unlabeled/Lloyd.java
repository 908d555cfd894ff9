package fovea.classic.unlabeled;

import fovea.classic.Points;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.stream.IntStream;

/** The rounds of k-means: every point goes to its nearest center, every center to the mean of its points. */
final class Lloyd {
    private final Points points;
    private final int size;
    private Points.Floats centers;
    private final int[] nearest;
    private final double[] squares;

    Lloyd(Points points, float[] first) {
        this.points = points;
        this.size = points.size();
        this.centers = new Points.Floats(first.length / size, size, first);
        this.nearest = new int[points.count()];
        this.squares = new double[points.count()];
    }

    KMeans run(int most) {
        assign();
        int round = 0;
        for (boolean moved = true; moved && round < most; round++) {
            int[] before = nearest.clone();
            centers = means();
            assign();
            moved = !Arrays.equals(before, nearest);
        }
        return new KMeans(centers, Arrays.stream(squares).average().orElse(0), round);
    }

    private void assign() {
        new CenterDistances(points, centers).nearest(nearest, squares);
    }

    private Points.Floats means() {
        int k = centers.count();
        double[] sums = new double[k * size];
        int[] members = new int[k];
        for (int i = 0; i < points.count(); i++) {
            float[] row = points.floats(i, i + 1);
            int at = nearest[i] * size;
            for (int d = 0; d < size; d++) {
                sums[at + d] += row[d];
            }
            members[nearest[i]]++;
        }
        float[] means = new float[k * size];
        Iterator<Integer> spare = IntStream.of(members).anyMatch(n -> n == 0) ? farthest() : null;
        for (int c = 0; c < k; c++) {
            if (members[c] == 0 && spare != null) {
                int lonely = spare.next();
                System.arraycopy(points.floats(lonely, lonely + 1), 0, means, c * size, size);
            } else {
                for (int d = 0; d < size; d++) {
                    means[c * size + d] = (float) (sums[c * size + d] / members[c]);
                }
            }
        }
        return new Points.Floats(k, size, means);
    }

    /** Points from the one farthest from its center on. */
    private Iterator<Integer> farthest() {
        return IntStream.range(0, points.count())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -squares[i]))
                .iterator();
    }
}
