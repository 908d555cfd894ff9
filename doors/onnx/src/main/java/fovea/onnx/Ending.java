package fovea.onnx;

import fovea.onnx.model.OnnxArray;
import fovea.onnx.model.OnnxAttribute;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxGraph;
import fovea.onnx.model.OnnxNode;
import fovea.onnx.model.OnnxType;
import fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a network that tells classes apart ends: with a linear layer (Gemm, or MatMul and Add) or a 1×1 convolution, and behind that only what
 * does not learn: pooling over all pixels, a ReLU, softmax, other axes.
 *
 * @param features what the last layer is given
 * @param weight of the last layer, {@code [classes, D]}, {@code [classes, D, 1, 1]} or {@code [D, classes]}
 * @param isTurned whether the weight is {@code [D, classes]}
 * @param alpha factor of the product
 * @param beta factor of the bias
 * @param behind the operators behind it, from the last to the first
 */
record Ending(
        String features,
        OnnxArray weight,
        boolean isTurned,
        @Nullable OnnxArray bias,
        double alpha,
        double beta,
        List<String> behind) {
    private static final Set<String> MOVING = Set.of("Identity", "Dropout", "Flatten", "Reshape", "Squeeze");
    private static final Set<String> LEARNING_NOTHING =
            Set.of("Softmax", "LogSoftmax", "Relu", "GlobalAveragePool", "AveragePool", "ReduceMean", "ReduceSum");
    private static final String REMEDY =
            "give a network that ends in a linear layer (Gemm, or MatMul and Add) or a 1×1 convolution, its weights in FLOAT";

    /**
     * The ending of a graph.
     *
     * @throws OnnxException naming the node that is none of these
     */
    static Ending of(OnnxGraph graph) {
        return new Search(graph).found();
    }

    int classes() {
        return weight.shape().size(isTurned ? 1 : 0);
    }

    /** Numbers that the last layer is given for a picture, or for a pixel. */
    int width() {
        return weight.shape().size(isTurned ? 0 : 1);
    }

    boolean isConvolution() {
        return weight.shape().rank() == 4;
    }

    boolean isRectified() {
        return behind.contains("Relu");
    }

    private static final class Search {
        private final Map<String, OnnxNode> makers = new HashMap<>();
        private final Map<String, OnnxArray> arrays = new HashMap<>();
        private final List<String> behind = new ArrayList<>();
        private String value;
        private @Nullable OnnxArray bias;

        Search(OnnxGraph graph) {
            graph.nodes().forEach(node -> node.outputs().forEach(each -> makers.put(each, node)));
            graph.initializers().forEach(each -> arrays.put(each.name(), each));
            value = graph.outputs().getFirst().name();
        }

        Ending found() {
            while (true) {
                OnnxNode node = makers.get(value);
                if (node == null) {
                    throw new OnnxException("the network", "has no layer that learns", REMEDY);
                }
                String operator = node.operator();
                if (MOVING.contains(operator) || LEARNING_NOTHING.contains(operator)) {
                    behind.add(operator);
                    value = node.inputs().getFirst();
                } else if (operator.equals("Mul") && isNumber(node.inputs().get(1))) {
                    value = node.inputs().getFirst(); // a sum over pixels becomes a mean
                } else if (operator.equals("Add") && bias == null) {
                    added(node);
                } else {
                    return last(node);
                }
            }
        }

        private boolean isNumber(String name) {
            OnnxArray array = arrays.get(name);
            return array != null && array.shape().elements() == 1;
        }

        private void added(OnnxNode node) {
            for (int i = 0; i < 2; i++) {
                OnnxArray array = arrays.get(node.inputs().get(i));
                if (array != null) {
                    bias = weight(node, array);
                    value = node.inputs().get(1 - i);
                    return;
                }
            }
            throw refused(node, "adds two values");
        }

        private Ending last(OnnxNode node) {
            String operator = node.operator();
            if (operator.equals("MatMul") || (operator.equals("Conv") && isOneByOne(node))) {
                return ending(node, operator.equals("MatMul"), 1, 1);
            }
            if (operator.equals("Gemm") && whole(node, "transA") == 0) {
                return ending(node, whole(node, "transB") == 0, real(node, "alpha"), real(node, "beta"));
            }
            throw refused(node, "is no layer that another can be put in place of");
        }

        private Ending ending(OnnxNode node, boolean isTurned, double alpha, double beta) {
            List<String> in = node.inputs();
            OnnxArray weight = weight(node, arrays.get(in.get(1)));
            if (weight.shape().rank() != 2 && !node.operator().equals("Conv")) {
                throw refused(node, "has weights " + weight.shape());
            }
            int classes = weight.shape().size(isTurned ? 1 : 0);
            if (in.size() > 2 && !in.get(2).isEmpty()) {
                if (bias != null) {
                    throw refused(node, "has two biases");
                }
                bias = weight(node, arrays.get(in.get(2)));
            }
            OnnxArray added = bias;
            if (added != null && added.shape().elements() != classes) {
                throw refused(node, "has a bias %s for %d classes".formatted(added.shape(), classes));
            }
            return new Ending(in.getFirst(), weight, isTurned, added, alpha, beta, List.copyOf(behind));
        }

        private static OnnxArray weight(OnnxNode node, @Nullable OnnxArray array) {
            if (array == null || array.type() != OnnxType.FLOAT) {
                throw refused(node, array == null ? "has computed weights" : "has weights in " + array.type());
            }
            return array;
        }

        private boolean isOneByOne(OnnxNode node) {
            OnnxArray weight = arrays.get(node.inputs().get(1));
            boolean isPlain = node.attributes().entrySet().stream().allMatch(each -> switch (each.getKey()) {
                case "strides", "dilations" -> isAll(each.getValue(), 1);
                case "pads" -> isAll(each.getValue(), 0);
                case "group" -> each.getValue().equals(new OnnxAttribute.Whole(1));
                default -> true;
            });
            Shape shape = weight == null ? Shape.SCALAR : weight.shape();
            return isPlain && shape.rank() == 4 && shape.size(2) == 1 && shape.size(3) == 1;
        }

        private static boolean isAll(OnnxAttribute numbers, long one) {
            return numbers instanceof OnnxAttribute.Wholes(List<Long> values)
                    && values.stream().allMatch(each -> each == one);
        }

        private static long whole(OnnxNode node, String setting) {
            return node.attributes().get(setting) instanceof OnnxAttribute.Whole(long value) ? value : 0;
        }

        private static double real(OnnxNode node, String setting) {
            return node.attributes().get(setting) instanceof OnnxAttribute.Real(float value) ? value : 1;
        }

        private static OnnxException refused(OnnxNode node, String what) {
            return new OnnxException("the network ends in " + node, what, REMEDY);
        }
    }
}
