package fovea.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a file must add up to.
 *
 * @param algorithm as Java names it, such as {@code MD5} or {@code SHA-256}
 * @param hex the sum in lower case hexadecimal digits
 */
public record Checksum(String algorithm, String hex) {

    private static final int BUFFER = 1 << 16;

    /** Checks that both fit together. */
    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
        int length = digest(algorithm).getDigestLength();
        if (HexFormat.of().parseHex(hex).length != length) {
            throw new IllegalArgumentException(
                    "checksum: %s is no %s\n  that has %d digits".formatted(hex, algorithm, 2 * length));
        }
    }

    /** An MD5: enough against accidents, which is all that most data sets publish. */
    public static Checksum md5(String hex) {
        return new Checksum("MD5", hex);
    }

    /** A SHA-256. */
    public static Checksum sha256(String hex) {
        return new Checksum("SHA-256", hex);
    }

    /** What a file does add up to. */
    public String of(Path file) throws IOException {
        MessageDigest digest = digest(algorithm);
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("checksum: this Java has no " + algorithm + "\n  use SHA-256", e);
        }
    }
}
