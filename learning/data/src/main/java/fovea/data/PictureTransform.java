package fovea.data;

/** What is done to whole pictures once their channels are normalized, where every pixel is a number of its own. */
public sealed interface PictureTransform permits MeanImage, LinearTransform {

    /** Numbers of a picture that it is for, {@code H · W · C}. */
    int length();

    /**
     * Changes pictures where they lie.
     *
     * @param x one after the other, {@code [N, H, W, C]}, from 0 on
     * @param count {@code N}
     * @param scratch as long as {@code x} or longer, to be written to
     */
    void apply(float[] x, int count, float[] scratch);
}
