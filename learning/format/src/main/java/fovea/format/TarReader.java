package fovea.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a tar stream (ustar), one after the other. A name longer than a header holds is read from the pax or GNU entry before
 * it; of pax entries nothing else is heeded.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">POSIX pax, ustar interchange
 * format</a>
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_BYTES = 8;
    private static final int LONGEST_EXTENSION = 1 << 16;

    /**
     * What stands in front of an entry's bytes.
     *
     * @param at where they begin in the stream
     */
    record Entry(String name, long size, boolean isFile, long at) {

        /** Bytes that it takes to hold it: a name may be as long as a file. */
        long held() {
            return size + BLOCK + 2L * name.length();
        }
    }

    private final Path archive;
    private final InputStream in;
    /** Bytes of the current entry still unread, and then of the padding to a whole block. */
    private long left;

    private int padding;
    private long position;

    TarReader(Path archive, InputStream in) {
        this.archive = archive;
        this.in = in;
    }

    /** Goes to the next entry, over what is unread of this one; null at the end. */
    @Nullable
    Entry next() throws IOException {
        String name = "";
        while (true) {
            byte[] header = header();
            if (header.length == 0) {
                return null;
            }
            left = number(header, 124, 12);
            padding = (int) (-left & (BLOCK - 1));
            char type = (char) header[156];
            if ((type == 'x' || type == 'L') && left <= LONGEST_EXTENSION) {
                name = type == 'L' ? extension().strip().replace("\0", "") : path(extension(), name);
            } else {
                return new Entry(name.isEmpty() ? name(header) : name, left, type == '0' || type == 0, position);
            }
        }
    }

    /** The next header, over what is unread of this entry; empty at the end. */
    private byte[] header() throws IOException {
        skip(left);
        skip(padding);
        left = 0;
        padding = 0;
        byte[] header = in.readNBytes(BLOCK);
        position += header.length;
        if (header.length == 0 || (header.length == BLOCK && isZero(header))) {
            return new byte[0];
        }
        if (header.length < BLOCK) {
            throw cutOff();
        }
        checkSum(header);
        return header;
    }

    private String extension() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        copyTo(bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The path that the records of a pax entry, {@code LENGTH KEY=VALUE\n} each, give; else {@code before}. */
    private static String path(String records, String before) {
        return records.lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.startsWith("path="))
                .map(line -> line.substring("path=".length()))
                .reduce(before, (_, last) -> last);
    }

    /** Copies the current entry's bytes. */
    void copyTo(OutputStream out) throws IOException {
        byte[] chunk = new byte[1 << 16];
        while (left > 0) {
            int n = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (n < 0) {
                throw cutOff();
            }
            out.write(chunk, 0, n);
            left -= n;
            position += n;
        }
    }

    private void skip(long n) throws IOException {
        byte[] one = new byte[1];
        long todo = n;
        while (todo > 0) {
            long passed = in.skip(todo);
            if (passed == 0) {
                passed = in.read(one);
            }
            if (passed < 0) {
                throw cutOff();
            }
            todo -= passed;
            position += passed;
        }
    }

    private void checkSum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_BYTES;
            sum += own ? ' ' : header[i] & 0xff;
        }
        long stored = number(header, CHECKSUM_AT, CHECKSUM_BYTES);
        if (sum != stored) {
            throw damaged("a header's checksum is %d: expected %d".formatted(sum, stored));
        }
    }

    private String name(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0;
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Octal digits, perhaps after spaces, ended by a space or zero byte. */
    private long number(byte[] header, int at, int length) {
        String digits = text(header, at, length).strip();
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '7')) {
            throw damaged("a header has no octal number at byte " + at);
        }
        return Long.parseLong(digits, 8);
    }

    private static String text(byte[] header, int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.ISO_8859_1);
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private FormatException cutOff() {
        return damaged("it ends in the middle of an entry");
    }

    private FormatException damaged(String what) {
        return new FormatException(archive, "is a damaged tar archive: " + what, TarGz.FETCH_AGAIN);
    }
}
