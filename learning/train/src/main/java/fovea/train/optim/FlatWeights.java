package fovea.train.optim;

import fovea.nn.Variables;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a model as one point in space. Not a record, so that nobody looks for variables in it. */
public final class FlatWeights {
    private final List<Parameter> parameters;
    private final DType type;
    private final int size;

    private FlatWeights(List<Parameter> parameters) {
        this.parameters = parameters;
        this.type = parameters.stream().anyMatch(parameter -> parameter.spec().dtype() == DType.F64)
                ? DType.F64
                : DType.F32;
        this.size = Math.toIntExact(parameters.stream()
                .mapToLong(parameter -> parameter.shape().elements())
                .sum());
    }

    static FlatWeights of(Object model) {
        return new FlatWeights(Variables.of(model).parameters());
    }

    /** How many numbers they are. */
    int size() {
        return size;
    }

    /** Room to carry a vector of as many numbers, in the weights' type. */
    State room() {
        return new State(Tensor.full(spec(), 0));
    }

    /** A vector in the weights' type. */
    Tensor tensor(double... x) {
        return Tensor.of(Shape.of(size), x).cast(type);
    }

    private Spec spec() {
        return new Spec(Shape.of(size), type);
    }

    /** Where the weights are. */
    double[] point() {
        double[] x = new double[size];
        int at = 0;
        for (Parameter parameter : parameters) {
            at = put(parameter.get(), x, at);
        }
        return x;
    }

    /** The gradients as one; 0 for those that are missing. */
    double[] gradient(Map<Parameter, Tensor> gradients) {
        double[] g = new double[size];
        int at = 0;
        for (Parameter parameter : parameters) {
            Tensor each = gradients.get(parameter);
            at = each == null ? at + elements(parameter) : put(each, g, at);
        }
        return g;
    }

    /** Moves the weights there. */
    void set(double... x) {
        split(x).forEach(Parameter::set);
    }

    /** A vector cut into pieces like the weights. */
    Map<Parameter, Tensor> split(double... x) {
        Map<Parameter, Tensor> pieces = new LinkedHashMap<>();
        int at = 0;
        for (Parameter parameter : parameters) {
            double[] part = new double[elements(parameter)];
            System.arraycopy(x, at, part, 0, part.length);
            pieces.put(
                    parameter,
                    Tensor.of(parameter.shape(), part).cast(parameter.spec().dtype()));
            at += part.length;
        }
        return pieces;
    }

    /** Whose they are, in order. */
    List<Parameter> parameters() {
        return parameters;
    }

    private static int elements(Parameter parameter) {
        return Math.toIntExact(parameter.shape().elements());
    }

    private static int put(Tensor from, double[] to, int at) {
        double[] elements = from.cast(DType.F64).toDoubles();
        System.arraycopy(elements, 0, to, at, elements.length);
        return at + elements.length;
    }
}
