package fovea.onnx.operator;

import java.util.HashMap;
import java.util.Map;

final class AttentionFamily {
    private AttentionFamily() {}

    static Map<String, Operator> table() {
        return new HashMap<>();
    }
}
