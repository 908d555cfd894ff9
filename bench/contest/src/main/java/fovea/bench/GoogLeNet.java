package fovea.bench;

import java.util.List;

/**
 * GoogLeNet as torchvision's (Szegedy et al. 2014, with batch norm, and 3 × 3 where the paper has 5 × 5), without auxiliary heads and
 * dropout.
 */
final class GoogLeNet {
    private static final double EPSILON = 1e-3;
    private static final Part HALVE = new Part.MaxPool(3, 2, 0, true);

    private GoogLeNet() {}

    static Net net() {
        return Net.of(
                new Size(3, 224, 224),
                Nets.join(
                        basic("conv1", 64, 7, 2, 3),
                        List.of(HALVE),
                        basic("conv2", 64, 1, 1, 0),
                        basic("conv3", 192, 3, 1, 1),
                        List.of(HALVE),
                        inception("3a", 64, 96, 128, 16, 32, 32),
                        inception("3b", 128, 128, 192, 32, 96, 64),
                        List.of(HALVE),
                        inception("4a", 192, 96, 208, 16, 48, 64),
                        inception("4b", 160, 112, 224, 24, 64, 64),
                        inception("4c", 128, 128, 256, 24, 64, 64),
                        inception("4d", 112, 144, 288, 32, 64, 64),
                        inception("4e", 256, 160, 320, 32, 128, 128),
                        List.of(new Part.MaxPool(2, 2, 0, true)),
                        inception("5a", 256, 160, 320, 32, 128, 128),
                        inception("5b", 384, 192, 384, 48, 128, 128),
                        List.of(new Part.Mean(), new Part.Dense("fc", 1000))));
    }

    private static List<Part> inception(
            String name, int one, int reduced3, int three, int reduced5, int five, int pooled) {
        String path = "inception" + name + ".";
        return List.of(new Part.Branches(List.of(
                basic(path + "branch1", one, 1, 1, 0),
                Nets.join(basic(path + "branch2.0", reduced3, 1, 1, 0), basic(path + "branch2.1", three, 3, 1, 1)),
                Nets.join(basic(path + "branch3.0", reduced5, 1, 1, 0), basic(path + "branch3.1", five, 3, 1, 1)),
                Nets.join(List.of(new Part.MaxPool(3, 1, 1, true)), basic(path + "branch4.1", pooled, 1, 1, 0)))));
    }

    private static List<Part> basic(String path, int out, int kernel, int stride, int padding) {
        return List.of(
                new Part.Convolution(path + ".conv", out, kernel, stride, padding, false),
                new Part.Norm(path + ".bn", EPSILON),
                new Part.Relu());
    }
}
