package fovea.onnx;

import fovea.nn.Conv2dLayer;
import fovea.nn.Layer;
import fovea.nn.Layered;
import fovea.nn.Linear;
import fovea.nn.Named;
import fovea.nn.Variables;
import fovea.onnx.model.OnnxArray;
import fovea.onnx.model.OnnxException;
import fovea.onnx.model.OnnxModel;
import fovea.onnx.model.OnnxNode;
import fovea.onnx.model.OnnxTensor;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import fovea.tensor.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A network out of an ONNX file that is made to tell classes apart, those of the file or others: its last layer is one that can be taken off
 * and put on anew, and any number of pictures go through it at a time. Every variable keeps the name that the file gives it.
 *
 * <p>It gives logits: a softmax at the end of the file is left out. Scales and shifts of batch normalization learn, and its statistics stay as
 * they are, as in {@link OnnxNetwork}: a file for inference says nothing of how its network was trained, and often has them folded into weights.
 *
 * <p>Shapes: {@code x [N, C, H, W]} → {@code [N, classes]}.
 */
public final class OnnxClassifier implements Layer, Named, Layered {
    /** As much of an answer may be lost to rounding, where sums are taken in another order. */
    private static final double TOLERANCE = 1e-3;

    private static final Set<String> MOVING =
            Set.of("Reshape", "Transpose", "Unsqueeze", "Squeeze", "Identity", "Cast");

    private final OnnxNetwork trunk;
    private final Ending ending;
    private final Layer last;

    private OnnxClassifier(OnnxNetwork trunk, Ending ending, Layer last) {
        this.trunk = trunk;
        this.ending = ending;
        this.last = last;
    }

    /** With the file's own classes. */
    public static OnnxClassifier of(OnnxModel model) {
        Ending ending = Ending.of(model.graph());
        return new OnnxClassifier(OnnxNetwork.of(Trunk.of(model, ending.features())), ending, own(ending));
    }

    /**
     * For so many classes: where the file has as many, with its own last layer, else with a fresh one, begun as PyTorch's.
     *
     * @throws OnnxException if the file does not end in a linear layer or a 1×1 convolution
     */
    public static OnnxClassifier of(OnnxModel model, int classes, RandomGenerator random) {
        OnnxClassifier own = of(model);
        return own.ending.classes() == classes
                ? own
                : new OnnxClassifier(own.trunk, own.ending, fresh(own.ending, classes, random));
    }

    private static Layer own(Ending ending) {
        float[] numbers = numbers(ending.weight());
        int classes = ending.classes();
        int width = ending.width();
        float[] rows = new float[numbers.length];
        for (int o = 0; o < classes; o++) {
            for (int i = 0; i < width; i++) {
                float number = numbers[ending.isTurned() ? i * classes + o : o * width + i];
                rows[o * width + i] = (float) (ending.alpha() * number);
            }
        }
        OnnxArray bias = ending.bias();
        Tensor added = bias == null
                ? null
                : Tensor.of(Shape.of(classes), numbers(bias)).mul(ending.beta());
        return layer(ending, Tensor.of(Shape.of(classes, width), rows), added);
    }

    private static float[] numbers(OnnxArray array) {
        return ((OnnxTensor) array.value()).tensor().toArray();
    }

    private static Layer fresh(Ending ending, int classes, RandomGenerator random) {
        Linear linear = ending.bias() == null
                ? Linear.unbiased(ending.width(), classes, random)
                : Linear.of(ending.width(), classes, random);
        Parameter bias = linear.bias();
        return layer(ending, linear.weight().get(), bias == null ? null : bias.get());
    }

    /** A mean over pixels may as well be taken before a 1×1 convolution as after it, where nothing bent stands between: a linear layer. */
    private static Layer layer(Ending ending, Tensor weight, @Nullable Tensor bias) {
        Parameter added = bias == null ? null : new Parameter(bias);
        return ending.isConvolution() && ending.isRectified()
                ? new Conv2dLayer(
                        new Parameter(weight.reshape(weight.shape().size(0), ending.width(), 1, 1)),
                        added,
                        Window.of(1, 1),
                        1)
                : new Linear(new Parameter(weight), added);
    }

    /** The logits of pictures. */
    @Override
    public Tensor forward(Tensor x) {
        Tensor features = trunk.forward(x);
        boolean isPooled = last instanceof Linear && features.shape().rank() == 4;
        Tensor y = last.forward(isPooled ? features.mean(2, 3) : features);
        Tensor bent = ending.isRectified() ? y.relu() : y;
        return bent.shape().rank() == 4 ? bent.mean(2, 3) : bent;
    }

