package fovea.data;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The picture formats that are read, each known by its first bytes. */
enum Format {
    PNG("\u0089PNG\r\n\u001a\n", 0),
    JPEG("\u00ff\u00d8\u00ff", 0),
    GIF("GIF8", 0),
    BMP("BM", 0),
    WEBP("WEBP", 8);

    /** How many bytes {@link #of} wants to see. */
    static final int HEAD = 12;

    private final String magic;
    private final int at;

    Format(String magic, int at) {
        this.magic = magic;
        this.at = at;
    }

    static Optional<Format> of(byte[] head) {
        for (Format format : values()) {
            if (format.matches(head)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private boolean matches(byte[] head) {
        return head.length >= at + magic.length()
                && new String(head, at, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }
}
