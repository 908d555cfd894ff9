package fovea.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fovea.device.Region;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Sequential;
import fovea.nn.Variables;
import fovea.nn.recurrent.Gru;
import fovea.nn.recurrent.Lstm;
import fovea.nn.recurrent.RecurrentOptions;
import fovea.onnx.model.OnnxException;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.zoo.AlexNet;
import fovea.zoo.DenseNet;
import fovea.zoo.GoogLeNet;
import fovea.zoo.InceptionV3;
import fovea.zoo.LeNet5;
import fovea.zoo.LinearClassifier;
import fovea.zoo.Mlp;
import fovea.zoo.MobileNetV2;
import fovea.zoo.ResNet;
import fovea.zoo.SqueezeNet;
import fovea.zoo.Vgg;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OnnxExportTest {
    private static final Shape IMAGE = Shape.of(1, 3, 64, 64);

    private record Model(String name, Function<SplittableRandom, Layer> of, Shape x) {}

    /** Of the two with classifiers of half a gigabyte only the part that convolves. */
    private static Stream<Model> models() {
        return Stream.of(
                new Model("linear", r -> LinearClassifier.of(Shape.of(3, 8, 8), 10, r), Shape.of(2, 3, 8, 8)),
                new Model("MLP", r -> Mlp.of(Shape.of(3, 8, 8), 16, 10, r), Shape.of(2, 3, 8, 8)),
                new Model("LeNet-5", r -> LeNet5.of(Shape.of(1, 28, 28), 10, r), Shape.of(2, 1, 28, 28)),
                new Model("ResNet-20", r -> ResNet.cifar(20, 3, 10, r), Shape.of(2, 3, 32, 32)),
                new Model("ResNet-18", r -> ResNet.imagenet(18, 10, r), IMAGE),
                new Model("ResNet-50", r -> ResNet.imagenet(50, 10, r), IMAGE),
                new Model("ResNeXt-50", r -> ResNet.next(50, 32, 4, 10, r), IMAGE),
                new Model("wide ResNet", r -> ResNet.wide(50, 2, 10, r), IMAGE),
                new Model("SqueezeNet 1.0", r -> SqueezeNet.v1(10, 0.5, r), IMAGE),
                new Model("SqueezeNet 1.1", r -> SqueezeNet.v11(10, 0.5, r), IMAGE),
                new Model("MobileNet v2", r -> MobileNetV2.of(10, 0.2, r), IMAGE),
                new Model("DenseNet-121", r -> DenseNet.of(121, 10, r), IMAGE),
                new Model("GoogLeNet", r -> GoogLeNet.of(10, 0.5, r), IMAGE),
                new Model("Inception v3", r -> InceptionV3.of(10, 0.5, r), Shape.of(1, 3, 96, 96)),
                new Model("LSTM", r -> Lstm.of(RecurrentOptions.of(5, 6).withNumLayers(2), r), Shape.of(7, 2, 5)),
                new Model(
                        "LSTM, both ways",
                        r -> Lstm.of(RecurrentOptions.of(5, 6).withBidirectional(true), r),
                        Shape.of(7, 2, 5)),
                new Model("GRU", r -> Gru.of(RecurrentOptions.of(5, 6), r), Shape.of(7, 2, 5)),
                new Model("AlexNet", r -> AlexNet.of(10, 0.5, r).features(), IMAGE),
                new Model("VGG-11", r -> Vgg.of(11, true, 10, 0.5, r).features(), IMAGE));
    }

    @TestFactory
    Stream<DynamicTest> aModelThatIsWrittenAndReadGivesTheSameAndKeepsItsNames() {
        return models().map(model -> dynamicTest(model.name(), () -> Region.run(() -> check(model))));
    }

    private static void check(Model model) {
        SplittableRandom random = new SplittableRandom(5);
        Layer layer = model.of().apply(random);
        OnnxNetwork read = OnnxFile.read(Path.of(model.name()), OnnxExport.bytes(layer, model.x()));
        checkEqual(read, layer, random(random, model.x()));
        assertThat(read.parts().keySet())
                .containsAll(Variables.of(layer).namedParameters().keySet());
        assertThat(Variables.of(read).parameterCount())
                .isEqualTo(Variables.of(layer).parameterCount());
    }

    private static void checkEqual(OnnxNetwork read, Layer layer, Tensor x) {
        Tensor y = read.forward(x);
        Tensor right = layer.forward(x);
        assertThat(y.shape()).isEqualTo(right.shape());
        float[] got = y.toArray();
        float[] expected = right.toArray();
        float largest = 0;
        for (float each : expected) {
            largest = Math.max(largest, Math.abs(each));
        }
        assertThat(largest).isPositive();
        for (int i = 0; i < got.length; i++) {
            assertThat(Math.abs(got[i] - expected[i])).isLessThanOrEqualTo(1e-5f * largest);
        }
    }

    /** Of a recurrent net the first size is the time, and its steps are written one after the other: as many as there are. */
    @TestFactory
    Stream<DynamicTest> aModelIsWrittenForAnyBatch() {
        return Stream.concat(models().filter(model -> model.x().rank() == 4), operations())
                .map(model -> dynamicTest(model.name(), () -> Region.run(() -> checkAnyBatch(model))));
    }

    private static void checkAnyBatch(Model model) {
        SplittableRandom random = new SplittableRandom(5);
        Layer layer = model.of().apply(random);
        OnnxNetwork read = OnnxFile.read(Path.of(model.name()), OnnxExport.bytes(layer, model.x()));
        assertThat(batch(read)).isEmpty();
        for (int batch : new int[] {1, 3, 7}) {
            checkEqual(read, layer, random(random, model.x().with(0, batch)));
        }
    }

    /** What a file says of the first size of its input. */
    private static OptionalLong batch(OnnxNetwork network) {
        return network.inputs().getFirst().type().shape().orElseThrow().getFirst();
    }

    /** Sizes that follow the batch along several axes, or several times, have to be computed in the file. */
    private static Stream<Model> operations() {
        Shape image = Shape.of(2, 4, 6, 6);
        return Stream.of(
                one("pictures in a row", x -> x.reshape(1, -1, 6).softmax(-1), image),
                one("each with each", x -> x.flatten().matmul(x.flatten().transpose()), image),
                one("each with each, in one row", OnnxExportTest::gram, image),
                one("repeated", x -> Tensor.zeros(x.shape()).add(x.slice(1, 0, 1)), image),
                one("a token in front", OnnxExportTest::withToken, image),
                one("transposed", x -> x.permute(1, 0, 2, 3).reshape(4, -1), image));
    }

    private static Tensor gram(Tensor x) {
        int n = x.shape().size(0);
        Tensor rows = x.flatten();
        return rows.unsqueeze(1)
                .broadcastTo(Shape.of(n, n, rows.shape().size(1)))
                .mul(rows)
                .sum(2);
    }

    /** As vision transformers do. */
    private static Tensor withToken(Tensor x) {
        int n = x.shape().size(0);
        return Tensor.concat(1, Tensor.full(Shape.of(1, 1, 6, 6), 0.5).broadcastTo(Shape.of(n, 1, 6, 6)), x);
    }

    @Test
    void aModelThatIsAnotherForAnotherBatchIsWrittenForTheOneGiven() {
        Shape x = Shape.of(4, 6);
        Stream.<UnaryOperator<Tensor>>of(
                        y -> y.sub(y.mean(0)),
                        y -> y.slice(0, 0, y.shape().size(0) - 1),
                        y -> y.reshape(4, 6).relu(),
                        y -> y.shape().size(0) == 4 ? y.unsqueeze(0) : y.add(1),
                        y -> y.add(Tensor.arange(y.shape().size(0))
                                .cast(fovea.tensor.DType.F32)
                                .unsqueeze(1)))
                .forEach(function -> {
                    OnnxNetwork read = OnnxFile.read(Path.of("x"), OnnxExport.bytes(function::apply, x));
                    assertThat(batch(read)).hasValue(4);
                    Region.run(() -> checkEqual(read, function::apply, random(new SplittableRandom(1), x)));
                });
    }

    private static Tensor random(SplittableRandom random, Shape shape) {
        float[] elements = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(shape, elements);
    }

    @TestFactory
    Stream<DynamicTest> eachOperationComesBackAsItWas() {
        Shape image = Shape.of(2, 4, 6, 6);
        return Stream.of(
                        one("gelu", Tensor::gelu, image),
                        one("softmax over channels", x -> x.softmax(1), image),
                        one("where", x -> x.gt(0).where(x, x.mul(0.1)), image),
                        one("condition", x -> x.gt(0).and(x.lt(0.5)).cast(fovea.tensor.DType.F32), image),
                        one(
                                "mean and deviation",
                                x -> x.sub(x.mean(1).unsqueeze(1)).div(x.std(1).unsqueeze(1)),
                                image),
                        one("max over axes", x -> x.max(2, 3), image),
                        one(
                                "slices and parts",
                                x -> Tensor.concat(
                                        1, x.slice(1, 0, 4, 2), x.chunk(2, 1).getLast()),
                                image),
                        one("padding", x -> x.pad(2, 1, 2).pad(3, 0, 1), image),
                        one("average pooling", x -> x.avgPool(Window.of(2, 2).withStride(2)), image),
                        one(
                                "max pooling with padding",
                                x -> x.maxPool(Window.of(3, 3).withStride(2).withPadding(1)),
                                image),
                        one(
                                "transposed convolution",
                                x -> x.convTranspose(
                                        x.slice(0, 0, 1)
                                                .permute(1, 0, 2, 3)
                                                .slice(2, 0, 3)
                                                .slice(3, 0, 3),
                                        Window.of(3, 3).withStride(2).withPadding(1),
                                        1,
                                        1),
                                image),
                        one("running sums", x -> x.cumsum(3), image),
                        one("reversed", x -> x.flip(2), image),
                        one("argmax", x -> x.argmax(1).cast(fovea.tensor.DType.F32), image),
                        one(
                                "remainders",
                                x -> x.mul(7).remainder(2).add(x.mul(7).fmod(2)),
                                image),
                        one(
                                "rounding",
                                x -> x.mul(9).round().add(x.mul(9).trunc()).add(x.floor()),
                                image),
                        one("resized", x -> x.resize(fovea.tensor.Resize.LINEAR, 9, 5), image),
                        one("einsum", x -> x.einsum("nchw,nkhw->nck", x), image))
                .map(model -> dynamicTest(model.name(), () -> Region.run(() -> check(model))));
    }

    private static Model one(String name, UnaryOperator<Tensor> function, Shape x) {
        return new Model(name, _ -> function::apply, x);
    }

    @Test
    void aLinearLayerBecomesOneNode() {
        Layer layer = Sequential.of(Linear.of(3, 4, new SplittableRandom(1)), Tensor::relu);
        OnnxNetwork read = OnnxFile.read(Path.of("x"), OnnxExport.bytes(layer, Shape.of(5, 3)));
        assertThat(read.model().graph().nodes().stream().map(fovea.onnx.model.OnnxNode::operator))
                .containsExactly("Gemm", "Relu", "Identity");
        assertThat(read.model().opsets()).containsEntry("", 17L);
    }

    @Test
    void whatOnnxDoesNotKnowIsRefusedByName() {
        assertThatThrownBy(() -> OnnxExport.bytes(Tensor::digamma, Shape.of(3)))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("polygamma");
    }
}
