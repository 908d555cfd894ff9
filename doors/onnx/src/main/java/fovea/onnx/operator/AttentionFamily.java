package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attention (Vaswani et al. 2017, section 3.2) and the rotations that tell it positions (Su et al. 2021, "RoFormer"). */
final class AttentionFamily {

    private AttentionFamily() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Attention", AttentionFamily::attention);
        all.put("RotaryEmbedding", call -> call.one(rotated(call)));
        return all;
    }

    /** Heads side by side, {@code [N, T, H·D]}, become {@code [N, H, T, D]}. */
    private static Tensor heads(Tensor x, int heads) {
        if (x.shape().rank() == 4) {
            return x;
        }
        return x.reshape(x.shape().size(0), x.shape().size(1), heads, -1).permute(0, 2, 1, 3);
    }

    private static List<OnnxValue> attention(Call call) {
        boolean flat = call.shape(0).rank() == 3;
        Tensor q = heads(call.x(0), call.integer("q_num_heads", 1));
        Tensor key = heads(call.x(1), call.integer("kv_num_heads", 1));
        Tensor value = heads(call.x(2), call.integer("kv_num_heads", 1));
        int past = call.has(4) ? call.shape(4).size(2) : 0;
        key = call.has(4) ? Tensor.concat(2, call.x(4), key) : key;
        value = call.has(5) ? Tensor.concat(2, call.x(5), value) : value;
        int shared = q.shape().size(1) / key.shape().size(1);
        double scale = Math.sqrt(call.real("scale", 1 / Math.sqrt(q.shape().size(3))));
        Tensor raw = q.mul(scale).matmul(repeated(key, shared).mul(scale).transpose());
        double cap = call.real("softcap", 0);
        Tensor capped = cap > 0 ? raw.div(cap).tanh().mul(cap) : raw;
        Tensor bias = bias(call, q.shape().size(2), key.shape().size(2), past, raw.dtype());
        Tensor biased = bias == null ? capped : capped.add(bias);
        Tensor weights = biased.softmax(-1);
        if (bias != null) {
            Tensor allMasked = bias.max(-1).unsqueeze(-1).isNegInf();
            weights = allMasked.where(0, weights);
        }
        Tensor y = weights.matmul(repeated(value, shared));
        Tensor shown = switch (call.integer("qk_matmul_output_mode", 0)) {
            case 0 -> raw;
            case 1 -> capped;
            case 2 -> biased;
            default -> weights;
        };
        OnnxType type = call.type(0);
        Shape rows = y.shape();
        Tensor result =
                flat ? y.permute(0, 2, 1, 3).reshape(rows.size(0), rows.size(2), rows.size(1) * rows.size(3)) : y;
        return List.of(
                Carrying.as(type, result),
                Carrying.as(type, key),
                Carrying.as(call.type(2), value),
                Carrying.as(type, shown));
    }

    /** Several heads of queries may share one of keys and values. */
    private static Tensor repeated(Tensor x, int times) {
        return times == 1 ? x : x.repeatInterleave(1, times);
    }

    /** What is added to the products of queries and keys, {@code −∞} where a key must not be seen; null where all are. */
    private static @Nullable Tensor bias(Call call, int queries, int keys, int past, DType type) {
        Tensor bias = call.has(3) ? mask(call, keys, type) : null;
        Tensor lengths = call.has(6) ? call.x(6).reshape(-1, 1, 1, 1) : null;
        Tensor places = Tensor.arange(keys).cast(DType.I64);
        if (call.flag("is_causal", false)) {
            Tensor rows = Tensor.arange(queries).cast(DType.I64).reshape(queries, 1);
            Tensor last = lengths == null
                    ? rows.add(past)
                    : rows.add(lengths.cast(DType.I64).sub(queries));
            bias = plus(bias, hidden(last.lt(places), type));
        }
        return lengths == null
                ? bias
                : plus(bias, hidden(lengths.cast(DType.I64).le(places), type));
    }

    private static Tensor plus(@Nullable Tensor a, Tensor b) {
        return a == null ? b : a.add(b);
    }

    private static Tensor hidden(Tensor where, DType type) {
        return where.where(Double.NEGATIVE_INFINITY, Tensor.full(new Spec(where.shape(), type), 0));
    }

    /** Keys that the mask does not reach are hidden. */
    private static Tensor mask(Call call, int keys, DType type) {
        Tensor mask = call.x(3);
        Tensor bias = mask.dtype() == DType.BOOL ? hidden(mask.not(), type) : mask.cast(type);
        int missing = keys - bias.shape().size(-1);
        return missing > 0 ? bias.pad(bias.shape().rank() - 1, 0, missing, Double.NEGATIVE_INFINITY) : bias;
    }

    /** Pairs of numbers turned by the angle of their position. */
    private static Tensor rotated(Call call) {
        Tensor given = call.x(0);
        boolean flat = given.shape().rank() == 3;
        Tensor x = flat
                ? given.reshape(given.shape().size(0), given.shape().size(1), call.integer("num_heads", 1), -1)
                : given.permute(0, 2, 1, 3);
        int size = x.shape().size(3);
        int turned = call.integer("rotary_embedding_dim", 0);
        int width = turned == 0 ? size : turned;
        boolean interleaved = call.flag("interleaved", false);
        Tensor cos = angles(call, 1, width / 2);
        Tensor sin = angles(call, 2, width / 2);
        Tensor part = x.slice(-1, 0, width);
        Tensor a = interleaved ? part.slice(-1, 0, width, 2) : part.slice(-1, 0, width / 2);
        Tensor b = interleaved ? part.slice(-1, 1, width, 2) : part.slice(-1, width / 2, width);
        Tensor real = cos.mul(a).sub(sin.mul(b));
        Tensor imaginary = sin.mul(a).add(cos.mul(b));
        Tensor y = interleaved
                ? Tensor.stack(-1, real, imaginary).reshape(part.shape())
                : Tensor.concat(-1, real, imaginary);
        Tensor whole = width < size ? Tensor.concat(-1, y, x.slice(-1, width, size)) : y;
        return flat ? whole.reshape(given.shape()) : whole.permute(0, 2, 1, 3);
    }

    /** Cosines or sines of each position, {@code [N, T, 1, D/2]}. */
    private static Tensor angles(Call call, int i, int width) {
        Tensor cache = call.x(i);
        Tensor each = call.has(3) ? cache.take(0, call.tensor(3).tensor()) : cache;
        return each.slice(-1, 0, width).unsqueeze(2);
    }
}
