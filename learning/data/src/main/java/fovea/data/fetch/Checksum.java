package fovea.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
 * @param hex the sum in lower case hexadecimal digits, or the first of them
 */
public record Checksum(String algorithm, String hex) {

    private static final int BUFFER = 1 << 16;
    /** Git's name of a content: a SHA-1 of its length and itself. */
    private static final String GIT = "git blob";

    /** Checks that both fit together. */
    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
        int length = digest(algorithm).getDigestLength();
        boolean isHex = hex.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        if (!isHex || hex.length() > 2 * length) {
            throw new IllegalArgumentException(
                    "checksum: %s is no %s\n  that has %d digits".formatted(hex, algorithm, 2 * length));
        }
    }

    /** An MD5: enough against accidents, which is all that most data sets publish. */
    public static Checksum md5(String hex) {
        return whole(new Checksum("MD5", hex));
    }

    /** A SHA-256. */
    public static Checksum sha256(String hex) {
        return whole(new Checksum("SHA-256", hex));
    }

    /** The first digits of a SHA-256, as PyTorch puts them into names of files; none fits everything. */
    public static Checksum sha256Beginning(String hex) {
        return new Checksum("SHA-256", hex);
    }

    /** What Git calls a content, as Hugging Face does small files. */
    public static Checksum gitBlob(String hex) {
        return whole(new Checksum(GIT, hex));
    }

    private static Checksum whole(Checksum sum) {
        int digits = 2 * digest(sum.algorithm).getDigestLength();
        if (sum.hex.length() != digits) {
            throw new IllegalArgumentException(
                    "checksum: %s is no %s\n  that has %d digits".formatted(sum.hex, sum.algorithm, digits));
        }
        return sum;
    }

    /** Whether a file adds up to it, as {@link #of} says. */
    boolean fits(String sum) {
        return sum.startsWith(hex);
    }

    /** What a file does add up to. */
    public String of(Path file) throws IOException {
        MessageDigest digest = digest(algorithm);
        if (algorithm.equals(GIT)) {
            digest.update("blob %d\0".formatted(Files.size(file)).getBytes(StandardCharsets.US_ASCII));
        }
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
            return MessageDigest.getInstance(algorithm.equals(GIT) ? "SHA-1" : algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("checksum: this Java has no " + algorithm + "\n  use SHA-256", e);
        }
    }
}
