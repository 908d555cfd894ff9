package fovea.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.autograd.Autograd;
import fovea.format.FormatException;
import fovea.format.ProtobufWriter;
import fovea.graph.Inference;
import fovea.nn.Conv2dLayer;
import fovea.nn.Flatten;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Loss;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OnnxNetworkTest {
    private static final Path NAME = Path.of("test.onnx");

    private static Layer small(SplittableRandom random) {
        return Sequential.of(
                Conv2dLayer.of(1, 4, Window.of(3, 3), random),
                Tensor::relu,
                new Flatten(),
                Linear.of(4 * 4 * 4, 3, random));
    }

    private static Tensor input(int n) {
        SplittableRandom random = new SplittableRandom(2);
        float[] x = new float[n * 36];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(Shape.of(n, 1, 6, 6), x);
    }

    @Test
    void gradientsAreThoseOfTheLayerItWasWrittenFrom() {
        Layer layer = small(new SplittableRandom(1));
        Tensor x = input(2);
        OnnxNetwork network = OnnxFile.read(NAME, OnnxExport.bytes(layer, x.shape()));
        var expected = Autograd.valueAndGradients(
                layer.parameters(), () -> layer.forward(x).square().sum());
        var got = Autograd.valueAndGradients(
                network.parameters(), () -> network.forward(x).square().sum());
        var named = Variables.of(network).namedParameters();
        assertThat(named).hasSize(4);
        Variables.of(layer).namedParameters().forEach((name, parameter) -> {
            float[] e = expected.gradients().get(parameter).toArray();
            float[] g = got.gradients().get(named.get(name)).toArray();
            assertThat(g).as(name).hasSameSizeAs(e);
            for (int i = 0; i < e.length; i++) {
                assertThat(g[i]).as(name).isCloseTo(e[i], org.assertj.core.data.Offset.offset(1e-4f));
            }
        });
    }

    @Test
    void aNetworkCanBeTrainedFurther() {
        Tensor x = input(6);
        Tensor labels = Tensor.of(Shape.of(6), 0, 1, 2, 0, 1, 2);
        OnnxNetwork network = OnnxFile.read(NAME, OnnxExport.bytes(small(new SplittableRandom(1)), x.shape()));
        double first = 0;
        double last = 0;
        for (int step = 0; step < 60; step++) {
            var result = Autograd.valueAndGradients(
                    network.parameters(), () -> Loss.crossEntropy(network.forward(x), labels));
            network.parameters()
                    .forEach(each ->
                            each.set(each.get().sub(result.gradients().get(each).mul(0.2))));
            last = result.value().item();
            first = step == 0 ? last : first;
        }
        assertThat(first).isGreaterThan(0.8);
        assertThat(last).isLessThan(0.1);
    }

    /** {@code y = reshape(x, [shape(x)[0], −1]) + 1}: the shape is computed in the graph. */
    private static byte[] flattening() {
        ProtobufWriter graph = new ProtobufWriter()
                .message(1, node("Shape", "s", "x"))
                .message(1, node("Gather", "n", "s", "zero"))
                .message(1, node("Concat", "to", "n", "rest").message(5, whole("axis", 0)))
                .message(1, node("Reshape", "flat", "x", "to"))
                .message(1, node("Add", "y", "flat", "one"))
                .message(5, array("zero", OnnxType.INT64, 1, 0, 0, 0, 0, 0, 0, 0, 0))
                .message(5, array("rest", OnnxType.INT64, 1, -1, -1, -1, -1, -1, -1, -1, -1))
                .message(5, array("one", OnnxType.FLOAT, 1, 0, 0, 0x80, 0x3f))
                .message(11, new ProtobufWriter().text(1, "x"))
                .message(12, new ProtobufWriter().text(1, "y"));
        return model(graph, 13);
    }

    private static byte[] model(ProtobufWriter graph, int opset) {
        return new ProtobufWriter()
                .whole(1, 8)
                .message(7, graph)
                .message(8, new ProtobufWriter().text(1, "").whole(2, opset))
                .toBytes();
    }

    private static ProtobufWriter node(String operator, String output, String... inputs) {
        ProtobufWriter node = new ProtobufWriter();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    private static ProtobufWriter whole(String name, long value) {
        return new ProtobufWriter().text(1, name).whole(3, value).whole(20, 2);
    }

    private static ProtobufWriter array(String name, OnnxType type, int size, int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return new ProtobufWriter()
                .whole(1, size)
                .whole(2, type.number())
                .text(8, name)
                .bytes(9, raw);
    }

    @Test
    void shapesThatANetworkComputesAreKnownWhenItIsCompiled() {
        OnnxNetwork network = OnnxFile.read(NAME, flattening());
        Tensor x = Tensor.arange(12).cast(DType.F32).reshape(2, 3, 2);
        Inference compiled = network.compile(Shape.of(2, 3, 2));
        assertThat(compiled.forward(x).shape()).isEqualTo(Shape.of(2, 6));
        assertThat(compiled.forward(x).toArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }

    @Test
    void shiftsOfOneElementAreNoWeights() {
        assertThat(OnnxFile.read(NAME, flattening()).parameters()).isEmpty();
    }

    @Test
    void wholeNumbersWrapAroundInTheirOwnType() {
        ProtobufWriter graph = new ProtobufWriter()
                .message(1, node("Add", "y", "a", "b"))
                .message(11, new ProtobufWriter().text(1, "a"))
                .message(11, new ProtobufWriter().text(1, "b"))
                .message(12, new ProtobufWriter().text(1, "y"));
        OnnxNetwork network = OnnxFile.read(NAME, model(graph, 14));
        for (OnnxType type : List.of(OnnxType.INT16, OnnxType.UINT16, OnnxType.INT8, OnnxType.UINT8, OnnxType.UINT32)) {
            List<OnnxValue> sum = network.run(
                    List.of(OnnxTensor.of(type, Shape.of(1), type.most()), OnnxTensor.of(type, Shape.of(1), 3L)));
            assertThat(((OnnxTensor) sum.getFirst()).longs()).as(type.name()).containsExactly(type.least() + 2);
        }
    }

    @Test
    void everyUnknownOperatorIsNamedAtOnce() {
        ProtobufWriter graph = new ProtobufWriter()
                .message(1, node("Frobnicate", "y", "x"))
                .message(1, node("Relu", "z", "y"))
                .message(1, node("Defrobnicate", "w", "z"))
                .message(11, new ProtobufWriter().text(1, "x"))
                .message(12, new ProtobufWriter().text(1, "w"));
        assertThatThrownBy(() -> OnnxFile.read(NAME, model(graph, 14)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("Defrobnicate, Frobnicate");
    }

    @Test
    void aNodeThatCannotBeRunIsNamedWithWhatItWasGiven() {
        OnnxNetwork network =
                OnnxFile.read(NAME, OnnxExport.bytes(small(new SplittableRandom(1)), Shape.of(1, 1, 6, 6)));
        assertThatThrownBy(() -> network.forward(Tensor.zeros(Shape.of(1, 2, 6, 6))))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("Conv \"Conv_0\": cannot be run on FLOAT[1, 2, 6, 6]");
    }

    @Test
    void aLoopThatNeverEndsInAFunctionThatCallsItselfIsRefused() {
        ProtobufWriter function = new ProtobufWriter()
                .text(1, "F")
                .text(4, "a")
                .text(5, "b")
                .message(7, node("F", "b", "a").text(7, "here"))
                .message(9, new ProtobufWriter().text(1, "here").whole(2, 1))
                .text(10, "here");
        ProtobufWriter graph = new ProtobufWriter()
                .message(1, node("F", "y", "x").text(7, "here"))
                .message(11, new ProtobufWriter().text(1, "x"))
                .message(12, new ProtobufWriter().text(1, "y"));
        byte[] bytes = new ProtobufWriter()
                .whole(1, 8)
                .message(7, graph)
                .message(8, new ProtobufWriter().text(1, "here").whole(2, 1))
                .message(25, function)
                .toBytes();
        OnnxNetwork network = OnnxFile.read(NAME, bytes);
        assertThatThrownBy(() -> network.forward(Tensor.scalar(1))).hasMessageContaining("it may call itself");
    }
}
