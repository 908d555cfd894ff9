package fovea.classic.feature;

import fovea.classic.Points;
import fovea.classic.linear.Examples;
import fovea.classic.unlabeled.KMeans;
import fovea.data.Image;
import fovea.data.Source;
import fovea.device.Region;
import fovea.graph.Compiled;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Pictures described by which of learned patches they are made of, and where: single-layer features by k-means (Coates and Ng 2011, <a
 * href="https://proceedings.mlr.press/v15/coates11a.html">"An analysis of single-layer networks in unsupervised feature learning"</a>).
 *
 * <p>Patches are brought to like contrast and whitened; k-means finds the centers. A patch is then coded by how much nearer each center is
 * than centers are on average, {@code f_k = max(0, mean(z) − z_k)} with {@code z_k} the distance to center k (the "triangle"), or by its
 * nearest center alone, which makes a bag of visual words. Codes are summed over the picture, or over its quarters.
 *
 * <p>Products of patches and centers go through the engine, a few pictures at a time, so that memory does not grow with the set.
 *
 * @param patches how they are cut out
 * @param whitening measured on patches of the training set
 * @param centers {@code [K, D]}, whitened
 * @param coding how a patch is described
 * @param quarters whether codes are summed over each quarter of the picture ({@code 4 K} numbers) or over all of it ({@code K})
 */
public record PatchCode(PatchSize patches, Whitening whitening, Tensor centers, Coding coding, boolean quarters) {
    /** Patch–center pairs worked on at once: up to 8 MB of distances, which caches hold. */
    private static final int PAIRS = 1 << 21;

    private static final double WHITENING_FLOOR = 0.1;

    /** How a patch is described. */
    public enum Coding {
        /** By every center that is nearer than the average. */
        TRIANGLE,
        /** By the nearest center. */
        NEAREST
    }

    /** The side of a patch and the way from patch to patch, in pixels. */
    public record PatchSize(int side, int stride) {

        /** Refuses what has no meaning. */
        public PatchSize {
            if (side < 2 || side > 100 || stride < 1) {
                throw new IllegalArgumentException(
                        "patches: %d pixels wide, %d apart\n  they must be 2 to 100 wide and at least 1 apart; 6 and 1 are usual"
                                .formatted(side, stride));
            }
        }

        PatchSampler sampler() {
            return new PatchSampler(side, stride);
        }
    }

    /**
     * Learns centers, as Coates and Ng do: triangle codes summed over quarters, of patches 6 wide, one at every pixel.
     *
     * @param source pictures; their classes are not looked at
     * @param patches how many are drawn from it; 400,000 in the paper
     * @param centers K
     * @param rounds of k-means
     */
    public static PatchCode learn(
            Source source, PatchSize size, int patches, int centers, int rounds, RandomGenerator random) {
        return learn(source, size, patches, centers, rounds, WHITENING_FLOOR, random);
    }

    /**
     * The same with another floor under the variances.
     *
     * @param floor ε of {@link Whitening}; 0.1 in the paper, more for pictures that were compressed, whose finest detail is noise
     */
    public static PatchCode learn(
            Source source, PatchSize size, int patches, int centers, int rounds, double floor, RandomGenerator random) {
        PatchSampler sampler = size.sampler();
        int d = sampler.size(source.channels());
        float[] rows = new float[Math.multiplyExact(patches, d)];
        for (int i = 0; i < patches; i++) {
            Image image = source.get(random.nextInt(source.size())).image();
            int top = random.nextInt(image.height() - size.side + 1);
            int left = random.nextInt(image.width() - size.side + 1);
            sampler.one(image, top, left, rows, i * d);
        }
        Tensor drawn = Tensor.of(Shape.of(patches, d), rows);
        Whitening whitening = Region.run(() -> Whitening.of(drawn, floor));
        Points white = Points.of(Region.run(() -> List.of(whitening.of(drawn))).getFirst());
        KMeans found = KMeans.of(white, centers, rounds, random);
        Tensor middle = Tensor.of(Shape.of(centers, d), found.centers().values());
        return new PatchCode(size, whitening, middle, Coding.TRIANGLE, true);
    }

