package fovea.bench.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import fovea.device.Device;
import fovea.device.Region;
import fovea.nn.Layer;
import fovea.nn.Variables;
import fovea.nn.recurrent.Gru;
import fovea.nn.recurrent.Lstm;
import fovea.nn.recurrent.RecurrentOptions;
import fovea.onnx.OnnxExport;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.zoo.Architectures;
import fovea.zoo.BnInception;
import fovea.zoo.InceptionV3;
import fovea.zoo.LeNet5;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Writes models as ONNX, runs them in ONNX Runtime and in Fovea on the same random input, those for pictures on several batches, and prints the
 * largest difference between their answers over the largest answer. Ends with 1 where one is above {@link #MOST}, or a model is refused. Models named are compared, or all.
 */
public final class ExportedModels {
    /** A hundred layers of {@code f32}, summed in another order. */
    private static final double MOST = 1e-4;

    private static final Shape PHOTOGRAPH = Shape.of(1, 3, 224, 224);
    private static final int CLASSES = 1000;
    private static final int[] BATCHES = {1, 3, 7};

    private ExportedModels() {}

    private record Model(String name, Shape x, Function<SplittableRandom, Layer> of) {}

    private static List<Model> models() {
        RecurrentOptions two = RecurrentOptions.of(65, 128).withNumLayers(2);
        Stream<Model> published = Stream.of(
                        "resnet18",
                        "resnet50",
                        "squeezenet1_1",
                        "mobilenet_v2",
                        "googlenet",
                        "densenet121",
                        "alexnet",
                        "vgg11_bn")
                .map(name -> new Model(name, PHOTOGRAPH, random -> Architectures.of(name, CLASSES, 0, random)));
        return Stream.concat(
                        published,
                        Stream.of(
                                new Model(
                                        "lenet5",
                                        Shape.of(2, 1, 28, 28),
                                        random -> LeNet5.of(Shape.of(1, 28, 28), 10, random)),
                                new Model("bn_inception", PHOTOGRAPH, random -> BnInception.of(CLASSES, random)),
                                new Model(
                                        "inception_v3",
                                        Shape.of(1, 3, 299, 299),
                                        random -> InceptionV3.of(CLASSES, 0, random)),
                                new Model("lstm", Shape.of(20, 4, 65), random -> Lstm.of(two, random)),
                                new Model("gru", Shape.of(20, 4, 65), random -> Gru.of(two, random)),
                                new Model(
                                        "gelu, softmax",
                                        Shape.of(2, 8, 16),
                                        random -> x -> x.gelu().softmax(1))))
                .toList();
    }

    /** Names of models, or none for all. */
    public static void main(String[] arguments) {
        List<String> wanted = Arrays.asList(arguments);
        boolean isEqual = true;
        System.out.printf("%-20s %14s %12s %s%n", "model, batch", "largest answer", "difference", "relative");
        for (Model model : models()) {
            if (wanted.isEmpty() || wanted.contains(model.name())) {
                isEqual &= compare(model);
            }
        }
        System.exit(isEqual ? 0 : 1);
    }

    private static boolean compare(Model model) {
        SplittableRandom random = new SplittableRandom(7);
        Layer layer = model.of().apply(random);
        Variables.of(layer).named().forEach((name, variable) -> fill(name, variable, random));
        byte[] file;
        try {
            file = OnnxExport.bytes(layer, model.x());
        } catch (RuntimeException e) {
            System.out.printf("%-20s %s%n", model.name(), e.getMessage());
            return false;
        }
        boolean isEqual = true;
        int[] batches = model.x().rank() == 4 ? BATCHES : new int[] {model.x().size(0)};
        for (int batch : batches) {
            isEqual &=
                    compare(model.name() + ", " + batch, layer, file, model.x().with(0, batch), random);
        }
        return isEqual;
    }

    private static boolean compare(String name, Layer layer, byte[] file, Shape shape, SplittableRandom random) {
        float[] x = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-2, 2);
        }
        float[] ours = Device.best()
                .use(() -> Region.run(() -> layer.forward(Tensor.of(shape, x))).toArray());
        float[] theirs;
        try {
            theirs = run(file, x, shape);
        } catch (OrtException e) {
            System.out.printf("%-20s %s%n", name, e.getMessage());
            return false;
        }
        double largest = 0;
        double apart = ours.length == theirs.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
            largest = Math.max(largest, Math.abs(ours[i]));
            double difference = Math.abs(ours[i] - theirs[i]);
            apart = difference <= apart ? apart : difference; // of what is no number too
        }
        System.out.printf(Locale.ROOT, "%-20s %14.6g %12.2e %.2e%n", name, largest, apart, apart / largest);
        return apart <= MOST * largest;
    }

    /**
     * Weights that pass signals on (He et al. 2015), so that what the last layer adds does not drown all others' mistakes, and statistics
     * that are not those of a fresh network.
     */
    private static void fill(String name, Variable variable, SplittableRandom random) {
        Shape shape = variable.shape();
        boolean isMatrix = shape.rank() > 1;
        double width = isMatrix ? Math.sqrt(6.0 * shape.size(0) / shape.elements()) : 0.2;
        double middle = !isMatrix && (name.endsWith("weight") || name.endsWith("running_var")) ? 1 : 0;
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(middle - width, middle + width);
        }
        variable.set(Tensor.of(shape, values));
    }

    private static float[] run(byte[] onnx, float[] x, Shape shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] sizes = Arrays.stream(shape.toArray()).asLongStream().toArray();
        try (OrtSession session = environment.createSession(onnx);
                OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), sizes);
                OrtSession.Result result = session.run(Map.of("x", input))) {
            FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] y = new float[values.remaining()];
            values.get(y);
            return y;
        }
    }
}
