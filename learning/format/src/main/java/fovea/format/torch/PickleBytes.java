package fovea.format.torch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A pickle's bytes, from first to last; whatever it says about lengths is held against what is left of them. */
final class PickleBytes {
    /** The longest line of text in the old opcodes, which have no lengths. */
    private static final int MAX_LINE = 1 << 16;

    private static final int MAX_DIGITS = 1000;

    private final MemorySegment bytes;
    private long at;

    PickleBytes(MemorySegment bytes, long at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Where the next byte is. */
    long at() {
        return at;
    }

    int u8() {
        need(1);
        return Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, at++));
    }

    int u16() {
        return u8() | u8() << 8;
    }

    int i32() {
        return u16() | u16() << 16;
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    long i64() {
        return u32() | u32() << 32;
    }

    /** Big-endian, unlike all the others. */
    double f64() {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    /** A whole number in two's complement of {@code n} bytes; none is 0. */
    Value whole(long n) {
        if (n < 0 || n > MAX_DIGITS) {
            throw new PickleException("has a whole number of %d bytes: expected at most %d".formatted(n, MAX_DIGITS));
        }
        byte[] little = raw(n);
        byte[] big = new byte[little.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = little[big.length - 1 - i];
        }
        return of(big.length == 0 ? BigInteger.ZERO : new BigInteger(big));
    }

    static Value of(BigInteger number) {
        return number.bitLength() < Long.SIZE ? new Value.Whole(number.longValue()) : new Value.Huge(number);
    }

    /** A whole number in decimal digits; a Python 2 {@code L} may end it. */
    static Value decimal(String text) {
        String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        if (digits.length() > MAX_DIGITS || !digits.matches("[+-]?[0-9]+")) {
            throw new PickleException("has '%s' where a whole number was expected".formatted(shortened(text)));
        }
        return of(new BigInteger(digits));
    }

    /** A floating-point number as Python writes it. */
    static Value real(String text) {
        if (text.length() > 64
                || !text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?|[+-]?inf|nan")) {
            throw new PickleException("has '%s' where a number was expected".formatted(shortened(text)));
        }
        return new Value.Real(Double.parseDouble(text.replace("inf", "Infinity").replace("nan", "NaN")));
    }

    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }

    /** Strict UTF-8 of {@code n} bytes. */
    Value.Text text(long n) {
        byte[] part = raw(n);
        try {
            return new Value.Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(part))
                    .toString());
        } catch (CharacterCodingException _) {
            throw new PickleException("has text that is not UTF-8");
        }
    }

    /** Text up to a line feed, which is read too. */
    String line() {
        long end = at;
        while (end < bytes.byteSize() && end - at <= MAX_LINE && bytes.get(ValueLayout.JAVA_BYTE, end) != '\n') {
            end++;
        }
        if (end == bytes.byteSize() || end - at > MAX_LINE) {
            throw new PickleException("has a line that does not end");
        }
        String line = text(end - at).value();
        at++;
        return line;
    }

    byte[] raw(long n) {
        need(n);
        byte[] part = bytes.asSlice(at, n).toArray(ValueLayout.JAVA_BYTE);
        at += n;
        return part;
    }

    void skip(long n) {
        need(n);
        at += n;
    }

    /** Refuses fewer than {@code n} bytes left. */
    void need(long n) {
        if (n < 0 || n > bytes.byteSize() - at) {
            throw new PickleException("needs %s bytes at byte %d of its %d: it is cut off or damaged"
                    .formatted(Long.toUnsignedString(n), at, bytes.byteSize()));
        }
    }
}
