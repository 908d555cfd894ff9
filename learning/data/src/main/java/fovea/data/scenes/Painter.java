package fovea.data.scenes;

import fovea.data.Image;
import java.util.SplittableRandom;

/**
 * Draws a scene: 16 points to a pixel, so that edges are smooth; things lit a little from above; then grain.
 *
 * <p>Only {@code + − × ÷ √} and {@link StrictMath} touch a number on its way here, so the bytes are the same on every
 * machine.
 */
final class Painter {

    /** How much brighter a thing is at its upper rim, and darker at its lower one. */
    private static final double LIGHT = 0.14;

    /** Half the width of the grain, of 255: triangular noise with a deviation of 0.41 of it. */
    private static final double GRAIN = 14;

    private Painter() {}

    static Image paint(Scene scene) {
        int size = scene.size();
        double[] ground = new double[size * size * 3];
        for (int i = 0; i < size * size; i++) {
            scene.background().paint(i / size, i % size, ground, 3 * i);
        }
        double[] colors = ground.clone();
        for (int k = 0; k < scene.things().size(); k++) {
            paintThing(scene, k, colors, ground);
        }
        return Image.of(size, size, 3, withGrain(colors, scene.grain()));
    }

    /** Takes from each pixel the share of its points that the thing covers visibly, and puts the thing's color there. */
    private static void paintThing(Scene scene, int k, double[] colors, double[] ground) {
        Thing thing = scene.things().get(k);
        Stencil stencil = scene.stencils().get(k);
        for (int y = stencil.top(); y < stencil.bottom(); y++) {
            for (int x = stencil.left(); x < stencil.right(); x++) {
                int points = Integer.bitCount(scene.visible(k, y, x));
                if (points > 0) {
                    mix(
                            thing.color(),
                            light(thing, y + 0.5, x + 0.5),
                            points / 16.0,
                            (y * scene.size() + x) * 3,
                            colors,
                            ground);
                }
            }
        }
    }

    private static double light(Thing thing, double y, double x) {
        return 1 - LIGHT * (y - thing.y() + 0.5 * (x - thing.x())) / thing.radius();
    }

    private static void mix(Rgb color, double light, double share, int at, double[] colors, double[] ground) {
        for (int c = 0; c < 3; c++) {
            colors[at + c] += share * (color.channel(c) * light - ground[at + c]);
        }
    }

    private static byte[] withGrain(double[] colors, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] pixels = new byte[colors.length];
        for (int i = 0; i < pixels.length; i += 4) {
            long bits = random.nextLong();
            for (int k = 0; k < 4 && i + k < pixels.length; k++, bits >>>= 16) {
                double noise = ((bits & 0xff) + (bits >> 8 & 0xff) - 255) * (GRAIN / 255);
                pixels[i + k] = (byte) Math.clamp((int) (colors[i + k] + noise + 0.5), 0, 255);
            }
        }
        return pixels;
    }
}
