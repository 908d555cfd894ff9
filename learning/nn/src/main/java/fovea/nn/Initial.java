package fovea.nn;

import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Weights to begin with. The same stream of random numbers gives the same bits on every machine.
 *
 * <p>Weights are {@code [O, I, …]}; {@code fan-in = I · …} numbers flow into each output, and {@code fan-out = O · …} out of each input.
 */
public final class Initial {
    private static final ScopedValue<Boolean> UNFILLED = ScopedValue.newInstance();

    private Initial() {}

    /**
     * Makes a model whose weights come from elsewhere: here every uniform or normal weight is 0, and the streams of random numbers
     * that are handed in are left as they are. To draw 25 million numbers for a ResNet-50 that nobody sees takes longer than to read its
     * weights.
     */
    public static <T> T unfilled(Supplier<T> making) {
        return ScopedValue.where(UNFILLED, true).call(making::get);
    }

    /** One zero that is looked at so often: a variable made of it needs no memory but its own. */
    private static Tensor unfilled(Shape shape) {
        return Tensor.scalar(0).broadcastTo(shape);
    }

    /** Uniform between {@code −bound} and {@code bound}. */
    public static Tensor uniform(Shape shape, double bound, RandomGenerator random) {
        if (UNFILLED.isBound()) {
            return unfilled(shape);
        }
        float[] elements = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return Tensor.of(shape, elements);
    }

