package fovea.results;

import fovea.device.Region;
import fovea.nn.Initial;
import fovea.nn.Layer;
import fovea.nn.summary.Summary;
import fovea.tensor.Shape;
import fovea.zoo.AlexNet2012;
import fovea.zoo.GoogLeNet;
import fovea.zoo.InceptionModule;
import fovea.zoo.Vgg;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Row 9.14: the counts that lecture 9 prints, counted again. Nothing is trained, and no net is run. */
final class Complexity {
    private static final int CLASSES = 1000;
    private static final double MILLION = 1e6;
    private static final double BYTES = 4;
    private static final Shape PHOTOGRAPH = Shape.of(1, 3, 224, 224);
    private static final Shape LARGER = Shape.of(1, 3, 227, 227);
    private static final Shape MAPS = Shape.of(1, 256, 28, 28);

    private Complexity() {}

    static Map<String, Double> run(Setting setting) {
        setting.tell("AlexNet, VGG-16, GoogLeNet and two Inception modules");
        Map<String, Double> figures = new LinkedHashMap<>();
        Summary alex = count(setting, random -> AlexNet2012.of(CLASSES, 0, random), LARGER);
        figures.put("conv1 of AlexNet, parameters", (double) parameters(alex, "features.0"));
        figures.put("AlexNet, million parameters", alex.parameters() / MILLION);
        Summary vgg = count(setting, random -> Vgg.of(16, false, CLASSES, 0, random), PHOTOGRAPH);
        figures.put("VGG-16, million parameters", vgg.parameters() / MILLION);
        Summary naive = count(setting, random -> InceptionModule.naive(256, 128, 192, 96, random), MAPS);
        figures.put("naive Inception module, million operations", naive.multiplyAdds() / MILLION);
        Summary narrow = count(setting, random -> InceptionModule.of(256, 128, 64, 192, 64, 96, 64, random), MAPS);
        long twice = narrow.multiplyAdds() + multiplyAdds(narrow, "three.1.0");
        figures.put("with bottlenecks, 3 × 3 twice, million operations", twice / MILLION);
        figures.put("with bottlenecks, million operations", narrow.multiplyAdds() / MILLION);
        figures.put("VGG-16, MB an image", vgg.activations() * BYTES / MILLION);
        Summary google = count(setting, random -> GoogLeNet.of(CLASSES, 0, random), PHOTOGRAPH);
        figures.put("GoogLeNet, million parameters", google.parameters() / MILLION);
        figures.put("AlexNet / GoogLeNet, parameters", alex.parameters() / (double) google.parameters());
        long convolutions = google.parameters() - parameters(google, "fc");
        figures.put("AlexNet / GoogLeNet without its linear layer", alex.parameters() / (double) convolutions);
        return figures;
    }

    /** What first weights are is not counted, so nobody draws them; and the net is let go of at once, for VGG-16 is half a gigabyte. */
    private static Summary count(Setting setting, Function<RandomGenerator, Layer> maker, Shape input) {
        Summary[] counted = new Summary[1];
        Region.run(() -> {
            counted[0] = Summary.of(Initial.unfilled(() -> maker.apply(setting.random())), input);
        });
        return counted[0];
    }

    private static long parameters(Summary summary, String layer) {
        return summary.rows().stream()
                .filter(row -> row.name().equals(layer))
                .mapToLong(fovea.nn.summary.Row::parameters)
                .sum();
    }

    private static long multiplyAdds(Summary summary, String layer) {
        return summary.rows().stream()
                .filter(row -> row.name().equals(layer))
                .mapToLong(fovea.nn.summary.Row::multiplyAdds)
                .sum();
    }
}
