package fovea.onnx.operator;

import fovea.onnx.model.OnnxValue;
import java.util.List;

/** What one of ONNX's operators means: a node's outputs from its inputs and settings. */
@FunctionalInterface
interface Operator {

    /** The outputs in the operator's order; those at the end that the node does not want may be left out. */
    List<OnnxValue> apply(Call call);
}
