package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Losses of classification, {@code x [N, C, …]} against labels {@code [N, …]}. */
final class Losses {

    private Losses() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("NegativeLogLikelihoodLoss", call -> call.one(likelihood(call, call.x(0))));
        all.put("SoftmaxCrossEntropyLoss", Losses::crossEntropy);
        return all;
    }

    private static List<OnnxValue> crossEntropy(Call call) {
        Tensor logs = call.x(0).logSoftmax(1);
        OnnxType type = call.type(0);
        return List.of(Carrying.as(type, likelihood(call, logs)), Carrying.as(type, logs));
    }

    /** Labels to be ignored have the weight 0, and may lie outside of the classes. */
    private static Tensor likelihood(Call call, Tensor logs) {
        Tensor labels = call.tensor(1).tensor();
        Tensor counted = null;
        if (call.isSet("ignore_index")) {
            counted = labels.ne((double) call.whole("ignore_index", 0));
            labels = counted.where(labels, 0);
        }
        Tensor picked = logs.gather(1, labels.unsqueeze(1)).squeeze(1).neg();
        Tensor weights = call.has(2) ? call.x(2).take(0, labels) : Tensor.onesLike(picked);
        if (counted != null) {
            weights = counted.where(weights, 0);
            picked = counted.where(picked, 0);
        }
        Tensor loss = picked.mul(weights);
        return switch (call.text("reduction", "mean")) {
            case "none" -> loss;
            case "sum" -> loss.sum();
            default -> loss.sum().div(weights.sum());
        };
    }
}
