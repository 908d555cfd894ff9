package fovea.onnx.operator;

import fovea.onnx.model.HostNumbers;
import fovea.onnx.model.OnnxAttribute;
import fovea.onnx.model.OnnxStrings;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Tensors made of settings, shapes and numbers. */
final class Creation {
    /** These two read a shape only, which is known even while a program is being traced. */
    static final Operator SHAPE = Creation::shape;

    static final Operator SIZE = call ->
            List.of(OnnxTensor.of(OnnxType.INT64, Shape.SCALAR, shapeOf(call).elements()));

    private static final int LARGE = 1 << 12;

    private Creation() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Constant", Creation::constant);
        all.put("ConstantOfShape", Creation::filled);
        all.put("EyeLike", Creation::eye);
        all.put("Range", Creation::range);
        all.put("Shape", SHAPE);
        all.put("Size", SIZE);
        window(all, "HannWindow", x -> 0.5 - 0.5 * Math.cos(x));
        window(all, "HammingWindow", x -> 25 / 46.0 - 21 / 46.0 * Math.cos(x));
        window(all, "BlackmanWindow", x -> 0.42 - 0.5 * Math.cos(x) + 0.08 * Math.cos(2 * x));
        all.put("MelWeightMatrix", Creation::mel);
        return all;
    }

    private static Shape shapeOf(Call call) {
        return call.value(0) instanceof OnnxStrings texts ? texts.shape() : call.shape(0);
    }

    private static List<OnnxValue> shape(Call call) {
        Shape x = shapeOf(call);
        int rank = x.rank();
        long start = call.whole("start", 0);
        long end = call.whole("end", rank);
        int from = Math.clamp(start < 0 ? start + rank : start, 0, rank);
        int to = Math.clamp(end < 0 ? end + rank : end, from, rank);
        long[] sizes = IntStream.range(from, to).mapToLong(x::size).toArray();
        return List.of(OnnxTensor.of(OnnxType.INT64, Shape.of(sizes.length), sizes));
    }

    private static List<OnnxValue> constant(Call call) {
        for (String name : List.of(
                "value",
                "value_float",
                "value_floats",
                "value_int",
                "value_ints",
                "value_string",
                "value_strings",
                "sparse_value")) {
            OnnxAttribute value = call.attribute(name);
            if (value != null) {
                return List.of(constant(call, value));
            }
        }
        throw call.wrong("it has no value", "the network is damaged");
    }

    private static OnnxValue constant(Call call, OnnxAttribute value) {
        return switch (value) {
            case OnnxAttribute.Array array -> array.value().value();
            case OnnxAttribute.Sparse sparse -> sparse.value().dense();
            case OnnxAttribute.Real(float x) -> OnnxTensor.of(OnnxType.FLOAT, Shape.SCALAR, (double) x);
            case OnnxAttribute.Whole(long x) -> OnnxTensor.of(OnnxType.INT64, Shape.SCALAR, x);
            case OnnxAttribute.Text(String x) -> new OnnxStrings(Shape.SCALAR, List.of(x));
            case OnnxAttribute.Reals(List<Float> x) ->
                OnnxTensor.of(
                        OnnxType.FLOAT,
                        Shape.of(x.size()),
                        x.stream().mapToDouble(Float::doubleValue).toArray());
            case OnnxAttribute.Wholes(List<Long> x) ->
                OnnxTensor.of(
                        OnnxType.INT64,
                        Shape.of(x.size()),
                        x.stream().mapToLong(Long::longValue).toArray());
            case OnnxAttribute.Texts(List<String> x) -> new OnnxStrings(Shape.of(x.size()), x);
            case OnnxAttribute.Program _, OnnxAttribute.Kind _, OnnxAttribute.Reference _, OnnxAttribute.Other _ ->
                throw call.wrong("its value is no tensor", "the network is damaged");
        };
    }

    private static List<OnnxValue> filled(Call call) {
        Shape shape = Limits.shape("ConstantOfShape", call.longs(0));
        if (!(call.attribute("value") instanceof OnnxAttribute.Array array)) {
            return List.of(Carrying.full(OnnxType.FLOAT, shape, 0));
        }
        if (!(array.value().value() instanceof OnnxTensor one) || one.shape().elements() != 1) {
            throw call.wrong("its value is not one number", "the network is damaged");
        }
        return List.of(
                new OnnxTensor(one.type(), one.tensor().reshape(Shape.SCALAR).broadcastTo(shape)));
    }

    private static List<OnnxValue> eye(Call call) {
        Shape shape = call.shape(0);
        int rows = shape.size(0);
        int columns = shape.size(1);
        Limits.onHost("EyeLike", shape);
        long k = call.whole("k", 0);
        double[] elements = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            if (i + k >= 0 && i + k < columns) {
                elements[(int) (i * (long) columns + i + k)] = 1;
            }
        }
        return List.of(OnnxTensor.of(call.typeSetting("dtype", call.type(0)), shape, elements));
    }

    private static List<OnnxValue> range(Call call) {
        OnnxType type = call.type(0);
        double step = call.number(2);
        double count = Math.max(0, Math.ceil((call.number(1) - call.number(0)) / step));
        Shape shape = Limits.shape("Range", (long) Math.min(count, Long.MAX_VALUE));
        int n = shape.size(0);
        if (type.isInteger()) {
            long first = call.longs(0)[0];
            long by = call.longs(2)[0];
            if (n > LARGE) {
                return List.of(Carrying.as(type, counted(n).mul((double) by).add((double) first)));
            }
            return List.of(OnnxTensor.of(
                    type,
                    shape,
                    IntStream.range(0, n).mapToLong(i -> first + i * by).toArray()));
        }
        double first = call.number(0);
        if (n > LARGE) {
            return List.of(
                    Carrying.as(type, counted(n).cast(DType.F64).mul(step).add(first)));
        }
        return List.of(OnnxTensor.of(
                type,
                shape,
                IntStream.range(0, n).mapToDouble(i -> first + i * step).toArray()));
    }

    /** 0, 1, … in rows, so that the host holds a few of them only. */
    private static Tensor counted(int n) {
        int rows = Math.ceilDiv(n, LARGE);
        Tensor first = Tensor.arange(rows).cast(DType.I64).mul(LARGE).reshape(rows, 1);
        return first.add(Tensor.arange(LARGE).cast(DType.I64)).reshape(-1).slice(0, 0, n);
    }

    private static void window(Map<String, Operator> all, String name, DoubleUnaryOperator form) {
        all.put(name, call -> {
            int size = Limits.onHost(name, Limits.shape(name, call.longs(0)[0])).size(0);
            double steps = call.flag("periodic", true) ? size : size - 1;
            double[] y = IntStream.range(0, size)
                    .mapToDouble(i -> form.applyAsDouble(2 * Math.PI * i / steps))
                    .toArray();
            return List.of(OnnxTensor.of(call.typeSetting("output_datatype", OnnxType.FLOAT), Shape.of(size), y));
        });
    }

    /** Triangles on the mel scale, as TensorFlow's {@code linear_to_mel_weight_matrix} but with edges at whole bins. */
    private static List<OnnxValue> mel(Call call) {
        int bands = (int) call.number(0);
        int length = (int) call.number(1);
        double rate = call.number(2);
        double low = hertzToMel(call.number(3));
        double high = hertzToMel(call.number(4));
        int spectrum = length / 2 + 1;
        Shape shape = Limits.onHost("MelWeightMatrix", Limits.shape("MelWeightMatrix", spectrum, bands));
        int[] bins = new int[bands + 2];
        double step = (high - low) / bins.length;
        for (int i = 0; i < bins.length; i++) {
            double hertz = 700 * (Math.pow(10, (i * step + low) / 2595) - 1);
            bins[i] = (int) Math.floor((length + 1) * hertz / rate);
        }
        double[] y = new double[spectrum * bands];
        for (int i = 0; i < bands; i++) {
            triangle(y, bands, i, spectrum, Arrays.copyOfRange(bins, i, i + 3));
        }
        return List.of(OnnxTensor.of(call.typeSetting("output_datatype", OnnxType.FLOAT), shape, y));
    }

    private static void triangle(double[] y, int bands, int band, int spectrum, int[] edges) {
        int center = edges[1];
        if (center == edges[0]) {
            y[center * bands + band] = 1;
        }
        for (int j = edges[0]; j <= center && center != edges[0] && j < spectrum; j++) {
            y[j * bands + band] = (j - edges[0]) / (double) (center - edges[0]);
        }
        for (int j = center; j < edges[2] && j < spectrum; j++) {
            y[j * bands + band] = (edges[2] - j) / (double) (edges[2] - center);
        }
    }

    private static double hertzToMel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    /** The elements of an array as a tensor of a type. */
    static OnnxTensor of(OnnxType type, Shape shape, double... elements) {
        return new OnnxTensor(type, HostNumbers.tensor(new fovea.tensor.Spec(shape, type.carrier()), elements));
    }
}
