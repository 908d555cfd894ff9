package fovea.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.format.ProtobufWriter;
import fovea.nn.Variables;
import fovea.onnx.model.ModelReader;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxModel;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Files as other programs write them, for one picture {@code [1, 1, 4, 4]} at a time. */
class OnnxClassifierTest {
    private static final Shape IMAGE = Shape.of(1, 4, 4);
    private final SplittableRandom random = new SplittableRandom(4);
    private final ProtobufWriter graph = new ProtobufWriter();

    private OnnxClassifierTest node(String operator, String output, String... inputs) {
        ProtobufWriter node = new ProtobufWriter();
        for (String input : inputs) {
            node.text(1, input);
        }
        graph.message(1, node.text(2, output).text(4, operator));
        return this;
    }

    private OnnxClassifierTest weight(String name, int... sizes) {
        int count = Math.toIntExact(Shape.of(sizes).elements());
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat((float) random.nextDouble(-1, 1));
        }
        return array(name, 1, bytes, sizes);
    }

    private OnnxClassifierTest sizes(String name, long... sizes) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * sizes.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long size : sizes) {
            bytes.putLong(size);
        }
        return array(name, 7, bytes, sizes.length);
    }

    private OnnxClassifierTest array(String name, int type, ByteBuffer bytes, int... sizes) {
        ProtobufWriter array = new ProtobufWriter();
        for (int size : sizes) {
            array.whole(1, size);
        }
        graph.message(5, array.whole(2, type).text(8, name).bytes(9, bytes.array()));
        return this;
    }

    private OnnxModel model() {
        graph.message(11, new ProtobufWriter().text(1, "x")).message(12, new ProtobufWriter().text(1, "y"));
        return ModelReader.read(
                Path.of("test.onnx"),
                new ProtobufWriter()
                        .whole(1, 8)
                        .message(7, graph)
                        .message(8, new ProtobufWriter().text(1, "").whole(2, 17))
                        .toBytes());
    }

    /** As Keras's networks come: the product and its bias are two nodes, weights are {@code [D, classes]}, probabilities come out. */
    private OnnxModel usual(long... flat) {
        return weight("conv/w", 2, 1, 3, 3)
                .weight("dense/w", 8, 3)
                .weight("dense/b", 3)
                .sizes("flat", flat)
                .node("Conv", "maps", "x", "conv/w")
                .node("Relu", "lit", "maps")
                .node("Reshape", "row", "lit", "flat")
                .node("MatMul", "product", "row", "dense/w")
                .node("Add", "sum", "product", "dense/b")
                .node("Softmax", "y", "sum")
                .model();
    }

    private Tensor pictures(int count) {
        float[] pixels = new float[count * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(Shape.of(count, 1, 4, 4), pixels);
    }

    private void answersAsTheFileDoes(OnnxModel model) {
        OnnxClassifier.check(model, IMAGE);
        OnnxNetwork whole = OnnxNetwork.of(model);
        Tensor x = pictures(3);
        float[] y = OnnxClassifier.of(model).forward(x).softmax(1).toArray();
        assertThat(y).hasSize(9);
        for (int n = 0; n < 3; n++) {
            float[] right = whole.forward(x.slice(0, n, n + 1)).toArray();
            for (int c = 0; c < 3; c++) {
                assertThat(y[3 * n + c]).isCloseTo(right[c], within(1e-6f));
            }
        }
    }

    @Test
    void aShapeForOnePictureIsOneForAny() {
        answersAsTheFileDoes(usual(1, 8));
    }

    @Test
    void soIsOneThatLeavesTheRestOpen() {
        answersAsTheFileDoes(usual(1, -1));
    }

    @Test
    void andOneThatLeavesTheBatchOpen() {
        answersAsTheFileDoes(usual(-1, 8));
    }

    @Test
    void otherClassesGetAFreshLastLayerUnderTheOldNames() {
        OnnxModel model = usual(1, 8);
        OnnxClassifier five = OnnxClassifier.of(model, 5, random);
        assertThat(five.forward(pictures(2)).shape()).isEqualTo(Shape.of(2, 5));
        assertThat(five.parts().keySet()).containsExactly("conv/w", "dense/w", "dense/b");
        assertThat(five.parts().get("dense/w").shape()).isEqualTo(Shape.of(5, 8));
        assertThat(Variables.of(five).parameterCount()).isEqualTo(18 + 45);
        assertThat(five.layers().values().stream().map(java.util.List::size)).containsExactly(1, 2);
    }

    @Test
    void aMeanOverPixelsBehindAOneByOneConvolutionIsALinearLayer() {
        OnnxModel model = weight("w", 3, 1, 1, 1)
                .weight("b", 3)
                .node("Conv", "maps", "x", "w", "b")
                .node("GlobalAveragePool", "mean", "maps")
                .node("Flatten", "y", "mean")
                .model();
        OnnxClassifier.check(model, IMAGE);
        Tensor x = pictures(1);
        float[] y = OnnxClassifier.of(model).forward(x).toArray();
        assertThat(y).containsExactly(OnnxNetwork.of(model).forward(x).toArray(), within(1e-6f));
    }

    @Test
    void whatIsMadeForOnePictureInAnotherWayIsRefused() {
        OnnxModel model = weight("w", 16, 3)
                .weight("token", 1, 1, 4, 4)
                .node("Sum", "both", "x", "token")
                .sizes("half", 8, 2)
                .node("Reshape", "row", "both", "half")
                .sizes("whole", 1, 16)
                .node("Reshape", "flat", "row", "whole")
                .node("MatMul", "y", "flat", "w")
                .model();
        assertThatThrownBy(() -> OnnxClassifier.check(model, IMAGE))
                .isInstanceOf(OnnxException.class)
                .hasMessageContainingAll("takes one picture at a time", "Reshape", "batch that is left open");
    }

    @Test
    void picturesThatChangeEachOthersAnswersAreRefused() {
        OnnxModel model = weight("w", 16, 3)
                .sizes("flat", 1, 16)
                .node("Reshape", "row", "x", "flat")
                .sizes("first", 0)
                .node("ReduceSum", "sum", "row", "first")
                .node("Add", "more", "row", "sum")
                .node("MatMul", "y", "more", "w")
                .model();
        assertThatThrownBy(() -> OnnxClassifier.check(model, IMAGE))
                .hasMessageContaining("does not answer two pictures at once as each alone");
    }

    @Test
    void anEndThatIsNoLayerIsNamed() {
        OnnxModel model = weight("w", 2, 1, 3, 3).node("Conv", "y", "x", "w").model();
        assertThatThrownBy(() -> OnnxClassifier.of(model))
                .hasMessageContainingAll("the network ends in Conv \"y\"", "a linear layer (Gemm");
    }

    @Test
    void moreThanPoolingBehindTheLastLayerIsRefused() {
        OnnxModel model = weight("w", 16, 3)
                .sizes("flat", 1, 16)
                .node("Reshape", "row", "x", "flat")
                .node("MatMul", "product", "row", "w")
                .node("Relu", "lit", "product")
                .node("Softmax", "soft", "lit")
                .node("Softmax", "y", "soft")
                .model();
        assertThatThrownBy(() -> OnnxClassifier.check(model, IMAGE)).hasMessageContaining("behind its last layer");
    }
}
