package fovea.results;

import fovea.data.Augmentation;
import fovea.data.Batch;
import fovea.data.DataSet;
import fovea.data.Epoch;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.device.Region;
import fovea.nn.Conv2dLayer;
import fovea.nn.Dropout;
import fovea.nn.Flatten;
import fovea.nn.FractionalMaxPool;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Pass;
import fovea.nn.Sequential;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import fovea.train.metric.Logits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Row 7.5: six fractional poolings by √2, and means over several passes that draw their regions anew. */
final class FractionalDigits {
    private static final int CLASSES = 10;
    private static final int STAGES = 6;
    private static final int PASSES = 12;
    private static final int AT_ONCE = 500;
    private static final double LEAK = 0.3;

    private FractionalDigits() {}

    static Map<String, Double> run(Setting setting) {
        DataSet mnist = setting.data("mnist");
        Layer net = net(32, setting.random());
        new Recipe(25, 100, 2e-3, Recipe.adam(1e-4), 1000, Augmentation.none()).run(net, mnist, setting);
        double[] errors = errors(net, mnist, RandomStream.of(setting.seed() + 1));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test error, 1 pass", errors[0]);
        figures.put("test error, 3 passes", errors[2]);
        figures.put("test error, 12 passes", errors[PASSES - 1]);
        return figures;
    }

    /** (width n C2 − FMP √2)₆ − C2 − C1 − output on 36 × 36 pixels, with more and more dropout (the paper's section 4). */
    private static Layer net(int width, RandomGenerator random) {
        List<Layer> layers = new ArrayList<>();
        layers.add(x -> x.pad(2, 4, 4).pad(3, 4, 4));
        int in = 1;
        for (int i = 1; i <= STAGES; i++) {
            layers.addAll(List.<Layer>of(
                    convolution(in, width * i, 2, random),
                    x -> x.leakyRelu(LEAK),
                    new Dropout(0.5 * (i - 1) / (STAGES + 1)),
                    FractionalMaxPool.of(Math.sqrt(2))));
            in = width * i;
        }
        int last = width * (STAGES + 1);
        layers.addAll(List.<Layer>of(
                convolution(in, last, 2, random),
                x -> x.leakyRelu(LEAK),
                new Dropout(0.5),
                convolution(last, last, 1, random),
                x -> x.leakyRelu(LEAK),
                new Flatten(),
                Linear.of(last, CLASSES, random)));
        return new Sequential(layers);
    }

    /** With weights that keep signals as wide as they are through eight layers (He et al. 2015), and biases of 0. */
    private static Conv2dLayer convolution(int in, int out, int size, RandomGenerator random) {
        Initial.Scale scale = Initial.Scale.kaiming(LEAK, Initial.Fan.IN);
        Shape weight = Shape.of(out, in, size, size);
        return new Conv2dLayer(
                new Parameter(Initial.normal(weight, scale, random)),
                new Parameter(Tensor.zeros(Shape.of(out))),
                Window.of(size, size),
                1);
    }

    /** The test error of the mean over 1, 2 and so on passes. */
    private static double[] errors(Layer net, DataSet set, RandomStream random) {
        int[] wrong = new int[PASSES];
        Loader test = new Loader(set.test(), set.normalization(), LoaderOptions.evaluation(AT_ONCE));
        try (Epoch epoch = test.epoch(0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                float[] sum = new float[batch.size() * CLASSES];
                for (int pass = 0; pass < PASSES; pass++) {
                    float[] p = Region.run(() -> {
                        Tensor x = DigitRegularizers.pixels(batch);
                        return Pass.inference(random, () -> net.forward(x).softmax())
                                .toArray();
                    });
                    for (int i = 0; i < p.length; i++) {
                        sum[i] += p[i];
                    }
                    Logits mean = new Logits(sum, CLASSES);
                    for (int n = 0; n < batch.size(); n++) {
                        wrong[pass] += mean.best(n) == batch.labels()[n] ? 0 : 1;
                    }
                }
            }
        }
        double[] errors = new double[PASSES];
        java.util.Arrays.setAll(errors, i -> (double) wrong[i] / set.test().size());
        return errors;
    }
}
