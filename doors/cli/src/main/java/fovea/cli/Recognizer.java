package fovea.cli;

import fovea.data.Image;
import fovea.data.Normalization;
import fovea.device.Region;
import fovea.format.FormatException;
import fovea.graph.Trace;
import fovea.nn.Layer;
import fovea.onnx.OnnxFile;
import fovea.onnx.OnnxNetwork;
import fovea.onnx.model.OnnxInfo;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.zoo.Architectures;
import fovea.zoo.ImageNet;
import fovea.zoo.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A trained network with what it takes to use it: the names of its classes, and what is done to a picture before it sees it. An ONNX file
 * carries it all, the latter two as one JSON object in its metadata under {@link #KEY}.
 *
 * @param layer gives logits {@code [N, classes]}
 * @param image {@code [C, H, W]}
 * @param resize pixels that the shorter side gets before the middle is cut out; 0 for just enough
 */
record Recognizer(Layer layer, List<String> classes, Shape image, int resize, Normalization normalization) {
    /** The metadata of an ONNX file it is under. */
    static final String KEY = "fovea.recognizer";

    /** Where a file says nothing of the size of its pictures. */
    private static final int USUAL_SIDE = 224;

    private static final int MOST_CLASSES = 1 << 20;
    private static final String REMEDY = "write the file again: fovea export RUN FILE.onnx";

    /** Whether a person means a file in ONNX. */
    static boolean isOnnx(String name) {
        return name.endsWith(".onnx");
    }

    /** The model of a run of {@code fovea train}, with its weights in it. */
    static Recognizer of(RunConfig config, Layer model) {
        return new Recognizer(model, config.classes(), config.image(), 0, config.normalization());
    }

    /** A network by its name, with weights out of a file. */
    static Recognizer of(String name, fovea.zoo.Weights weights) {
        int classes = weights.classes()
                .orElseThrow(() -> new CommandException(
                        weights.file() + " does not tell for how many classes it is: its last layer has no known name",
                        "give weights of one of " + String.join(", ", Architectures.names())));
        Layer model = Architectures.unfilled(name, classes);
        weights.into(model);
        Preprocessing usual = Architectures.preprocessing(name);
        Preprocessing told = weights.preprocessing(usual).orElse(usual);
        return new Recognizer(
                model, names(classes), Shape.of(3, told.crop(), told.crop()), told.resize(), told.normalization());
    }

    /**
     * A network out of an ONNX file, one of {@link #metadata}'s or another program's. The latter is taken to want pictures as torchvision's
     * networks do.
     *
     * @throws FormatException if it is damaged, or no network from a picture to classes
     */
    static Recognizer of(Path file) {
        OnnxNetwork network = OnnxFile.read(file);
        Shape image = image(file, network);
        Layer layer = logits(network);
        int classes = classes(file, layer, image);
        String words = network.model().metadata().get(KEY);
        if (words != null) {
            return told(new Settings(file, Json.parse(file, words), REMEDY), layer, image, classes);
        }
        int side = image.size(1);
        boolean isPhotograph = image.size(0) == 3 && side == image.size(2);
        return new Recognizer(
                layer,
                names(classes),
                image,
                isPhotograph ? side * Preprocessing.IMAGENET.resize() / Preprocessing.IMAGENET.crop() : 0,
                image.size(0) == 3 ? Normalization.IMAGENET : new Normalization(List.of(0.0), List.of(1.0)));
    }

    private static Recognizer told(Settings from, Layer layer, Shape image, int classes) {
        List<String> names = from.list("classes", String.class);
        int resize = from.whole("resize", 0, 4 * RunConfig.MOST_PIXELS);
        if (names.size() != classes) {
            throw from.wrong("classes", "%d names for %d answers".formatted(names.size(), classes));
        }
        if (resize != 0 && resize < Math.max(image.size(1), image.size(2))) {
            throw from.wrong("resize", "%d, less than the pictures %s".formatted(resize, image));
        }
        try {
            Normalization normalization =
                    new Normalization(from.list("mean", Double.class), from.list("std", Double.class));
            if (normalization.channels() == image.size(0)) {
                return new Recognizer(layer, names, image, resize, normalization);
            }
            throw from.wrong("mean", normalization.mean() + " for pictures " + image);
        } catch (IllegalArgumentException e) {
            throw new FormatException(from.file(), "does not fit together: " + e.getMessage(), REMEDY, e);
        }
    }

    /** What the file says of its input, the size of a photograph where it leaves that open. */
    private static Shape image(Path file, OnnxNetwork network) {
        List<OnnxInfo> inputs = network.inputs();
        List<OptionalLong> sizes =
                inputs.size() == 1 ? inputs.getFirst().type().shape().orElse(List.of()) : List.of();
        if (sizes.size() == 4 && sizes.getFirst().orElse(1) == 1) {
            long channels = sizes.get(1).orElse(3);
            long height = sizes.get(2).orElse(USUAL_SIDE);
            long width = sizes.get(3).orElse(USUAL_SIDE);
            if ((channels == 1 || channels == 3) && isSide(height) && isSide(width)) {
                return Shape.of((int) channels, (int) height, (int) width);
            }
        }
        throw new FormatException(
                file,
                "takes " + inputs,
                "give a network with one input [1, C, H, W], C being 1 or 3, H and W at most " + RunConfig.MOST_PIXELS);
    }

    private static boolean isSide(long pixels) {
        return pixels >= 1 && pixels <= RunConfig.MOST_PIXELS;
    }

    /** Where probabilities come out their logarithms are as good as logits. */
    private static Layer logits(OnnxNetwork network) {
        String y = network.outputs().getFirst().name();
        boolean isSoftmax = network.model().graph().nodes().stream()
                .anyMatch(node -> node.outputs().contains(y) && node.operator().equals("Softmax"));
        return isSoftmax ? x -> network.forward(x).log() : network;
    }

    private static int classes(Path file, Layer layer, Shape image) {
        Shape y = Region.run(() -> Trace.of(in -> List.of(layer.forward(in.getFirst())), Spec.f32(batch(image)))
                .outputs()
                .getFirst()
                .spec()
                .shape());
        if (y.elements() < 1 || y.elements() > MOST_CLASSES) {
            throw new FormatException(file, "answers with " + y, "give a network whose answer is [1, classes]");
        }
        return (int) y.elements();
    }

    private static List<String> names(int classes) {
        return classes == ImageNet.classes().size()
                ? ImageNet.classes()
                : IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }

    /** One picture, {@code [1, C, H, W]}. */
    Shape batch() {
        return batch(image);
    }

    private static Shape batch(Shape image) {
        return Shape.of(1, image.size(0), image.size(1), image.size(2));
    }

    /** The numbers it is given for a picture, {@code [H, W, C]}. */
    float[] prepared(Image picture) {
        int height = image.size(1);
        int width = image.size(2);
        return normalization.apply(
                resize == 0
                        ? picture.cover(height, width).toChannels(image.size(0))
                        : picture.toChannels(image.size(0))
                                .resizeShortSide(resize)
                                .centerCrop(height, width));
    }

    /** Classes and preparation, for the metadata of an ONNX file. */
    Map<String, String> metadata() {
        return Map.of(
                KEY,
                new Json()
                        .with("classes", classes)
                        .with("resize", resize)
                        .with("mean", normalization.mean())
                        .with("std", normalization.std())
                        .line());
    }

    /** What a person should know of how pictures are made ready. */
    String about() {
        String size = resize == 0 ? "cover" : "resize " + resize + ", crop";
        return "%s %d × %d, mean %s, std %s"
                .formatted(size, image.size(1), image.size(2), normalization.mean(), normalization.std());
    }
}
