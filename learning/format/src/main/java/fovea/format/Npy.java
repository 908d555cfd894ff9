package fovea.format;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * NumPy's file of one array: six bytes {@code \x93NUMPY}, a version, a header that spells a Python dictionary of the
 * keys {@code descr}, {@code fortran_order} and {@code shape}, then the elements.
 *
 * <p>Read: versions 1.0, 2.0 and 3.0, either byte order, C and Fortran order, and the types {@code f2 f4 f8 c8 c16 i1
 * i2 i4 i8 u1 u2 u4 u8} and {@code b1}. Refused: structured, text and date types, and Python objects, which are stored as
 * code to run. The header is parsed, never evaluated. Written: version 1.0, little-endian, C order.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public final class Npy {
    private static final int ALIGNMENT = 64;
    private static final int LENGTH_AT = 8;
    private static final int HEADER_AT = 10;

    private Npy() {}

    /**
     * Reads a whole file into memory.
     *
     * @throws FormatException if it is missing, damaged, too short, too long, of another type, or no npy file
     */
    public static NdArray read(Path file) {
        try (MappedFile mapped = MappedFile.open(file)) {
            return decode(file, "", mapped.bytes());
        }
    }

    /**
     * The array that {@code bytes} hold, as a copy.
     *
     * @param where what a message calls the bytes, where they are not the whole of {@code file}
     */
    static NdArray decode(Path file, String where, MemorySegment bytes) {
        NpyHeader header = NpyHeader.parse(file, where, bytes);
        MemorySegment data = bytes.asSlice(header.dataAt());
        // A copy whatever the order, for the file is closed.
        MemorySegment packed = RegularFile.memory(file, data.byteSize()).copyFrom(data);
        long[] strides = header.isFortran() ? Strided.packedFromFirst(header.shape()) : Strided.packed(header.shape());
        ByteOrder order = header.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return NdArray.of(header.type(), header.shape(), strides, order, packed, n -> RegularFile.memory(file, n));
    }

    /**
     * Writes a file; it appears whole or not at all.
     *
     * @throws IllegalArgumentException if NumPy does not have the type: {@code BF16}, {@code F8_E4M3}, {@code F8_E5M2}
     * @throws FormatException if the disk is full or the folder missing
     */
    public static void write(Path file, NdArray array) {
        byte[] header = header(array);
        WholeFile.write(file, header.length + array.data().byteSize(), out -> {
            out.write(header);
            array.writeTo(out);
        });
    }

    /** Everything before the elements, a multiple of 64 bytes. */
    static byte[] header(NdArray array) {
        String shape = Arrays.stream(array.shape()).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
                .formatted(NpyHeader.descriptor(array.type()), shape);
        int length = Math.ceilDiv(HEADER_AT + text.length() + 1, ALIGNMENT) * ALIGNMENT;
        byte[] header = new byte[length];
        Arrays.fill(header, (byte) ' ');
        System.arraycopy(NpyHeader.MAGIC, 0, header, 0, NpyHeader.MAGIC.length);
        header[6] = 1;
        header[7] = 0;
        header[LENGTH_AT] = (byte) (length - HEADER_AT);
        header[LENGTH_AT + 1] = (byte) ((length - HEADER_AT) >> 8);
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, HEADER_AT, ascii.length);
        header[length - 1] = '\n';
        return header;
    }
}
