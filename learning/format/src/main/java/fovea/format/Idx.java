package fovea.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reader of IDX, the format of the MNIST family: two zero bytes, a type byte, the rank, one big-endian 32-bit size per
 * axis, then the elements, big-endian in C order. Plain files and gzip-compressed ones, told apart by their first
 * bytes.
 *
 * <p>Type bytes: {@code 08} U8, {@code 09} I8, {@code 0B} I16, {@code 0C} I32, {@code 0D} F32, {@code 0E} F64.
 *
 * @see <a href="https://yann.lecun.com/exdb/mnist/">The MNIST database</a>
 */
public final class Idx {
    private static final String FETCH_AGAIN = "fetch the file again, from its official address";
    private static final int CHUNK = 1 << 16;
    /** The most bytes that one byte of deflate data can stand for. */
    private static final long DEFLATE_RATIO = 1032;

    private final Path file;
    private final InputStream in;
    private final boolean zipped;
    /** The most bytes the file can hold, decompressed. */
    private final long capacity;

    private Idx(Path file, InputStream in, boolean zipped, long capacity) {
        this.file = file;
        this.in = in;
        this.zipped = zipped;
        this.capacity = capacity;
    }

    /**
     * Reads a whole file into memory.
     *
     * @throws FormatException if it is missing, damaged, too short, too long, or no IDX file
     */
    public static NdArray read(Path file) {
        long size = RegularFile.size(file);
        try (BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
            raw.mark(2);
            boolean zipped = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            if (!zipped) {
                return new Idx(file, raw, false, size).read();
            }
            try (InputStream unzipped = new GZIPInputStream(raw, CHUNK)) {
                long capacity = size > Long.MAX_VALUE / DEFLATE_RATIO ? Long.MAX_VALUE : size * DEFLATE_RATIO;
                return new Idx(file, unzipped, true, capacity).read();
            }
        } catch (EOFException e) {
            throw new FormatException(file, "its gzip header is cut off after " + size + " bytes", FETCH_AGAIN, e);
        } catch (ZipException e) {
            throw new FormatException(file, "its gzip data is damaged: " + e.getMessage(), FETCH_AGAIN, e);
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    private NdArray read() throws IOException {
        byte[] magic = header(4, 4);
        if (magic[0] != 0 || magic[1] != 0) {
            String found = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(magic);
            throw new FormatException(
                    file, "is no IDX file: it must start with 00 00, and starts with " + found, FETCH_AGAIN);
        }
        ElementType type = type(magic[2]);
        long[] shape = shape(magic[3] & 0xff);
        long headerBytes = 4 + 4L * shape.length;
        long dataBytes = dataBytes(type, shape, headerBytes);
        MemorySegment data = elements(dataBytes, headerBytes);
        type.reverse(data);
        return NdArray.of(type, shape, data);
    }

    private byte[] header(int n, long soFar) throws IOException {
        byte[] bytes = new byte[n];
        int got = fill(bytes, n);
        if (got < n) {
            throw new FormatException(
                    file,
                    "ends inside its header: expected %d bytes, found %d".formatted(soFar, soFar - n + got),
                    FETCH_AGAIN);
        }
        return bytes;
    }

    private ElementType type(byte code) {
        return switch (code) {
            case 0x08 -> ElementType.U8;
            case 0x09 -> ElementType.I8;
            case 0x0b -> ElementType.I16;
            case 0x0c -> ElementType.I32;
            case 0x0d -> ElementType.F32;
            case 0x0e -> ElementType.F64;
            default ->
                throw new FormatException(
                        file,
                        "its type byte is %02X: expected one of 08, 09, 0B, 0C, 0D, 0E".formatted(code),
                        FETCH_AGAIN);
        };
    }

    private long[] shape(int rank) throws IOException {
        if (rank == 0) {
            throw new FormatException(file, "its rank is 0: expected at least one axis", FETCH_AGAIN);
        }
        ByteBuffer sizes = ByteBuffer.wrap(header(4 * rank, 4 + 4L * rank));
        long[] shape = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = sizes.getInt();
            if (shape[axis] < 0) {
                throw new FormatException(
                        file,
                        "the size of axis %d is %d: expected 0 or more".formatted(axis, shape[axis]),
                        FETCH_AGAIN);
            }
        }
        return shape;
    }

    /** Bytes of data the header asks for, refused at once where the file cannot hold them. */
    private long dataBytes(ElementType type, long[] shape, long headerBytes) {
        String declared = type + " " + Arrays.toString(shape);
        try {
            long bytes = type.bytes(shape);
            if (bytes > capacity - headerBytes) {
                String most = zipped ? "found a gzip file that can hold at most " : "found ";
                throw new FormatException(
                        file,
                        "is too short: its header declares %s, expected %d bytes, %s%d"
                                .formatted(declared, Math.addExact(bytes, headerBytes), most, capacity),
                        FETCH_AGAIN);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new FormatException(file, "its header declares an impossible size: " + declared, FETCH_AGAIN, e);
        }
    }

    /** Memory grows with what really arrives: a compressed file may declare much and hold little. */
    private MemorySegment elements(long bytes, long headerBytes) throws IOException {
        MemorySegment data = RegularFile.memory(file, zipped ? Math.min(bytes, 1L << 20) : bytes);
        byte[] chunk = new byte[CHUNK];
        long got = 0;
        while (got < bytes) {
            int n = fill(chunk, (int) Math.min(CHUNK, bytes - got));
            if (n == 0) {
                throw wrongLength("is too short", headerBytes + bytes, String.valueOf(headerBytes + got));
            }
            if (got + n > data.byteSize()) {
                data = RegularFile.memory(file, Math.min(bytes, 2 * data.byteSize()))
                        .copyFrom(data);
            }
            MemorySegment.copy(chunk, 0, data, ValueLayout.JAVA_BYTE, got, n);
            got += n;
        }
        if (fill(chunk, 1) != 0) { // also reaches the checksum at the end of a gzip file
            throw wrongLength("is too long", headerBytes + bytes, zipped ? "more" : String.valueOf(capacity));
        }
        return data;
    }

    private FormatException wrongLength(String what, long expected, String found) {
        String where = zipped ? " after decompression" : "";
        return new FormatException(
                file, "%s: expected %d bytes%s, found %s".formatted(what, expected, where, found), FETCH_AGAIN);
    }

    /** Reads {@code n} bytes, or as many as there are; a gzip stream that is cut off counts as ended. */
    private int fill(byte[] bytes, int n) throws IOException {
        int got = 0;
        try {
            while (got < n) {
                int read = in.read(bytes, got, n - got);
                if (read < 0) {
                    break;
                }
                got += read;
            }
        } catch (EOFException e) {
            if (n == 1) {
                throw new FormatException(file, "its gzip checksum is cut off", FETCH_AGAIN, e);
            }
        }
        return got;
    }
}
