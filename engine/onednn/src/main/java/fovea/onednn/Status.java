package fovea.onednn;

/** What a oneDNN function answers ({@code dnnl_status_t}). */
enum Status {
    SUCCESS(0, "success", "nothing to do"),
    OUT_OF_MEMORY(1, "out of memory", "use a smaller batch, or free memory for this process"),
    INVALID_ARGUMENTS(2, "invalid arguments", "check that sizes, strides and element types fit together"),
    UNIMPLEMENTED(
            3, "not implemented", "this processor and build of oneDNN have no kernel for it; use the reference device"),
    LAST_IMPL_REACHED(4, "no further implementation", "use the reference device for it"),
    RUNTIME_ERROR(5, "runtime error", "run again with ONEDNN_VERBOSE=all set to see what it says"),
    NOT_REQUIRED(6, "not required", "ask only for what this primitive uses"),
    INVALID_GRAPH(7, "invalid graph", "graphs are not used here"),
    INVALID_GRAPH_OP(8, "invalid graph operation", "graphs are not used here"),
    INVALID_SHAPE(9, "invalid shape", "check that the sizes fit together"),
    INVALID_DATA_TYPE(10, "invalid element type", "check that the element types fit together"),
    UNKNOWN(-1, "unknown status", "run again with ONEDNN_VERBOSE=all set to see what it says");

    private final int code;
    private final String text;
    private final String advice;

    Status(int code, String text, String advice) {
        this.code = code;
        this.text = text;
        this.advice = advice;
    }

    static Status of(int code) {
        for (Status status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        return UNKNOWN;
    }

    String text() {
        return text;
    }

    String advice() {
        return advice;
    }
}
