package fovea.data;

/** What lies outside of an image. */
public enum Padding {
    /** Bytes of 0 before normalization, as torchvision's {@code RandomCrop} pads. */
    BLACK,
    /** The image in a mirror that stands on its outermost pixels, which are not repeated: PyTorch's {@code reflect}. */
    REFLECT;

    /** Where position {@code i} is read along an axis of {@code size} pixels; −1 for black. */
    int at(int i, int size) {
        if (i >= 0 && i < size) {
            return i;
        }
        if (this == BLACK) {
            return -1;
        }
        int period = Math.max(1, 2 * (size - 1));
        int folded = Math.floorMod(i, period);
        return Math.min(folded, period - folded) % size;
    }
}
