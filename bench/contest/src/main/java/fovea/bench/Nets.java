package fovea.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The nets of the contest that are chains or have shortcuts; paths are those of torchvision, and of Fovea's zoo where it has none. */
final class Nets {
    private static final double EPSILON = 1e-5;
    private static final Part RELU = new Part.Relu();
    private static final Size DIGIT = new Size(1, 28, 28);
    private static final Size PICTURE = new Size(3, 224, 224);

    private Nets() {}

    /** Softmax regression, 784-10. */
    static Net softmax() {
        return Net.of(DIGIT, List.of(new Part.Flatten(), new Part.Dense("linear", 10)));
    }

    /** One hidden layer of ReLUs, 784-256-10. */
    static Net mlp() {
        return Net.of(DIGIT, List.of(new Part.Flatten(), new Part.Dense("fc1", 256), RELU, new Part.Dense("fc2", 10)));
    }

    /** LeNet-5 (LeCun et al. 1998) with ReLUs and maxima. */
    static Net lenet5() {
        Part halve = new Part.MaxPool(2, 2, 0, false);
        return Net.of(
                DIGIT,
                join(
                        activated("conv1", 6, 5, 1, 2),
                        List.of(halve),
                        activated("conv2", 16, 5, 1, 0),
                        List.of(halve, new Part.Flatten()),
                        List.of(
                                new Part.Dense("fc1", 120),
                                RELU,
                                new Part.Dense("fc2", 84),
                                RELU,
                                new Part.Dense("fc3", 10))));
    }

    /** ResNet-20 for images of 32 × 32 (He et al. 2015, section 4.2), with shortcuts A. 269,722 parameters. */
    static Net resnet20() {
        List<Part> parts = new ArrayList<>(normalized("conv1", "bn1", 16, 3, 1, 1));
        parts.add(RELU);
        for (int stage = 0; stage < 3; stage++) {
            for (int block = 0; block < 3; block++) {
                boolean narrows = stage > 0 && block == 0;
                String path = "layer" + (stage + 1) + "." + block + ".";
                List<Part> shortcut = narrows ? List.of(new Part.Halved()) : List.of();
                parts.add(new Part.Sum(basic(path, 16 << stage, narrows ? 2 : 1), shortcut));
                parts.add(RELU);
            }
        }
        parts.addAll(List.of(new Part.Mean(), new Part.Dense("linear", 10)));
        return Net.of(new Size(3, 32, 32), parts);
    }

    /** ResNet-18 (He et al. 2015, table 1). */
    static Net resnet18() {
        return resnet(new int[] {2, 2, 2, 2}, 1);
    }

    /** ResNet-50, with the stride in the 3 × 3 convolutions, as torchvision's. */
    static Net resnet50() {
        return resnet(new int[] {3, 4, 6, 3}, 4);
    }

