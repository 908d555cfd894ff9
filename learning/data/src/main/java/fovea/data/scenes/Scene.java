package fovea.data.scenes;

import fovea.data.Box;
import fovea.data.Instance;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that determines a picture.
 *
 * @param things the main one first
 * @param stencils what each thing covers, in the same order
 * @param grain seed of the noise of the single pixels
 */
record Scene(int size, Background background, List<Thing> things, List<Stencil> stencils, long grain) {

    /** The points of a pixel at which a thing is seen, not hidden by another. */
    int visible(int thing, int y, int x) {
        int bits = stencils.get(thing).at(y, x);
        for (int other = 0; other < things.size() && bits != 0; other++) {
            if (hides(other, thing)) {
                bits &= ~stencils.get(other).at(y, x);
            }
        }
        return bits;
    }

    /** Things other than the main one never touch each other, so only the main one can hide or be hidden. */
    private boolean hides(int upper, int lower) {
        return lower == 0
                ? upper != 0 && things.get(upper).front()
                : upper == 0 && !things.get(lower).front();
    }

    /** Who is seen at each pixel: 0, or the thing's position plus one if it covers at least half of it. */
    byte[] mask() {
        byte[] mask = new byte[size * size];
        for (int k = things.size() - 1; k >= 0; k--) {
            Stencil stencil = stencils.get(k);
            for (int y = stencil.top(); y < stencil.bottom(); y++) {
                for (int x = stencil.left(); x < stencil.right(); x++) {
                    if (Integer.bitCount(visible(k, y, x)) >= 8) {
                        mask[y * size + x] = (byte) (k + 1);
                    }
                }
            }
        }
        return mask;
    }

    /** The things as others see them: class, color, tight box, visible pixels. */
    List<Instance> instances(byte[] mask) {
        List<Instance> instances = new ArrayList<>();
        for (int k = 0; k < things.size(); k++) {
            Thing thing = things.get(k);
            instances.add(instance(thing.figure().label(), thing.hue().word(), mask, k + 1));
        }
        return List.copyOf(instances);
    }

    private Instance instance(int label, String color, byte[] mask, int id) {
        int x0 = size;
        int y0 = size;
        int x1 = 0;
        int y1 = 0;
        int area = 0;
        for (int y = 0, i = 0; y < size; y++) {
            for (int x = 0; x < size; x++, i++) {
                if (mask[i] == id) {
                    x0 = Math.min(x0, x);
                    y0 = Math.min(y0, y);
                    x1 = Math.max(x1, x + 1);
                    y1 = Math.max(y1, y + 1);
                    area++;
                }
            }
        }
        return new Instance(label, color, new Box(x0, y0, x1, y1), area);
    }
}
