package fovea.format.torch;

/** Something a pickle says that is not allowed or makes no sense; whoever knows the file makes a message of it. */
final class PickleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PickleException(String what) {
        super(what, null, false, false);
    }
}
