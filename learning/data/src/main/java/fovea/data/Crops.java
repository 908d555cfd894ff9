package fovea.data;

import java.util.random.RandomGenerator;

/** Where the frame may lie on an image that was scaled. */
final class Crops {

    /** Of a scaled image's side: positions on it are exact. */
    private static final long LONGEST = 1 << 24;

    private Crops() {}

    /** Where ten-crop looks. */
    enum Corner {
        UPPER_LEFT,
        UPPER_RIGHT,
        LOWER_LEFT,
        LOWER_RIGHT,
        MIDDLE
    }

    /** In a corner, or in the middle: halves rounded to even, as {@link Image#centerCrop}. */
    static void at(View view, Corner corner) {
        int down = room(view.scaledHeight(), view.height(), view);
        int right = room(view.scaledWidth(), view.width(), view);
        switch (corner) {
            case UPPER_LEFT -> {}
            case UPPER_RIGHT -> view.shift(0, right);
            case LOWER_LEFT -> view.shift(down, 0);
            case LOWER_RIGHT -> view.shift(down, right);
            case MIDDLE -> view.shift(Image.margin(down), Image.margin(right));
        }
    }

    /** Scales by the short side, proportions kept (the long side rounded down, as torchvision). */
    static void scale(View view, int shortSide) {
        long rows = view.imageHeight();
        long columns = view.imageWidth();
        long longSide = shortSide * Math.max(rows, columns) / Math.min(rows, columns);
        if (longSide > LONGEST) {
            throw new DataException(
                    "has %d × %d pixels, too long to be scaled to a short side of %d"
                            .formatted(rows, columns, shortSide),
                    "crop it: its long side would have more than " + LONGEST + " pixels");
        }
        if (rows <= columns) {
            view.scale(shortSide, (int) longSide);
        } else {
            view.scale((int) longSide, shortSide);
        }
    }

    /** Anywhere inside. */
    static void anywhere(View view, RandomGenerator random) {
        int down = room(view.scaledHeight(), view.height(), view);
        int right = room(view.scaledWidth(), view.width(), view);
        view.shift(random.nextInt(down + 1), random.nextInt(right + 1));
    }

    private static int room(int image, int frame, View view) {
        if (image < frame) {
            throw new DataException(
                    "has %d × %d pixels, too few for a frame of %d × %d"
                            .formatted(view.scaledHeight(), view.scaledWidth(), view.height(), view.width()),
                    "scale it to a larger short side, or choose a smaller frame");
        }
        return image - frame;
    }
}
