package fovea.classic.neighbor;

import fovea.classic.Points;
import java.util.stream.IntStream;

/**
 * Sums of absolute differences of bytes, many at once.
 *
 * <p>Bytes are widened to {@code int} a tile at a time, because Java's compiler makes vector code of a sum over {@code int}s (16 lanes with
 * AVX-512) but not over bytes. Four queries share each point that is read, and numbers are taken in stretches so short that what is read
 * again is still in the processor's first cache.
 */
final class ByteSums {
    /** Numbers of a tile of points, 32 MB as {@code int}. */
    private static final int TILE = 1 << 23;

    /** Queries that one thread takes at a time. */
    private static final int GROUP = 32;

    /** Points whose sums are taken before the next stretch. */
    private static final int ROWS = 64;

    /** Numbers of a stretch: five rows of 4 KB. */
    private static final int STRETCH = 1024;

    /** From so many numbers on a sum might not fit. */
    private static final int TOO_LONG = Integer.MAX_VALUE / 255;

    private final Points.Bytes queries;
    private final int size;
    private final Found found;

    private ByteSums(Points.Bytes queries, Found found) {
        this.queries = queries;
        this.size = queries.size();
        this.found = found;
    }

    static Neighbors nearest(Points.Bytes points, Points.Bytes queries, int k) {
        Found found = new Found(queries.count(), k);
        if (points.size() > TOO_LONG) {
            IntStream.range(0, queries.count()).forEach(q -> ExactSearch.scan(points, queries, Metric.L1, q, found));
        } else {
            new ByteSums(queries, found).search(points);
        }
        return found.neighbors();
    }

    private void search(Points.Bytes points) {
        int rows = Math.clamp(TILE / size, 1, points.count());
        int[] tile = new int[rows * size];
        int groups = (queries.count() + GROUP - 1) / GROUP;
        for (int first = 0; first < points.count(); first += rows) {
            int from = first;
            int n = Math.min(rows, points.count() - from);
            points.widen(from, from + n, tile);
            IntStream.range(0, groups).parallel().forEach(group -> compare(group * GROUP, tile, from, n));
        }
    }

    /** A group of queries with all points of a tile. */
    private void compare(int query, int[] tile, int place, int points) {
        int many = Math.min(GROUP, queries.count() - query);
        int[] wide = new int[(many + 3) / 4 * 4 * size];
        queries.widen(query, query + many, wide);
        int[] sums = new int[GROUP * ROWS];
        for (int row = 0; row < points; row += ROWS) {
            int rows = Math.min(ROWS, points - row);
            java.util.Arrays.fill(sums, 0);
            for (int from = 0; from < size; from += STRETCH) {
                stretch(wide, tile, row, rows, from, Math.min(STRETCH, size - from), sums);
            }
            offer(query, many, place + row, rows, sums);
        }
    }

    private void stretch(int[] wide, int[] tile, int row, int rows, int from, int length, int[] sums) {
        for (int q = 0; q * size < wide.length; q += 4) {
            for (int r = 0; r < rows; r++) {
                add(wide, q * size + from, size, tile, (row + r) * size + from, length, sums, q * ROWS + r);
            }
        }
    }

    /** Four sums of differences at once, from one point to four queries that lie {@code apart}. */
    private static void add(int[] a, int i, int apart, int[] b, int j, int length, int[] sums, int at) {
        int i1 = i + apart;
        int i2 = i1 + apart;
        int i3 = i2 + apart;
        int sum0 = 0;
        int sum1 = 0;
        int sum2 = 0;
        int sum3 = 0;
        for (int d = 0; d < length; d++) {
            int y = b[j + d];
            sum0 += Math.abs(a[i + d] - y);
            sum1 += Math.abs(a[i1 + d] - y);
            sum2 += Math.abs(a[i2 + d] - y);
            sum3 += Math.abs(a[i3 + d] - y);
        }
        sums[at] += sum0;
        sums[at + ROWS] += sum1;
        sums[at + 2 * ROWS] += sum2;
        sums[at + 3 * ROWS] += sum3;
    }

    private void offer(int query, int many, int place, int rows, int[] sums) {
        for (int q = 0; q < many; q++) {
            for (int r = 0; r < rows; r++) {
                if (sums[q * ROWS + r] < found.limit(query + q)) {
                    found.offer(query + q, place + r, sums[q * ROWS + r]);
                }
            }
        }
    }
}