    /** The trunk's in the file's order, then those of the last layer. */
    @Override
    public SequencedMap<String, Variable> parts() {
        SequencedMap<String, Variable> parts = new LinkedHashMap<>(trunk.parts());
        Variables.of(last).named().forEach((name, variable) -> parts.putLast(name(name), variable));
        return Collections.unmodifiableSequencedMap(parts);
    }

    private String name(String of) {
        OnnxArray bias = ending.bias();
        return of.equals("bias") && bias != null ? bias.name() : ending.weight().name();
    }

    /** By the nodes that read them; a sum that follows a product belongs to it. */
    @Override
    public SequencedMap<String, List<Parameter>> layers() {
        SequencedMap<String, List<Parameter>> layers = new LinkedHashMap<>();
        Map<String, String> moved = new HashMap<>();
        Map<String, String> makers = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (OnnxNode node : trunk.model().graph().nodes()) {
            String first = node.inputs().stream().findFirst().orElse("");
            if (MOVING.contains(node.operator()) && parameter(moved.getOrDefault(first, first)) != null) {
                moved.put(node.outputs().getFirst(), moved.getOrDefault(first, first));
                continue;
            }
            String layer = node.operator().equals("Add")
                    ? node.inputs().stream()
                            .map(makers::get)
                            .filter(layers::containsKey)
                            .findFirst()
                            .orElse(node.title())
                    : node.title();
            for (String input : node.inputs()) {
                String name = moved.getOrDefault(input, input);
                Parameter parameter = parameter(name);
                if (parameter != null && seen.add(name)) {
                    layers.computeIfAbsent(layer, _ -> new ArrayList<>()).add(parameter);
                }
            }
            node.outputs().forEach(each -> makers.put(each, layer));
        }
        layers.putLast(ending.weight().name(), last.parameters());
        return layers;
    }

    private @Nullable Parameter parameter(String name) {
        return trunk.parts().get(name) instanceof Parameter parameter ? parameter : null;
    }

    /**
     * Makes sure that {@link #of(OnnxModel)} gives the answers of the file itself, and to two pictures at once what it gives to each: of a random
     * input.
     *
     * @param image {@code [C, H, W]}
     * @throws OnnxException if not, or if something in it learns in another type than {@code f32}
     */
    public static void check(OnnxModel model, Shape image) {
        OnnxClassifier own = of(model);
        own.parts().forEach((name, variable) -> {
            if (variable.spec().dtype() != DType.F32) {
                throw new OnnxException(
                        "the network", name + " is " + variable.spec(), "give a network whose weights are FLOAT");
            }
        });
        Tensor pictures = pictures(image);
        Tensor first = pictures.slice(0, 0, 1);
        Tensor one = own.forward(first);
        Tensor right = OnnxNetwork.of(model).forward(first);
        if (right.shape().elements() != one.shape().elements()) {
            throw own.other("answers with %s, and its last layer with %s".formatted(right.shape(), one.shape()));
        }
        Tensor answer = own.ending.behind().contains("Softmax")
                ? one.softmax(-1)
                : own.ending.behind().contains("LogSoftmax") ? one.logSoftmax(-1) : one;
        if (!isNear(right.reshape(one.shape()), answer)) {
            throw own.other("does more behind its last layer than to pool and to make probabilities");
        }
        Tensor both;
        try {
            both = own.forward(pictures);
        } catch (RuntimeException e) {
            throw new OnnxException(
                    "the network",
                    "takes one picture at a time: " + (e instanceof OnnxException told ? told.fact() : e.getMessage()),
                    "export it again with a batch that is left open",
                    e);
        }
        Tensor second = own.forward(pictures.slice(0, 1, 2));
        if (!both.shape().equals(Shape.of(2, own.ending.classes())) || !isNear(Tensor.concat(0, one, second), both)) {
            throw new OnnxException(
                    "the network",
                    "does not answer two pictures at once as each alone",
                    "export it again with a batch that is left open");
        }
    }

    private OnnxException other(String what) {
        return new OnnxException(
                "the network", what, "give a network that ends in its last layer, or in a softmax of it");
    }

    private static Tensor pictures(Shape image) {
        SplittableRandom random = new SplittableRandom(1);
        Shape shape = Shape.of(2, image.size(0), image.size(1), image.size(2));
        float[] pixels = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.of(shape, pixels);
    }

    private static boolean isNear(Tensor right, Tensor y) {
        double most = right.abs().max().item();
        return y.sub(right).abs().max().item() <= TOLERANCE * Math.max(1, most);
    }
}
