package fovea.nn.recurrent;

import fovea.nn.Initial;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/** The parameters of recurrent layers: which there are, of what shapes, and how they begin. */
final class Weighting {
    private Weighting() {}

    /** What follows the names of one direction of one layer, such as {@code _l0_reverse}. */
    static String suffix(int layer, int direction) {
        return "_l" + layer + (direction == 1 ? "_reverse" : "");
    }

    /** The names and shapes, in PyTorch's order. */
    static SequencedMap<String, Shape> shapes(RecurrentOptions options, int gates) {
        SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
        int rows = Math.multiplyExact(gates, options.hiddenSize());
        for (int layer = 0; layer < options.numLayers(); layer++) {
            int in = layer == 0 ? options.inputSize() : options.directions() * options.outputSize();
            for (int direction = 0; direction < options.directions(); direction++) {
                String suffix = suffix(layer, direction);
                shapes.put("weight_ih" + suffix, Shape.of(rows, in));
                shapes.put("weight_hh" + suffix, Shape.of(rows, options.outputSize()));
                if (options.bias()) {
                    shapes.put("bias_ih" + suffix, Shape.of(rows));
                    shapes.put("bias_hh" + suffix, Shape.of(rows));
                }
                if (options.projSize() > 0) {
                    shapes.put("weight_hr" + suffix, Shape.of(options.projSize(), options.hiddenSize()));
                }
            }
        }
        return shapes;
    }

    /** Parameters to begin with, uniform in {@code ±1/√H}. */
    static SequencedMap<String, Parameter> fresh(RecurrentOptions options, int gates, RandomGenerator random) {
        SequencedMap<String, Parameter> fresh = new LinkedHashMap<>();
        shapes(options, gates).forEach((name, shape) -> fresh.put(name, fresh(shape, options.hiddenSize(), random)));
        return fresh;
    }

    static Parameter fresh(Shape shape, int hiddenSize, RandomGenerator random) {
        return new Parameter(Initial.uniform(shape, 1 / StrictMath.sqrt(hiddenSize), random));
    }

    /** The parameters in PyTorch's order, if they are those that are needed. */
    static SequencedMap<String, Parameter> checked(
            String layer, RecurrentOptions options, int gates, SequencedMap<String, Parameter> given) {
        SequencedMap<String, Parameter> ordered = new LinkedHashMap<>();
        shapes(options, gates).forEach((name, shape) -> {
            Parameter parameter = given.get(name);
            if (parameter == null) {
                throw new ShapeException(layer, name + " is missing", "it must be " + shape);
            }
            check(layer, name, parameter, shape);
            ordered.put(name, parameter);
        });
        for (String name : given.keySet()) {
            if (!ordered.containsKey(name)) {
                throw new ShapeException(
                        layer,
                        "there is a " + name,
                        "there must be " + String.join(", ", ordered.keySet()) + " and nothing else");
            }
        }
        return Collections.unmodifiableSequencedMap(ordered);
    }

    static void check(String layer, String name, Parameter parameter, Shape shape) {
        if (!parameter.shape().equals(shape)) {
            throw new ShapeException(layer, name + " is " + parameter.shape(), "it must be " + shape);
        }
    }
}