    /** Normal with mean 0 and this standard deviation, by the polar method (Marsaglia and Bray 1964). */
    public static Tensor normal(Shape shape, double deviation, RandomGenerator random) {
        if (UNFILLED.isBound()) {
            return unfilled(shape);
        }
        float[] elements = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < elements.length; i += 2) {
            double u;
            double v;
            double square;
            do {
                u = 2 * random.nextDouble() - 1;
                v = 2 * random.nextDouble() - 1;
                square = u * u + v * v;
            } while (square >= 1 || square == 0);
            // StrictMath, not Math, whose last bit may differ between machines.
            double scale = deviation * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
            elements[i] = (float) (u * scale);
            if (i + 1 < elements.length) {
                elements[i + 1] = (float) (v * scale);
            }
        }
        return Tensor.of(shape, elements);
    }

    /**
     * Normal with deviation {@code √(2 / fan-out)}, so that gradients keep their size through layers with ReLU (He et al. 2015, equation
     * 14, <a href="https://arxiv.org/abs/1502.01852">arXiv:1502.01852</a>); torchvision's ResNets begin so.
     */
    public static Tensor he(Shape weight, RandomGenerator random) {
        return normal(weight, StrictMath.sqrt(2.0 / fanOut(weight)), random);
    }

    /** Uniform with the variance that {@code scale} asks for. */
    public static Tensor uniform(Shape weight, Scale scale, RandomGenerator random) {
        return uniform(weight, StrictMath.sqrt(3) * scale.deviation(weight), random);
    }

    /** Normal with the variance that {@code scale} asks for. */
    public static Tensor normal(Shape weight, Scale scale, RandomGenerator random) {
        return normal(weight, scale.deviation(weight), random);
    }

    /** Of what the numbers that flow through a layer keep the variance. */
    public enum Fan {
        /** The numbers forward. */
        IN,
        /** The gradients backward. */
        OUT,
        /** Both, as far as possible: the mean of the two. */
        MEAN;

        double of(Shape weight) {
            return switch (this) {
                case IN -> fanIn(weight);
                case OUT -> fanOut(weight);
                case MEAN -> (fanIn(weight) + (double) fanOut(weight)) / 2;
            };
        }
    }

    /**
     * How large weights begin: with standard deviation {@code gain / √fan}.
     *
     * @param gain what makes up for the activation that follows: 1 for none and for sigmoid, 5/3 for tanh, √2 for relu, 3/4 for selu (as
     *     PyTorch's {@code calculate_gain})
     */
    public record Scale(double gain, Fan fan) {
        /** Glorot and Bengio 2010, equation 12, for layers that are nearly linear. PyTorch's {@code xavier}. */
        public static final Scale XAVIER = new Scale(1, Fan.MEAN);
        /** LeCun et al. 1998, "Efficient backprop", section 4.6; for {@code selu} too. */
        public static final Scale LECUN = new Scale(1, Fan.IN);
        /** He et al. 2015, equation 10, for layers with ReLU. PyTorch's {@code kaiming}, but for its default leak. */
        public static final Scale KAIMING = new Scale(Math.sqrt(2), Fan.IN);

        /** For layers with leaky ReLU of this slope, or with ReLU if it is 0 (He et al. 2015, equation 15). */
        public static Scale kaiming(double slope, Fan fan) {
            return new Scale(StrictMath.sqrt(2 / (1 + slope * slope)), fan);
        }

        /** This with another gain. */
        public Scale withGain(double other) {
            return new Scale(other, fan);
        }

        double deviation(Shape weight) {
            return gain / StrictMath.sqrt(fan.of(weight));
        }
    }

    /**
     * Normal with mean {@code mean} and deviation {@code deviation}, drawn again until it lies between {@code from} and {@code to}; PyTorch's
     * {@code trunc_normal_} takes −2 and 2.
     */
    public static Tensor truncatedNormal(
            Shape shape, double mean, double deviation, double from, double to, RandomGenerator random) {
        double low = (from - mean) / deviation;
        double high = (to - mean) / deviation;
        if (!(low < high) || low > 4 || high < -4) {
            throw new ShapeException(
                    "truncatedNormal",
                    "mean %s, deviation %s, from %s to %s".formatted(mean, deviation, from, to),
                    "from must be less than to, and the two not both far (4 deviations) on one side of the mean");
        }
        if (UNFILLED.isBound()) {
            return unfilled(shape);
        }
        float[] elements = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < elements.length; i++) {
            double z;
            do {
                z = gaussian(random);
            } while (z < low || z > high);
            elements[i] = (float) (mean + deviation * z);
        }
        return Tensor.of(shape, elements);
    }

    static double gaussian(RandomGenerator random) {
        double u;
        double square;
        do {
            u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            square = u * u + v * v;
        } while (square >= 1 || square == 0);
        return u * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    }

    /**
     * A random orthogonal matrix times {@code gain}: of the weights as a matrix {@code [O, I·…]} the rows, or the columns if they are fewer,
     * are at right angles and of length 1 (Saxe et al. 2014, <a href="https://arxiv.org/abs/1312.6120">arXiv:1312.6120</a>). All such
     * matrices are equally likely.
     */
    public static Tensor orthogonal(Shape weight, double gain, RandomGenerator random) {
        if (weight.rank() < 2) {
            throw new ShapeException("orthogonal", "the weight is " + weight, "it needs two axes or more");
        }
        int rows = weight.size(0);
        int columns = Math.toIntExact(fanIn(weight));
        double[][] basis = Orthogonal.vectors(Math.min(rows, columns), Math.max(rows, columns), random);
        float[] elements = new float[Math.toIntExact(weight.elements())];
        for (int i = 0; i < elements.length; i++) {
            int row = i / columns;
            int column = i % columns;
            elements[i] = (float) (gain * (rows <= columns ? basis[row][column] : basis[column][row]));
        }
        return Tensor.of(weight, elements);
    }

    /**
     * Normal weights of which each column keeps but a share of its rows, the others being 0 (Martens 2010, section 5).
     *
     * @param weight {@code [rows, columns]}
     * @param zeros the share of zeros in each column, rounded up
     */
    public static Tensor sparse(Shape weight, double zeros, double deviation, RandomGenerator random) {
        if (weight.rank() != 2 || !(zeros >= 0 && zeros <= 1)) {
            throw new ShapeException(
                    "sparse",
                    "the weight is " + weight + ", the share " + zeros,
                    "it must be [rows, columns], and a share from 0 to 1");
        }
        int rows = weight.size(0);
        int columns = weight.size(1);
        float[] elements = normal(weight, deviation, random).toArray();
        int none = (int) Math.ceil(zeros * rows);
        for (int column = 0; column < columns; column++) {
            int[] order = new int[rows];
            for (int i = 0; i < rows; i++) {
                int at = random.nextInt(i + 1);
                order[i] = order[at];
                order[at] = i;
            }
            for (int i = 0; i < none; i++) {
                elements[order[i] * columns + column] = 0;
            }
        }
        return Tensor.of(weight, elements);
    }

    /** The unit matrix, as far as {@code [rows, columns]} holds it: a fully connected layer that changes nothing. */
    public static Tensor eye(Shape weight) {
        if (weight.rank() != 2) {
            throw new ShapeException("eye", "the weight is " + weight, "it must be [rows, columns]");
        }
        return dirac(weight, 1);
    }

    /**
     * A convolution that changes nothing: output channel o of each of {@code groups} is a copy of input channel o, as far as there are both.
     *
     * @param weight {@code [O, C/groups, K…]}; the one is at place ⌊K/2⌋ of each axis, as PyTorch has it
     */
    public static Tensor dirac(Shape weight, int groups) {
        if (weight.rank() < 2 || groups < 1 || weight.size(0) % groups != 0) {
            throw new ShapeException(
                    "dirac",
                    "the weight is " + weight + ", in " + groups + " groups",
                    "it must be [O, C/groups, K…], O a multiple of the groups");
        }
        float[] elements = new float[Math.toIntExact(weight.elements())];
        int kernel = 1;
        int middle = 0;
        for (int i = 2; i < weight.rank(); i++) {
            kernel *= weight.size(i);
            middle = middle * weight.size(i) + weight.size(i) / 2;
        }
        int outputs = weight.size(0) / groups;
        for (int o = 0; o < weight.size(0); o++) {
            if (o % outputs < weight.size(1)) {
                elements[(o * weight.size(1) + o % outputs) * kernel + middle] = 1;
            }
        }
        return Tensor.of(weight, elements);
    }

    /** {@code 1/√fan-in}, the bound between which PyTorch's {@code Linear} and {@code Conv} begin, biases too. */
    public static double bound(Shape weight) {
        return 1 / StrictMath.sqrt((double) fanIn(weight));
    }

    private static long fanIn(Shape weight) {
        return Math.max(1, weight.elements() / Math.max(1, weight.size(0)));
    }

    private static long fanOut(Shape weight) {
        return Math.max(1, weight.elements() / Math.max(1, weight.size(1)));
    }

    /** A scale to be learned, 1 at first. */
    static Parameter scale(Shape shape) {
        return new Parameter(Tensor.ones(shape));
    }

    /** A shift to be learned, 0 at first. */
    static Parameter shift(Shape shape) {
        return new Parameter(Tensor.zeros(shape));
    }

    /** What a variable that may not be there holds. */
    static @Nullable Tensor value(@Nullable Variable variable) {
        return variable == null ? null : variable.get();
    }
}
