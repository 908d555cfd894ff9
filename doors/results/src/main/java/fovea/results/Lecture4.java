package fovea.results;

import java.util.List;

/** Published results of lecture 4, backpropagation and small nets. */
final class Lecture4 {
    private Lecture4() {}

    static List<Row> rows() {
        return List.of(gradients(), spiral(), twoLayers(), lecun1989(), leNet300());
    }

    private static Row gradients() {
        return new Row(
                "4.1",
                "Gradient checks",
                "relative error below 1e-8 for the two-layer net, about 1e-6 for deep ones, 1e-9 a layer "
                        + "(CS231n 2017 assignments, solutions of Burton2000/CS231n-2017)",
                "no data: layers by hand and the library's operations in double precision, against differences of"
                        + " fourth order",
                List.of(
                        Range.atMost("largest error, all layers", 1e-7),
                        Range.atMost("largest error, two-layer net", 1e-8)),
                List.of(Range.atMost("largest error, smooth layers", 1e-9)),
                GradientChecks::run);
    }

    private static Row spiral() {
        return new Row(
                "4.2",
                "Spiral case study: softmax and a two-layer net",
                "49 % and 98 % on the points it learned (CS231n notes, neural-networks-case-study)",
                "no data: 3 × 100 points; 100 ReLUs; whole batch, rate 1, λ 0.001, 200 and 10,000 steps, as the notes,"
                        + " whose three arms begin at one point, so that 298 of 300 is the most",
                List.of(Range.within("softmax", 0.49, 0.04), Range.atLeast("two layers", 0.98)),
                List.of(Range.atLeast("two layers", 1)),
                SpiralStudy::run);
    }

    private static Row twoLayers() {
        return new Row(
                "4.3",
                "Two-layer net on pixels",
                "validation 46.9 %, test 47.1 %; the assignment asks for 48 % and calls 52 % very good "
                        + "(two_layer_net.ipynb, Burton2000/CS231n-2017)",
                "cifar10 (JPEG copy): 49,000 to learn, 1,000 to choose settings, all 10,000 to test; 1,024 ReLUs,"
                        + " dropout, mirrored pictures, Adam, one cycle of 24 epochs",
                List.of(Range.atLeast("test accuracy", 0.52)),
                List.of(Range.atLeast("test accuracy", 0.58)),
                SmallNets::twoLayerCifar);
    }

    private static Row leNet300() {
        return new Row(
                "4.5",
                "LeNet-300-100",
                "3.05 %, with distortions 2.5 % (LeCun et al. 1998); 1.64 % (Han et al. 2015, Caffe); 800 units with"
                        + " elastic distortions 0.7 % (Simard et al. 2003)",
                "mnist: 55,000 to learn, 5,000 to choose settings, 10,000 to test; ReLUs, Nesterov's momentum, one"
                        + " cycle; bent digits: turned by up to 10 degrees, stretched, slanted, and elastic with α 34 and"
                        + " σ 4",
                List.of(Range.atMost("test error", 0.017)),
                List.of(Range.atMost("test error", 0.014), Range.atMost("test error, bent digits", 0.01)),
                SmallNets::leNet300);
    }

    private static Row lecun1989() {
        List<Range> bar = List.of(Range.within("test error", 0.041, 0.005), Range.atMost("modern test error", 0.016));
        return new Row(
                "4.4",
                "LeCun's net of 1989, as then and as now",
                "5.00 % in the paper; 4.09 % again, 1.59 % modernized (karpathy/lecun1989-repro, README.md and"
                        + " modern.py; 90 s on an M1)",
                "mnist: 7,291 random training pictures made 16 × 16, all 10,000 test pictures alike (the paper had"
                        + " 2,007); 23 epochs of one picture at a time, squared error; then 80 of 16 with cross-entropy,"
                        + " AdamW in one cycle, ReLU, dropout, shifts by a pixel",
                bar,
                List.of(bar.get(0), bar.get(1), Range.atMost("modern training s", 15)),
                Digits1989::run);
    }
}
