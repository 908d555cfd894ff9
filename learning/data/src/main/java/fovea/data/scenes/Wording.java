package fovea.data.scenes;

import fovea.data.Box;
import fovea.data.Instance;
import java.util.List;

/**
 * A scene in words: the main thing, and where it is as seen from each of the others.
 *
 * <p>A thing is small below a fifth of the picture's side (its radius), large from 0.31 of it, else neither. Above,
 * below, left or right is decided by the middles of the boxes, along the axis on which they are farther apart (the upright
 * one if equal).
 */
final class Wording {

    private static final double SMALL = 0.2;
    private static final double LARGE = 0.31;

    private Wording() {}

    static String sentence(Scene scene, List<Instance> instances) {
        StringBuilder sentence = new StringBuilder(phrase(scene.things().getFirst(), scene.size()));
        Box main = instances.getFirst().box();
        for (int k = 1; k < instances.size(); k++) {
            sentence.append(k == 1 ? " " : " and ")
                    .append(relation(main, instances.get(k).box()))
                    .append(' ')
                    .append(phrase(scene.things().get(k), scene.size()));
        }
        return sentence.toString();
    }

    private static String phrase(Thing thing, int size) {
        double radius = thing.radius() / size;
        String words = (radius < SMALL ? "small " : radius >= LARGE ? "large " : "")
                + thing.hue().word()
                + " "
                + thing.figure().word();
        return (words.startsWith("orange") ? "an " : "a ") + words;
    }

    private static String relation(Box main, Box other) {
        double across = main.centerX() - other.centerX();
        double down = main.centerY() - other.centerY();
        if (Math.abs(down) >= Math.abs(across)) {
            return down < 0 ? "above" : "below";
        }
        return across < 0 ? "left of" : "right of";
    }
}
