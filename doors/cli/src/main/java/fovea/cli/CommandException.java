package fovea.cli;

/** A command that cannot be carried out: what is in the way, and what to do. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandException(String what, String remedy) {
        super(what + System.lineSeparator() + "  " + remedy);
    }
}
