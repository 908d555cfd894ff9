package fovea.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text out of files, strictly UTF-8 and of bounded length. */
final class Utf8 {

    private Utf8() {}

    /** The whole text of {@code file}, without a byte-order mark; refuses more than {@code most} bytes. */
    static String read(Path file, long most) {
        long size = RegularFile.size(file);
        if (size > most) {
            throw new FormatException(
                    file, "has %d bytes: expected at most %d".formatted(size, most), "check that it is the right file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text =
                    decode(file, ByteBuffer.wrap(in.readNBytes((int) size))).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    /** The characters that {@code bytes} of {@code file} stand for. */
    static CharBuffer decode(Path file, ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes);
        } catch (CharacterCodingException e) {
            throw new FormatException(
                    file, "is not UTF-8 text at byte " + bytes.position(), "write it again as UTF-8", e);
        }
    }
}
