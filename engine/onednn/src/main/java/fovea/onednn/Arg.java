package fovea.onednn;

/** Names for the arguments of a primitive: oneDNN's {@code DNNL_ARG_*} numbers. */
final class Arg {

    static final int SRC = 1;
    static final int SRC_1 = 2;
    static final int DST = 17;
    static final int WEIGHTS = 33;
    static final int BIAS = 41;
    static final int MEAN = 49;
    static final int VARIANCE = 50;
    static final int SCALE = 51;
    static final int SHIFT = 52;
    static final int WORKSPACE = 64;
    static final int SCRATCHPAD = 80;
    static final int DIFF_SRC = 129;
    static final int DIFF_DST = 145;
    static final int DIFF_WEIGHTS = 161;
    static final int DIFF_BIAS = 169;
    static final int DIFF_SCALE = 255;
    static final int DIFF_SHIFT = 256;
    private static final int SCALES = 4096;
    private static final int POST_OP_BASE = 32768;

    private Arg() {}

    /** What argument {@code arg} is multiplied by, of an {@link Attributes.Scale}. */
    static int scales(int arg) {
        return SCALES | arg;
    }

    /** The second operand of the binary post-op that is i-th in its chain, from 0. */
    static int postOp(int i) {
        return POST_OP_BASE * (i + 1) | SRC_1;
    }
}
