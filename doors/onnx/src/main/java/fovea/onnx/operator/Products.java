package fovea.onnx.operator;

import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Products of matrices. Whole numbers are multiplied in double precision, which holds their sums. */
final class Products {

    private Products() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("MatMul", call -> call.one(matmul(call.x(0), call.x(1))));
        all.put("Gemm", call -> call.one(gemm(call)));
        all.put("Einsum", call -> call.one(einsum(call)));
        all.put("Det", call -> call.one(call.x(0).det()));
        all.put("MatMulInteger", Products::ofIntegers);
        all.put("QLinearMatMul", Products::quantized);
        return all;
    }

    static Tensor matmul(Tensor a, Tensor b) {
        return a.dtype().isFloating()
                ? a.matmul(b)
                : a.cast(DType.F64).matmul(b.cast(DType.F64)).cast(a.dtype());
    }

    private static Tensor gemm(Call call) {
        Tensor a = call.flag("transA", false) ? call.x(0).transpose() : call.x(0);
        Tensor b = call.flag("transB", false) ? call.x(1).transpose() : call.x(1);
        boolean whole = !a.dtype().isFloating();
        Tensor y = whole ? a.cast(DType.F64).matmul(b.cast(DType.F64)) : a.matmul(b);
        y = scaled(y, call.real("alpha", 1));
        if (!call.has(2)) {
            return y;
        }
        return y.add(scaled(whole ? call.x(2).cast(DType.F64) : call.x(2), call.real("beta", 1)));
    }

    private static Tensor scaled(Tensor x, double by) {
        return by == 1 ? x : x.mul(by);
    }

    private static Tensor einsum(Call call) {
        Tensor first = call.x(0);
        DType type = first.dtype();
        boolean whole = !type.isFloating();
        Tensor[] others = IntStream.range(1, call.count())
                .mapToObj(i -> whole ? call.x(i).cast(DType.F64) : call.x(i))
                .toArray(Tensor[]::new);
        Tensor y = (whole ? first.cast(DType.F64) : first)
                .einsum(call.text("equation", "").replace(" ", ""), others);
        return whole ? y.cast(type) : y;
    }

    private static List<OnnxValue> ofIntegers(Call call) {
        Tensor a = Convolution.shifted(call, 0, 2, -2);
        Tensor b = Convolution.shifted(call, 1, 3, -1);
        return call.one(OnnxType.INT32, a.matmul(b).cast(DType.I32));
    }

    private static List<OnnxValue> quantized(Call call) {
        Tensor a = Convolution.shifted(call, 0, 2, -2);
        Tensor b = Convolution.shifted(call, 3, 5, -1);
        Tensor product = a.matmul(b);
        Shape shape = product.shape();
        Tensor scale = Quantization.along(call.x(1).cast(DType.F64), shape, -2)
                .mul(Quantization.along(call.x(4).cast(DType.F64), shape, -1))
                .div(Quantization.along(call.x(6).cast(DType.F64), shape, -2));
        return Quantization.rounded(call.type(7), product.mul(scale), Quantization.along(call.x(7), shape, -2));
    }
}
