package fovea.results;

import fovea.zoo.ResNet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Row 9.2: plain and residual nets of two depths, all trained alike; what counts is the loss on what they learn from.
 *
 * @param shallow depth of one, {@code 6n + 2}
 * @param deep depth of the other
 */
record Degradation(int shallow, int deep, int epochs) {
    private static final double PEAK = 0.1;

    Map<String, Double> run(Setting setting) {
        Map<String, Double> losses = new LinkedHashMap<>();
        Map<String, Double> accuracies = new LinkedHashMap<>();
        for (int depth : new int[] {shallow, deep}) {
            train("plain-" + depth, (image, n, random) -> ResNet.plain(depth, image.size(0), n, random), setting)
                    .tell(losses, accuracies);
            train("ResNet-" + depth, (image, n, random) -> ResNet.cifar(depth, image.size(0), n, random), setting)
                    .tell(losses, accuracies);
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("plain, deep less shallow", difference("plain-", losses));
        figures.put("residual, deep less shallow", difference("ResNet-", losses));
        losses.forEach((name, loss) -> figures.put("training loss, " + name, loss));
        accuracies.forEach((name, accuracy) -> figures.put(Network.ACCURACY + name, accuracy));
        return figures;
    }

    private double difference(String kind, Map<String, Double> losses) {
        return losses.getOrDefault(kind + deep, Double.NaN) - losses.getOrDefault(kind + shallow, Double.NaN);
    }

    private record Ended(String name, double loss, double accuracy) {
        void tell(Map<String, Double> losses, Map<String, Double> accuracies) {
            losses.put(name, loss);
            accuracies.put(name, accuracy);
        }
    }

    private Ended train(String name, Contender.Maker maker, Setting setting) {
        Contender.Outcome outcome = new Contender(name, epochs, PEAK, maker).train(setting);
        return new Ended(name, outcome.loss(), outcome.reached().test());
    }
}
