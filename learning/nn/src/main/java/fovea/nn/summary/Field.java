package fovea.nn.summary;

/**
 * What one place of a map sees of the picture along one axis: its receptive field (Araujo, Norris and Sim 2019, "Computing receptive
 * fields of convolutional neural networks", <a href="https://distill.pub/2019/computing-receptive-fields">Distill</a>). Place i sees the
 * pixels from {@code first + i · jump} on, {@code size} of them. It may reach beyond the edges.
 *
 * @param first the first pixel that place 0 sees; below 0 where it sees padding
 * @param size in pixels
 * @param jump pixels from what one place sees to what the next one sees; 0 where there is but one place
 */
public record Field(int first, int size, int jump) {

    /** A pixel sees itself. */
    public static final Field PIXEL = new Field(0, 1, 1);

    /** The middle of what place 0 sees; pixel 0 has its middle at 0. */
    public double start() {
        return first + (size - 1) / 2.0;
    }

    /** Under a window over maps with this field. */
    Field under(int window, int stride, int before, int dilation) {
        return new Field(first - before * jump, size + dilation * (window - 1) * jump, jump * stride);
    }

    /** With so many places more in front. */
    Field padded(int before) {
        return new Field(first - before * jump, size, jump);
    }

    /** Of every so many places from one of them on. */
    Field every(int step, int from) {
        return new Field(first + from * jump, size, jump * step);
    }

    /** Of something that sees all of so many places. */
    Field of(int places) {
        return new Field(first, size + Math.max(0, places - 1) * jump, 0);
    }

    /** Of something that sees what both see. */
    Field and(Field other) {
        int from = Math.min(first, other.first);
        int to = Math.max(first + size, other.first + other.size);
        return new Field(from, to - from, Math.max(jump, other.jump));
    }
}
