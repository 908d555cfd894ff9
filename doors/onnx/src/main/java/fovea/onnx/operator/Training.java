package fovea.onnx.operator;

import fovea.onnx.model.OnnxValue;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Steps of optimizers, of the preview of operators for training. Inputs: rate, step, then all x, all gradients, all moments. */
final class Training {

    private Training() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Adagrad", call -> each(call, 1, Training::adagrad));
        all.put("Momentum", call -> each(call, 1, Training::momentum));
        all.put("Adam", call -> each(call, 2, Training::adam));
        return all;
    }

    /** New x, then new moments. */
    @FunctionalInterface
    private interface Update {
        List<Tensor> apply(Call call, Tensor x, Tensor gradient, List<Tensor> moments);
    }

    private static List<OnnxValue> each(Call call, int moments, Update update) {
        int count = (call.count() - 2) / (2 + moments);
        List<List<Tensor>> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Tensor> mine = new ArrayList<>();
            for (int m = 0; m < moments; m++) {
                mine.add(call.x(2 + (2 + m) * count + i));
            }
            made.add(update.apply(call, call.x(2 + i), call.x(2 + count + i), mine));
        }
        List<OnnxValue> results = new ArrayList<>();
        for (int kind = 0; kind <= moments; kind++) {
            for (int i = 0; i < count; i++) {
                results.add(Carrying.as(call.type(2 + i), made.get(i).get(kind)));
            }
        }
        return results;
    }

    private static Tensor regularized(Call call, Tensor x, Tensor gradient) {
        return x.mul(call.real("norm_coefficient", 0)).add(gradient);
    }

    private static List<Tensor> adagrad(Call call, Tensor x, Tensor gradient, List<Tensor> moments) {
        double rate = call.number(0) / (1 + call.number(1) * call.real("decay_factor", 0));
        Tensor g = regularized(call, x, gradient);
        Tensor squares = moments.getFirst().add(g.square());
        return List.of(x.sub(g.mul(rate).div(squares.sqrt().add(call.real("epsilon", 1e-6f)))), squares);
    }

    private static List<Tensor> momentum(Call call, Tensor x, Tensor gradient, List<Tensor> moments) {
        double rate = call.number(0);
        double alpha = call.real("alpha", 0);
        double beta = call.number(1) > 0 ? call.real("beta", 1) : 1;
        Tensor g = regularized(call, x, gradient);
        Tensor v = moments.getFirst().mul(alpha).add(g.mul(beta));
        boolean nesterov = call.text("mode", "standard").equals("nesterov");
        return List.of(x.sub((nesterov ? g.add(v.mul(alpha)) : v).mul(rate)), v);
    }

    private static List<Tensor> adam(Call call, Tensor x, Tensor gradient, List<Tensor> moments) {
        double alpha = call.real("alpha", 0.9f);
        double beta = call.real("beta", 0.999f);
        double step = call.number(1);
        Tensor g = regularized(call, x, gradient);
        Tensor v = moments.getFirst().mul(alpha).add(g.mul(1 - alpha));
        Tensor h = moments.getLast().mul(beta).add(g.square().mul(1 - beta));
        double corrected = step > 0 ? Math.sqrt(1 - Math.pow(beta, step)) / (1 - Math.pow(alpha, step)) : 1;
        Tensor y = x.sub(v.mul(call.number(0) * corrected).div(h.sqrt().add(call.real("epsilon", 1e-6f))));
        return List.of(y.mul(1 - call.real("norm_coefficient_post", 0)), v, h);
    }
}
