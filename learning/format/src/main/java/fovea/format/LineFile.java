package fovea.format;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A text file that grows line by line: each is handed to the system at once, and one that does not fit the disk is taken back. */
final class LineFile implements AutoCloseable {
    private final Path file;
    private final RandomAccessFile out;

    private LineFile(Path file, RandomAccessFile out) {
        this.file = file;
        this.out = out;
    }

    /** Begins with {@code text}, in place of any earlier file. */
    static LineFile start(Path file, String text) {
        WholeFile.write(file, text);
        try {
            RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
            out.seek(out.length());
            return new LineFile(file, out);
        } catch (IOException e) {
            throw FormatException.unwritable(file, -1, e);
        }
    }

    Path file() {
        return file;
    }

    /** Appends text, the end of its line included. */
    void append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            long before = out.getFilePointer();
            try {
                out.write(bytes);
            } catch (IOException e) {
                out.setLength(before);
                out.seek(before);
                throw e;
            }
        } catch (IOException e) {
            throw FormatException.unwritable(file, bytes.length, e);
        }
    }

    /** Puts the lines onto the disk and closes the file. */
    @Override
    public void close() {
        try (out) {
            out.getFD().sync();
        } catch (IOException e) {
            throw FormatException.unwritable(file, -1, e);
        }
    }
}
