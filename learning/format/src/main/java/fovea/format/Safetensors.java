package fovea.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An open safetensors file: arrays by name, in the header's order, and metadata. The data is mapped, not read, so
 * opening is quick however large the file; arrays can be read from any thread until {@link #close}.
 *
 * <p>Layout: the header's length as unsigned 64-bit number, the header in JSON (at most 100 MB), then the arrays'
 * bytes; all little-endian.
 *
 * <p>Replacing an open file by {@link #write} is safe; shortening it in place while it is mapped is not.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The safetensors format</a>
 */
public final class Safetensors implements AutoCloseable {
    static final int LENGTH_BYTES = 8;
    static final long MAX_HEADER_BYTES = 100_000_000;

    private final Path file;
    private final MappedFile mapped;
    private final SequencedMap<String, NdArray> arrays;
    private final SequencedMap<String, String> metadata;

    private Safetensors(MappedFile mapped) {
        this.file = mapped.file();
        this.mapped = mapped;
        long headerBytes = headerBytes(file, mapped.bytes());
        MemorySegment data = mapped.bytes().asSlice(LENGTH_BYTES + headerBytes);
        SafetensorsHeader header = header(file, mapped.bytes().asSlice(LENGTH_BYTES, headerBytes), data.byteSize());
        this.arrays = new LinkedHashMap<>();
        header.entries().forEach((name, entry) -> {
            MemorySegment bytes = data.asSlice(entry.begin, entry.end - entry.begin);
            arrays.put(name, NdArray.of(entry.type, entry.shape, bytes));
        });
        this.metadata = header.metadata();
    }

    /**
     * Opens a file and checks all of its header.
     *
     * @throws FormatException if it is missing, damaged, cut off or no safetensors file
     */
    public static Safetensors open(Path file) {
        MappedFile mapped = MappedFile.open(file);
        boolean opened = false;
        try {
            Safetensors safetensors = new Safetensors(mapped);
            opened = true;
            return safetensors;
        } finally {
            if (!opened) {
                mapped.close();
            }
        }
    }

    /**
     * Writes a file; it appears whole or not at all. The header lists the arrays in the order given; their bytes lie in
     * order of falling element width, so that every element is aligned. The same arrays in the same order, with the
     * same metadata in any order, give the same bytes.
     *
     * @throws IllegalArgumentException if a name cannot be written: {@code __metadata__}, or half a character
     * @throws FormatException if the disk is full or the folder missing
     */
    public static void write(Path file, SequencedMap<String, NdArray> arrays, Map<String, String> metadata) {
        SafetensorsWriter.of(arrays, metadata).write(file);
    }

    private static long headerBytes(Path file, MemorySegment mapped) {
        if (mapped.byteSize() < LENGTH_BYTES) {
            throw SafetensorsHeader.bad(
                    file, "has %d bytes: expected at least %d".formatted(mapped.byteSize(), LENGTH_BYTES));
        }
        long length = mapped.get(ElementType.LE_LONG, 0);
        long most = Math.min(MAX_HEADER_BYTES, mapped.byteSize() - LENGTH_BYTES);
        if (length < 2 || length > most) {
            throw SafetensorsHeader.bad(
                    file,
                    "claims a header of %s bytes: expected 2 to %d".formatted(Long.toUnsignedString(length), most));
        }
        return length;
    }

    private static SafetensorsHeader header(Path file, MemorySegment bytes, long dataBytes) {
        if (bytes.get(ValueLayout.JAVA_BYTE, 0) != '{') {
            throw SafetensorsHeader.bad(file, "its header does not start with {");
        }
        return SafetensorsHeader.parse(file, Utf8.decode(file, bytes.asByteBuffer()), dataBytes);
    }

    /** All arrays by name, in the header's order; the map cannot be changed. */
    public SequencedMap<String, NdArray> arrays() {
        return Collections.unmodifiableSequencedMap(arrays);
    }

    /**
     * The array of that name.
     *
     * @throws FormatException if there is none
     */
    public NdArray array(String name) {
        NdArray array = arrays.get(name);
        if (array == null) {
            throw new FormatException(
                    file,
                    "has no array %s among its %d".formatted(SafetensorsHeader.quoted(name), arrays.size()),
                    "it holds "
                            + String.join(
                                    ", ", arrays.keySet().stream().limit(8).toList())
                            + (arrays.size() > 8 ? ", …" : ""));
        }
        return array;
    }

    /** The free text of the file, by key, in its order; the map cannot be changed. */
    public SequencedMap<String, String> metadata() {
        return Collections.unmodifiableSequencedMap(metadata);
    }

    /** Unmaps the file; its arrays can be read no more. Closing twice does nothing. */
    @Override
    public void close() {
        mapped.close();
    }
}
