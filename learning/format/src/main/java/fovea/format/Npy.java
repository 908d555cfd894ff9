package fovea.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * NumPy's file of one array: six bytes {@code \x93NUMPY}, a version, a header that spells a Python dictionary of the
 * keys {@code descr}, {@code fortran_order} and {@code shape}, then the elements.
 *
 * <p>Read: versions 1.0, 2.0 and 3.0, either byte order, C and Fortran order, and the types {@code f2 f4 f8 i1 i2 i4 i8
 * u1 u2 u4 u8} and {@code b1}. Refused: structured, complex, text and date types, and Python objects, which are stored as
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
        RegularFile.size(file);
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return decode(file, "", channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
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
        MemorySegment elements = RegularFile.memory(file, data.byteSize());
        if (header.isFortran()) {
            transpose(data, header.shape(), header.type().width(), elements);
        } else {
            elements.copyFrom(data);
        }
        if (header.isBigEndian()) {
            header.type().reverse(elements);
        }
        return NdArray.of(header.type(), header.shape(), elements);
    }

    /** Copies elements whose first axis runs fastest to where the last one does. */
    private static void transpose(MemorySegment from, long[] shape, int width, MemorySegment to) {
        long[] steps = new long[shape.length];
        long step = width;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            steps[axis] = step;
            step *= shape[axis];
        }
        long[] index = new long[shape.length];
        long target = 0;
        for (long at = 0; at < from.byteSize(); at += width) {
            MemorySegment.copy(from, at, to, target, width);
            for (int axis = 0; axis < shape.length; axis++) {
                target += steps[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                target -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }

    /**
     * Writes a file; it appears whole or not at all.
     *
     * @throws IllegalArgumentException if the type is {@code BF16}, which NumPy does not have
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