    /** Configuration D of Simonyan and Zisserman 2014, without dropout. */
    static Net vgg16() {
        List<Part> parts = new ArrayList<>();
        int[][] stages = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}};
        for (int[] stage : stages) {
            for (int channels : stage) {
                parts.addAll(activated("features." + parts.size(), channels, 3, 1, 1));
            }
            parts.add(new Part.MaxPool(2, 2, 0, false));
        }
        parts.add(new Part.Flatten());
        parts.addAll(classifier(0, 3, 6));
        return Net.of(PICTURE, parts);
    }

    /** AlexNet as torchvision's (Krizhevsky 2014, "One weird trick"), without dropout. */
    static Net alexnet() {
        Part halve = new Part.MaxPool(3, 2, 0, false);
        return Net.of(
                PICTURE,
                join(
                        activated("features.0", 64, 11, 4, 2),
                        List.of(halve),
                        activated("features.3", 192, 5, 1, 2),
                        List.of(halve),
                        activated("features.6", 384, 3, 1, 1),
                        activated("features.8", 256, 3, 1, 1),
                        activated("features.10", 256, 3, 1, 1),
                        List.of(halve, new Part.Flatten()),
                        classifier(1, 4, 6)));
    }

    /** SqueezeNet 1.1 (Iandola et al. 2016), without dropout. */
    static Net squeezenet() {
        Part halve = new Part.MaxPool(3, 2, 0, true);
        return Net.of(
                PICTURE,
                join(
                        activated("features.0", 64, 3, 2, 0),
                        List.of(halve),
                        fire(3, 16, 64),
                        fire(4, 16, 64),
                        List.of(halve),
                        fire(6, 32, 128),
                        fire(7, 32, 128),
                        List.of(halve),
                        fire(9, 48, 192),
                        fire(10, 48, 192),
                        fire(11, 64, 256),
                        fire(12, 64, 256),
                        activated("classifier.1", 1000, 1, 1, 0),
                        List.of(new Part.Mean())));
    }

    /** A convolution with bias and a ReLU. */
    private static List<Part> activated(String path, int out, int kernel, int stride, int padding) {
        return List.of(new Part.Convolution(path, out, kernel, stride, padding, true), RELU);
    }

    /** A convolution without bias and a batch norm. */
    private static List<Part> normalized(
            String convolution, String norm, int out, int kernel, int stride, int padding) {
        return List.of(
                new Part.Convolution(convolution, out, kernel, stride, padding, false), new Part.Norm(norm, EPSILON));
    }

    private static List<Part> basic(String path, int out, int stride) {
        return join(
                normalized(path + "conv1", path + "bn1", out, 3, stride, 1),
                List.of(RELU),
                normalized(path + "conv2", path + "bn2", out, 3, 1, 1));
    }

    private static List<Part> bottleneck(String path, int middle, int stride) {
        return join(
                normalized(path + "conv1", path + "bn1", middle, 1, 1, 0),
                List.of(RELU),
                normalized(path + "conv2", path + "bn2", middle, 3, stride, 1),
                List.of(RELU),
                normalized(path + "conv3", path + "bn3", 4 * middle, 1, 1, 0));
    }

    /** With {@code blocks} in each stage, which widen by {@code expansion}: 1 for basic blocks, 4 for bottlenecks. */
    private static Net resnet(int[] blocks, int expansion) {
        List<Part> parts = new ArrayList<>(normalized("conv1", "bn1", 64, 7, 2, 3));
        parts.addAll(List.of(RELU, new Part.MaxPool(3, 2, 1, false)));
        for (int stage = 0; stage < blocks.length; stage++) {
            for (int block = 0; block < blocks[stage]; block++) {
                int width = 64 << stage;
                int stride = stage > 0 && block == 0 ? 2 : 1;
                String path = "layer" + (stage + 1) + "." + block + ".";
                List<Part> body = expansion == 1 ? basic(path, width, stride) : bottleneck(path, width, stride);
                boolean changes = block == 0 && (stage > 0 || expansion > 1);
                String shortcut = path + "downsample.";
                parts.add(new Part.Sum(
                        body,
                        changes
                                ? normalized(shortcut + "0", shortcut + "1", width * expansion, 1, stride, 0)
                                : List.of()));
                parts.add(RELU);
            }
        }
        parts.addAll(List.of(new Part.Mean(), new Part.Dense("fc", 1000)));
        return Net.of(PICTURE, parts);
    }

    private static List<Part> fire(int place, int squeezed, int expanded) {
        String path = "features." + place + ".";
        return join(
                activated(path + "squeeze", squeezed, 1, 1, 0),
                List.of(new Part.Branches(List.of(
                        activated(path + "expand1x1", expanded, 1, 1, 0),
                        activated(path + "expand3x3", expanded, 3, 1, 1)))));
    }

    private static List<Part> classifier(int first, int second, int third) {
        return List.of(
                new Part.Dense("classifier." + first, 4096),
                RELU,
                new Part.Dense("classifier." + second, 4096),
                RELU,
                new Part.Dense("classifier." + third, 1000));
    }

    /** One after the other; javac does not see that nothing is stored in the array of lists. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static List<Part> join(List<Part>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }
}
