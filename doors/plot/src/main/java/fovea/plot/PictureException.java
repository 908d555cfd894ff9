package fovea.plot;

/** A picture that cannot be drawn or stored: what happened, and on a second line what to do about it. */
public final class PictureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PictureException(String what, String todo) {
        super(what + "\n  " + todo);
    }

    PictureException(String what, String todo, Throwable cause) {
        super(what + "\n  " + todo, cause);
    }
}
