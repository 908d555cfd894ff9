package fovea.zoo;

import fovea.nn.BatchNormLayer;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.tensor.DType;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * FractalNet: very deep without shortcuts that skip anything, because short paths run beside the deep one (Larsson, Maire and Shakhnarovich
 * 2016, figure 1, <a href="https://arxiv.org/abs/1605.07648">arXiv:1605.07648</a>). A block grows by the rule
 *
 * <pre>  f₁(x) = unit(x),  f꜀₊₁(x) = mean(f꜀(f꜀(x)), unit(x))</pre>
 *
 * so that with C columns its paths are 1, 2, 4 … 2^(C−1) units long; a unit is a 3 × 3 convolution, dropout, batch normalization, ReLU. Each
 * block ends in maxima over 2 × 2 pixels of every column and then their join, as in the authors' code.
 *
 * <p>In training drop-path leaves out inputs of joins; what stays is averaged ({@link Drop}). In inference joins take the mean of all their
 * inputs, or one column answers alone ({@link #column}).
 *
 * <p>With three columns of 64, 128, 256, 512 and 512 channels, the paper's for CIFAR, 20 layers deep and a linear one, 33,724,618
 * parameters (Huang et al. 2016, table 2, print 38.6 million, which these widths do not give); it reports 94.78 % on CIFAR-10 with shifted
 * and mirrored pictures, 95.40 % with drop-path. Six columns of 16, 32, 64, 128 and 128 have 160 layers and the 21.1 million of its table 3.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → logits {@code [N, classes]}, images of any size; 32 × 32 in the paper.
 *
 * @param drop what training leaves out
 */
public record FractalNet(List<Block> blocks, Linear fc, Drop drop) implements Layer {
    private static final Window THREE = Window.of(3, 3).withPadding(1);
    private static final Window HALF = Window.of(2, 2).withStride(2);

    /** Copies the list. */
    public FractalNet {
        blocks = List.copyOf(blocks);
    }

    /**
     * One for small images.
     *
     * @param columns paths of different lengths in a block; 3 in the paper's comparisons, up to 6 in its table 3
     * @param widths channels of each block
     * @param drop {@link Drop#PAPER}, or {@link Drop#NONE}
     */
    public static FractalNet cifar(
            int columns, List<Integer> widths, Drop drop, int channels, int classes, RandomGenerator random) {
        if (columns < 1 || widths.isEmpty()) {
            throw new IllegalArgumentException("FractalNet: %d columns and %d blocks%n  it needs one or more of each"
                    .formatted(columns, widths.size()));
        }
        List<Block> blocks = new ArrayList<>();
        int in = channels;
        for (int i = 0; i < widths.size(); i++) {
            double dropout = widths.size() == 1 ? 0 : drop.numbers() * i / (widths.size() - 1);
            blocks.add(Block.of(columns, in, widths.get(i), new Dropout(dropout), random));
            in = widths.get(i);
        }
        return new FractalNet(blocks, Linear.of(in, classes, random), drop);
    }

    /**
     * What training leaves out. In half of all steps, by chance, each join drops each of its inputs with probability {@code path}, but
     * never all (local); in the other half one column, the same in all blocks, is all that runs (global). One choice holds for a batch.
     *
     * @param path the probability that a join drops an input; with 0 nothing is dropped, neither locally nor globally
     * @param numbers the probability of dropout in the last block, from 0 in the first one up in equal steps
     */
    public record Drop(double path, double numbers) {
        /** Section 4.1: local drop-path of 15 %, dropout of 0, 10, 20, 30 and 40 %. */
        public static final Drop PAPER = new Drop(0.15, 0.4);
        /** Nothing. */
        public static final Drop NONE = new Drop(0, 0);

        /** Refuses what is no probability. */
        public Drop {
            if (!(path >= 0 && path < 1 && numbers >= 0 && numbers < 1)) {
                throw new ShapeException(
                        "FractalNet",
                        "drop-path is " + path + ", dropout " + numbers,
                        "both are probabilities from 0 to below 1");
            }
        }
    }

    /**
     * A convolution with what follows it.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, H, W]}.
     */
    public record Unit(Conv2dLayer conv, Dropout dropout, BatchNormLayer bn) implements Layer {
        private static Unit of(int in, int out, Dropout dropout, RandomGenerator random) {
            return new Unit(Conv2dLayer.unbiased(in, out, THREE, random), dropout, BatchNormLayer.of(out));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = dropout.forward("dropout", conv.forward("conv", x));
            return bn.forward("bn", y).relu();
        }
    }

    /**
     * A truncated fractal of units.
     *
     * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, O, ⌈H/2⌉, ⌈W/2⌉]}.
     *
     * @param columns the shortest first: 1, 2, 4 … units
     */
    public record Block(List<Sequential> columns) {

        /** Copies the list. */
        public Block {
            columns = List.copyOf(columns);
        }

        private static Block of(int columns, int in, int out, Dropout dropout, RandomGenerator random) {
            List<Sequential> made = new ArrayList<>();
            for (int column = 0; column < columns; column++) {
                List<Layer> units = new ArrayList<>();
                for (int i = 0; i < 1 << column; i++) {
                    units.add(Unit.of(i == 0 ? in : out, out, dropout, random));
                }
                made.add(new Sequential(units));
            }
            return new Block(made);
        }

        /** Row by row of the deepest column: where units of several columns end, they are joined, and all go on from there. */
        private Tensor forward(Tensor x, Paths paths) {
            int last = columns.size() - 1;
            int rows = 1 << last;
            Tensor[] ends = new Tensor[columns.size()];
            Arrays.fill(ends, x);
            for (int row = 1; row <= rows; row++) {
                int first = last - Integer.numberOfTrailingZeros(row);
                for (int column = first; column <= last; column++) {
                    int unit = (row >> (last - column)) - 1;
                    ends[column] = columns.get(column)
                            .layers()
                            .get(unit)
                            .forward("columns." + column + "." + unit, ends[column]);
                    ends[column] = row == rows ? halved(ends[column]) : ends[column];
                }
                Arrays.fill(ends, first, last + 1, paths.join(first, Arrays.copyOfRange(ends, first, last + 1)));
            }
            return ends[last];
        }
    }

    /**
     * How much each input of a join counts in this pass.
     *
     * @param isGlobal {@code bool [1]}, whether one column is all that runs; null outside training
     * @param column {@code i32 [1]}, that column
     */
    private record Paths(
            double p, @Nullable Tensor isGlobal, @Nullable Tensor column) {
        private static final String LAYER = "FractalNet";
        private static final Paths ALL = new Paths(0, null, null);

        private static Paths of(double p, int columns) {
            if (p == 0 || columns == 1 || !Pass.isTraining()) {
                return ALL;
            }
            RandomStream random = Pass.random(LAYER);
            return new Paths(
                    p,
                    random.uniform(Shape.of(1)).lt(0.5),
                    random.uniform(Shape.of(1), 0, columns).floor().cast(DType.I32));
        }

        /** The weighted sum of the ends of columns {@code first}, {@code first + 1} and so on. */
        private Tensor join(int first, Tensor[] inputs) {
            if (inputs.length == 1) {
                return inputs[0];
            }
            if (isGlobal == null || column == null) {
                Tensor sum = inputs[0];
                for (int i = 1; i < inputs.length; i++) {
                    sum = sum.add(inputs[i]);
                }
                return sum.div(inputs.length);
            }
            Tensor weights = isGlobal.where(global(first, inputs.length, column), local(inputs.length))
                    .cast(inputs[0].dtype());
            Tensor sum = inputs[0].mul(weights.slice(0, 0, 1));
            for (int i = 1; i < inputs.length; i++) {
                sum = sum.add(inputs[i].mul(weights.slice(0, i, i + 1)));
            }
            return sum;
        }

        /** All of the one column; in joins of deeper ones, which count for nothing then, the mean, so that their statistics stay sane. */
        private static Tensor global(int first, int n, Tensor column) {
            Tensor isChosen = Tensor.arange(first, first + n, 1)
                    .cast(DType.I32)
                    .eq(column)
                    .cast(DType.F32);
            return isChosen.add(isChosen.sum().neg().add(1).div(n));
        }

        /** Where all would be dropped the one with the largest number stays: each is that as likely as another. */
        private Tensor local(int n) {
            Tensor drawn = Pass.random(LAYER).uniform(Shape.of(n));
            Tensor stays = drawn.ge(drawn.max().minimum(p)).cast(DType.F32);
            return stays.div(stays.sum());
        }
    }

    /**
     * One column alone, sharing all variables: a plain network. Training with drop-path makes each one an answer in its own right, the shallow
     * ones soon, the deepest as good as the whole (section 4.3).
     *
     * @param column from 0, one unit a block, up to the deepest
     */
    public Sequential column(int column) {
        int columns = blocks.getFirst().columns().size();
        if (column < 0 || column >= columns) {
            throw new IllegalArgumentException("FractalNet: column %d of %d%n  they are counted from 0, the shallowest"
                    .formatted(column, columns));
        }
        List<Layer> layers = new ArrayList<>();
        for (Block block : blocks) {
            layers.add(block.columns().get(column));
            layers.add(FractalNet::halved);
        }
        layers.add(y -> y.mean(2, 3));
        layers.add(fc);
        return new Sequential(layers);
    }

    private static Tensor halved(Tensor x) {
        return x.maxPool(HALF.roundedUp(x.shape()));
    }

    @Override
    public Tensor forward(Tensor x) {
        Paths paths = Paths.of(drop.path(), blocks.getFirst().columns().size());
        Tensor y = x;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            Layer onPaths = in -> block.forward(in, paths);
            y = onPaths.forward("blocks." + i, y);
        }
        return fc.forward("fc", y.mean(2, 3));
    }
}
