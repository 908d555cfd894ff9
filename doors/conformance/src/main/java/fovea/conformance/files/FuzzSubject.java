package fovea.conformance.files;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A well-formed file of one format, to be damaged and read.
 *
 * @param good its bytes, or those of an inner part of it
 * @param wrap what makes a file of the part, with right checksums, so that damage gets past them
 * @param reader reads everything in such a file
 */
public record FuzzSubject(String name, byte[] good, UnaryOperator<byte[]> wrap, Consumer<Path> reader) {
    /** A whole file. */
    public FuzzSubject(String name, byte[] good, Consumer<Path> reader) {
        this(name, good, UnaryOperator.identity(), reader);
    }
}
