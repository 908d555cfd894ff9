package fovea.onednn;

/** oneDNN refused or failed; carries its status beside the text. */
final class OneDnnException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Status status;

    OneDnnException(String task, Status status) {
        super("oneDNN cannot " + task + ": " + status.text() + "\n  " + status.advice());
        this.status = status;
    }

    Status status() {
        return status;
    }
}
