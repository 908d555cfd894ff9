package fovea.detect;

import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.Tensor;
import java.util.List;

/**
 * Boxes of some sizes and shapes around each pixel of a feature map, from which a detector predicts (Ren et al. 2015, "Faster R-CNN", section
 * 3.1.1). A box of size s and aspect ratio r (height over width) is {@code s/√r} wide and {@code s√r} high, so of area s²; its sides are
 * rounded to whole pixels, halves to even, as torchvision's.
 *
 * @param sizes in pixels of the image; 128, 256 and 512 in the paper
 * @param aspectRatios ½, 1 and 2 in the paper
 */
public record AnchorGrid(List<Double> sizes, List<Double> aspectRatios) {

    public AnchorGrid {
        sizes = List.copyOf(sizes);
        aspectRatios = List.copyOf(aspectRatios);
        for (double each : sizes) {
            positive(each);
        }
        for (double each : aspectRatios) {
            positive(each);
        }
    }

    private static void positive(double each) {
        if (!(each > 0)) {
            throw new ShapeException("anchors", "a size or aspect ratio is " + each, "they are above 0");
        }
    }

    /** Boxes around one pixel. */
    public int perPixel() {
        return sizes.size() * aspectRatios.size();
    }

    /** The boxes around the origin, {@code f32 [A, 4]}: all sizes of the first aspect ratio, then of the next. */
    public Tensor cell() {
        float[] sides = new float[4 * perPixel()];
        int at = 0;
        for (double ratio : aspectRatios) {
            for (double size : sizes) {
                double width = size / Math.sqrt(ratio);
                double height = size * Math.sqrt(ratio);
                sides[at++] = (float) Math.rint(-width / 2);
                sides[at++] = (float) Math.rint(-height / 2);
                sides[at++] = (float) Math.rint(width / 2);
                sides[at++] = (float) Math.rint(height / 2);
            }
        }
        return Tensor.of(Shape.of(perPixel(), 4), sides);
    }

    /**
     * The boxes around each pixel of a map, {@code f32 [height · width · A, 4]}, in row-major order of pixels; the first pixel lies at the
     * origin.
     *
     * @param strideDown pixels of the image from one row of the map to the next
     * @param strideAcross pixels of the image from one column of the map to the next
     */
    public Tensor over(int height, int width, double strideDown, double strideAcross) {
        float[] shifts = new float[4 * height * width];
        for (int i = 0; i < shifts.length; i++) {
            int row = i / 4 / width;
            int column = i / 4 % width;
            shifts[i] = (float) (i % 2 == 0 ? column * strideAcross : row * strideDown);
        }
        return Tensor.of(Shape.of(height * width, 1, 4), shifts)
                .add(cell().reshape(Shape.of(1, perPixel(), 4)))
                .reshape(Shape.of(height * width * perPixel(), 4));
    }
}
