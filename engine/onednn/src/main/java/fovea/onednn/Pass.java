package fovea.onednn;

/** Which forward computation is meant ({@code dnnl_prop_kind_t}). */
enum Pass {
    /** A backward pass follows: what it needs is kept. */
    TRAINING(64),
    INFERENCE(96);

    /** {@code dnnl_backward}: gradients by data and by weights. */
    static final int BACKWARD = 128;

    /** {@code dnnl_backward_data}: the gradient by data alone. */
    static final int BACKWARD_DATA = 160;

    private final int code;

    Pass(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