    /** The same centers as a bag of visual words: how often each is a patch's nearest, wherever in the picture. */
    public PatchCode asBagOfWords() {
        return new PatchCode(patches, whitening, centers, Coding.NEAREST, false);
    }

    /** K. */
    public int count() {
        return centers.shape().size(0);
    }

    /** How many numbers describe a picture: {@code K}, four times that by quarters. */
    public int size() {
        return quarters ? 4 * count() : count();
    }

    /** The codes of every picture, {@code [N, K]} or {@code [N, 4 K]}, with their classes. */
    public Examples of(Source source) {
        int rows = patches.sampler().along(source.height());
        int columns = patches.sampler().along(source.width());
        if (rows < 2 || columns < 2) {
            throw new IllegalArgumentException(
                    "patch code: pictures of %d × %d pixels have %d × %d patches of %d\n  use larger pictures or smaller patches"
                            .formatted(source.height(), source.width(), rows, columns, patches.side));
        }
        int chunk = Math.clamp(PAIRS / ((long) rows * columns * count()), 1, 64);
        Compiled code = Compiled.of(in -> List.of(code(in.getFirst(), rows, columns)));
        Tensor codes = Region.run(() -> {
            Tensor[] parts = new Tensor[(source.size() + chunk - 1) / chunk];
            for (int i = 0; i < parts.length; i++) {
                int from = i * chunk;
                int to = Math.min(from + chunk, source.size());
                parts[i] = Region.run(() -> code.run(cut(source, from, to, rows * columns)))
                        .getFirst();
            }
            return Tensor.concat(0, parts);
        });
        return new Examples(codes, Examples.labels(source), source.classes().size());
    }

    /** The patches of some pictures, {@code [n, P, D]}. */
    private Tensor cut(Source source, int from, int to, int each) {
        PatchSampler sampler = patches.sampler();
        int d = sampler.size(source.channels());
        float[] rows = new float[(to - from) * each * d];
        IntStream.range(from, to)
                .parallel()
                .forEach(i -> sampler.all(source.get(i).image(), rows, (i - from) * each * d));
        return Tensor.of(Shape.of(to - from, each, d), rows);
    }

    /** Patches {@code [n, P, D]} → {@code [n, K]} or {@code [n, 4 K]}. */
    private Tensor code(Tensor cut, int rows, int columns) {
        int n = cut.shape().size(0);
        int places = rows * columns;
        Tensor distances =
                distances(cut.reshape(Shape.of(n * places, cut.shape().size(2))));
        Tensor codes = switch (coding) {
            case TRIANGLE -> distances.mean(1).unsqueeze(1).sub(distances).relu();
            case NEAREST -> distances.argmin(1).oneHot(count());
        };
        Tensor pool = quarters ? quarters(rows, columns) : Tensor.ones(Shape.of(1, places));
        return pool.matmul(codes.reshape(Shape.of(n, places, count()))).reshape(Shape.of(n, size()));
    }

    /** From every row to every center, {@code [M, K]}: {@code √(x² − 2 x · c + c²)}. */
    private Tensor distances(Tensor rows) {
        Tensor x = whitening.of(rows);
        Tensor products = x.matmul(centers.mul(-2).transpose());
        return products.add(x.square().sum(1).unsqueeze(1))
                .add(centers.square().sum(1))
                .relu()
                .sqrt();
    }

    /** Which quarter of the picture each place is in, {@code [4, P]}; the middle row and column belong to the upper and left ones. */
    private static Tensor quarters(int rows, int columns) {
        float[] in = new float[4 * rows * columns];
        for (int y = 0, place = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++, place++) {
                int quarter = 2 * (2 * y / (rows + rows % 2)) + 2 * x / (columns + columns % 2);
                in[quarter * rows * columns + place] = 1;
            }
        }
        return Tensor.of(Shape.of(4, rows * columns), in);
    }
}
