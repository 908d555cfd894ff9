package fovea.nn.attention;

import fovea.nn.Linear;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.testing.Samples;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Layers with weights in double precision. */
final class Doubles {
    private final Samples samples = new Samples(new SplittableRandom(23), DType.F64);

    Tensor x(int... sizes) {
        return samples.smooth(Shape.of(sizes));
    }

    Parameter weight(int... sizes) {
        return new Parameter(x(sizes));
    }

    private @Nullable Parameter weightIf(boolean there, int... sizes) {
        return there ? weight(sizes) : null;
    }

    Linear linear(int in, int out, boolean bias) {
        return new Linear(weight(out, in), weightIf(bias, out));
    }

    MultiHeadAttention attention(AttentionOptions options) {
        int e = options.embedDim();
        boolean packed = options.isPacked();
        return new MultiHeadAttention(
                options,
                weightIf(packed, 3 * e, e),
                weightIf(!packed, e, e),
                weightIf(!packed, e, options.kdim()),
                weightIf(!packed, e, options.vdim()),
                weightIf(options.bias(), 3 * e),
                weightIf(options.addBiasKv(), 1, 1, e),
                weightIf(options.addBiasKv(), 1, 1, e),
                linear(e, e, options.bias()));
    }

    private fovea.nn.LayerNormLayer norm(TransformerOptions options) {
        int e = options.dModel();
        return new fovea.nn.LayerNormLayer(weight(e), weight(e), Shape.of(e), options.layerNormEps());
    }

    TransformerEncoderLayer encoder(TransformerOptions options) {
        int e = options.dModel();
        int inner = options.dimFeedforward();
        return new TransformerEncoderLayer(
                options,
                attention(options.attention()),
                linear(e, inner, true),
                linear(inner, e, true),
                norm(options),
                norm(options));
    }

    TransformerDecoderLayer decoder(TransformerOptions options) {
        int e = options.dModel();
        int inner = options.dimFeedforward();
        return new TransformerDecoderLayer(
                options,
                attention(options.attention()),
                attention(options.attention()),
                linear(e, inner, true),
                linear(inner, e, true),
                norm(options),
                norm(options),
                norm(options));
    }
}
