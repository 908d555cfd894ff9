package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Random numbers. A node's {@code seed}, or 0 where it has none, decides them: a network gives the same answer each time. They are not those
 * of other programs, which the standard does not ask for.
 */
final class Randomness {

    private Randomness() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("RandomNormal", call -> drawn(call, shape(call), OnnxType.FLOAT, normal(call)));
        all.put("RandomNormalLike", call -> drawn(call, call.shape(0), call.type(0), normal(call)));
        all.put("RandomUniform", call -> drawn(call, shape(call), OnnxType.FLOAT, uniform(call)));
        all.put("RandomUniformLike", call -> drawn(call, call.shape(0), call.type(0), uniform(call)));
        all.put("Bernoulli", Randomness::bernoulli);
        all.put("Multinomial", Randomness::multinomial);
        all.put("Dropout", Randomness::dropout);
        return all;
    }

    private static RandomGenerator random(Call call) {
        return new SplittableRandom(Float.floatToIntBits((float) call.real("seed", 0)));
    }

    private static Shape shape(Call call) {
        long[] sizes = call.wholes("shape");
        return Limits.shape(call.operator(), sizes == null ? new long[0] : sizes);
    }

    private static ToDoubleFunction<RandomGenerator> normal(Call call) {
        return random -> call.real("mean", 0) + call.real("scale", 1) * random.nextGaussian();
    }

    private static ToDoubleFunction<RandomGenerator> uniform(Call call) {
        double low = call.real("low", 0);
        double high = call.real("high", 1);
        return random -> low + (high - low) * random.nextDouble();
    }

    private static List<OnnxValue> drawn(
            Call call, Shape shape, OnnxType otherwise, ToDoubleFunction<RandomGenerator> draw) {
        RandomGenerator random = random(call);
        Limits.onHost(call.operator(), shape);
        double[] y = IntStream.range(0, (int) shape.elements())
                .mapToDouble(_ -> draw.applyAsDouble(random))
                .toArray();
        return List.of(Creation.of(call.typeSetting("dtype", otherwise), shape, y));
    }

    private static List<OnnxValue> bernoulli(Call call) {
        RandomGenerator random = random(call);
        double[] y = call.doubles(0);
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextDouble() < y[i] ? 1 : 0;
        }
        return List.of(Creation.of(call.typeSetting("dtype", call.type(0)), call.shape(0), y));
    }

    /** Classes drawn with the probabilities that rows of their logarithms give. */
    private static List<OnnxValue> multinomial(Call call) {
        RandomGenerator random = random(call);
        int rows = call.shape(0).size(0);
        int classes = call.shape(0).size(1);
        int samples = call.integer("sample_size", 1);
        double[] logs = call.doubles(0);
        double[] y = new double[Limits.shape("Multinomial", rows, samples).size(0) * samples];
        for (int i = 0; i < y.length; i++) {
            int row = i / samples;
            double sum = IntStream.range(0, classes)
                    .mapToDouble(c -> Math.exp(logs[row * classes + c]))
                    .sum();
            double left = random.nextDouble() * sum;
            int chosen = 0;
            for (int c = 0; c < classes - 1 && left >= 0; c++) {
                left -= Math.exp(logs[row * classes + c]);
                chosen = left >= 0 ? c + 1 : c;
            }
            y[i] = chosen;
        }
        return List.of(Creation.of(call.typeSetting("dtype", OnnxType.INT32), Shape.of(rows, samples), y));
    }

    /** Nothing is dropped unless the node says that it learns. */
    private static List<OnnxValue> dropout(Call call) {
        double ratio = call.opset() < 12 ? call.real("ratio", 0.5) : call.has(1) ? call.number(1) : 0.5;
        boolean learns = call.opset() >= 12 && call.has(2) && call.number(2) != 0;
        OnnxType maskType = call.opset() < 10 ? call.type(0) : OnnxType.BOOL;
        if (!learns || ratio == 0) {
            return List.of(call.value(0), Carrying.full(maskType, call.shape(0), 1));
        }
        RandomGenerator random = random(call);
        double[] kept = IntStream.range(0, (int) call.shape(0).elements())
                .mapToDouble(_ -> random.nextDouble() < ratio ? 0 : 1)
                .toArray();
        Tensor mask = Creation.of(OnnxType.FLOAT, call.shape(0), kept).tensor();
        Tensor y = call.x(0).mul(mask.cast(call.x(0).dtype())).div(1 - ratio);
        return List.of(Carrying.as(call.type(0), y), Carrying.as(maskType, mask));
    }
}
