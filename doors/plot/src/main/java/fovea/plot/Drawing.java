package fovea.plot;

import java.util.List;

/**
 * Marks on a white page, in the order they are laid down.
 *
 * @param width of the page in points
 * @param height of the page in points
 */
record Drawing(double width, double height, List<Mark> marks) {

    /** Pixels of the raster per point of the page: 2, so that small letters stay sharp on dense screens. */
    static final int PIXELS_PER_POINT = 2;

    Drawing {
        marks = marks.stream().filter(mark -> !isSilent(mark)).toList();
    }

    private static boolean isSilent(Mark mark) {
        return mark instanceof Mark.Text text && text.text().isBlank();
    }

    int pixelWidth() {
        return (int) Math.ceil(width * PIXELS_PER_POINT);
    }

    int pixelHeight() {
        return (int) Math.ceil(height * PIXELS_PER_POINT);
    }
}
