package fovea.conformance;

import fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Element-wise ops, reductions, orders, and movements of elements. */
final class TensorGroup {
    private TensorGroup() {}

    static Operations operations() {
        Operations operations = CreationOperations.addTo(MatrixOperations.addTo(new Operations()));
        ProductOperations.addTo(MovementOperations.addTo(IndexOperations.addTo(operations)));
        ElementwiseOperations.addTo(operations);
        ReductionOperations.addTo(operations);
        OrderingOperations.addTo(operations);
        return operations.withMany("graph", TensorGroup::program);
    }

    private static Map<String, Tensor> program(Inputs in, Attributes at) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        in.keys().forEach(key -> inputs.put(key, in.tensor(key)));
        return new PythonProgram(at.text("expr"), inputs).results(in.outputs());
    }
}
