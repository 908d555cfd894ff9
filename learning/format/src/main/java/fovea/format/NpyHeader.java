package fovea.format;

import static fovea.format.ElementType.LE_INT;
import static fovea.format.ElementType.LE_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the header of an npy file says, checked against the bytes that follow it.
 *
 * @param dataAt where the elements begin
 */
record NpyHeader(ElementType type, boolean isBigEndian, boolean isFortran, long[] shape, long dataAt) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    static final int MAX_RANK = 64;
    /** NumPy writes a few hundred bytes at most for the types read here. */
    private static final int MAX_BYTES = 1 << 16;

    private static final int VERSION_AT = 6;
    private static final int LENGTH_AT = 8;
    private static final Pattern DESCRIPTOR = Pattern.compile("([<>=|]?)([a-zA-Z])(\\d{1,9})");

    /** Reads a header; the elements must take the rest of {@code bytes}, no more and no less. */
    static NpyHeader parse(Path file, String where, MemorySegment bytes) {
        return new Parsing(file, where, bytes).header();
    }

    /** What NumPy calls elements of that type in little-endian order. */
    static String descriptor(ElementType type) {
        return switch (type) {
            case BOOL -> "|b1";
            case I8 -> "|i1";
            case U8 -> "|u1";
            case F16, F32, F64 -> "<f" + type.width();
            case C64, C128 -> "<c" + type.width();
            case I16, I32, I64 -> "<i" + type.width();
            case U16, U32, U64 -> "<u" + type.width();
            case BF16, F8_E4M3, F8_E5M2 ->
                throw new IllegalArgumentException(
                        "npy: NumPy has no " + type + System.lineSeparator() + "  write it as F32, or as safetensors");
        };
    }

    /** One reading of a header. */
    private record Parsing(Path file, String where, MemorySegment bytes) {

        NpyHeader header() {
            long dataAt = dataAt();
            long textAt = textAt();
            byte[] text = bytes.asSlice(textAt, dataAt - textAt).toArray(ValueLayout.JAVA_BYTE);
            PythonDict dict = dict(text);
            String descr = dict.descr();
            Matcher matcher = DESCRIPTOR.matcher(descr);
            ElementType type = matcher.matches() ? type(matcher.group(2) + matcher.group(3)) : null;
            if (type == null || (type.width() > 1 && matcher.group(1).equals("|"))) {
                throw bad(
                        "its elements are of type %s: expected floats, complex or whole numbers of 1 to 16 bytes, or booleans"
                                .formatted(SafetensorsHeader.quoted(descr)));
            }
            // No mark and "=" mean the writer's own order, which is not told; NumPy takes the reader's, little-endian
            // here.
            boolean bigEndian = type.width() > 1 && matcher.group(1).equals(">");
            checkSize(type, dict.shape(), dataAt);
            return new NpyHeader(type, bigEndian, dict.isFortran(), dict.shape(), dataAt);
        }

        private PythonDict dict(byte[] text) {
            // Version 3 says UTF-8, the others Latin-1; the three keys and their values are ASCII in both.
            String header = version() < 3
                    ? new String(text, StandardCharsets.ISO_8859_1)
                    : Utf8.decode(file, ByteBuffer.wrap(text)).toString();
            try {
                return PythonDict.parse(header);
            } catch (IllegalArgumentException e) {
                throw bad("its header cannot be read: " + e.getMessage());
            }
        }

        private int version() {
            return bytes.get(ValueLayout.JAVA_BYTE, VERSION_AT);
        }

        private long textAt() {
            return version() == 1 ? 10 : 12;
        }

        private long dataAt() {
            long size = bytes.byteSize();
            if (size < MAGIC.length || bytes.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) != -1) {
                throw bad("is no npy file: it must start with 93 4E 55 4D 50 59");
            }
            if (size < 12) {
                throw bad("ends inside its header: it has %d bytes".formatted(size));
            }
            int minor = bytes.get(ValueLayout.JAVA_BYTE, VERSION_AT + 1);
            if (version() < 1 || version() > 3 || minor != 0) {
                throw bad("is of version %d.%d: expected 1.0, 2.0 or 3.0".formatted(version(), minor));
            }
            long length = version() == 1
                    ? Short.toUnsignedLong(bytes.get(LE_SHORT, LENGTH_AT))
                    : Integer.toUnsignedLong(bytes.get(LE_INT, LENGTH_AT));
            long most = Math.min(MAX_BYTES, size - textAt());
            if (length > most) {
                throw bad("claims a header of %d bytes: expected at most %d".formatted(length, most));
            }
            return textAt() + length;
        }

        private void checkSize(ElementType type, long[] shape, long dataAt) {
            String declared = type + " " + Arrays.toString(shape);
            try {
                long expected = type.bytes(shape);
                long found = bytes.byteSize() - dataAt;
                if (expected != found) {
                    throw bad("%s: it declares %s, expected %d bytes of elements, found %d"
                            .formatted(found < expected ? "is too short" : "is too long", declared, expected, found));
                }
            } catch (ArithmeticException _) {
                throw bad("declares an impossible size: " + declared);
            }
        }

        private static @Nullable ElementType type(String descriptor) {
            return switch (descriptor) {
                case "f2" -> ElementType.F16;
                case "f4" -> ElementType.F32;
                case "f8" -> ElementType.F64;
                case "c8" -> ElementType.C64;
                case "c16" -> ElementType.C128;
                case "i1" -> ElementType.I8;
                case "i2" -> ElementType.I16;
                case "i4" -> ElementType.I32;
                case "i8" -> ElementType.I64;
                case "u1" -> ElementType.U8;
                case "u2" -> ElementType.U16;
                case "u4" -> ElementType.U32;
                case "u8" -> ElementType.U64;
                case "b1" -> ElementType.BOOL;
                default -> null;
            };
        }

        private FormatException bad(String what) {
            return new FormatException(
                    file, where + what, "save the array again with numpy.save, as plain numbers, allow_pickle=False");
        }
    }
}
