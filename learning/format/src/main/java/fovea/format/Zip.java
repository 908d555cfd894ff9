package fovea.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * An open ZIP archive: contents by name, stored or deflated, each held against its checksum when it is read. Names are
 * only names: nothing is ever written to a disk, so that {@code /etc/x} or {@code ../x} do no harm.
 *
 * <p>The file is mapped, not read, so opening is quick however large it is; contents can be read from any thread until
 * {@link #close}. An archive inside an archive is opened by {@link #nested}.
 *
 * <p>Refused: encrypted contents, methods other than stored and deflated, archives in several volumes or with something
 * before or after them, a name given twice, contents that overlap.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">.ZIP file format specification</a>
 */
public final class Zip implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    /** The most bytes that one byte of deflate data can stand for. */
    private static final long DEFLATE_RATIO = 1032;

    private final Path file;
    /** Null where the bytes belong to an archive around this one. */
    private final @Nullable MappedFile mapped;

    private final MemorySegment bytes;
    private final SequencedMap<String, ZipDirectory.Entry> entries;

    private Zip(Path file, String where, @Nullable MappedFile mapped, MemorySegment bytes) {
        this.file = file;
        this.mapped = mapped;
        this.bytes = bytes;
        this.entries = new ZipDirectory(file, where, bytes).entries();
    }

    /**
     * Opens an archive and checks all of its directory.
     *
     * @throws FormatException if it is missing, damaged, cut off or no ZIP archive
     */
    public static Zip open(Path file) {
        MappedFile mapped = MappedFile.open(file);
        boolean opened = false;
        try {
            Zip zip = new Zip(file, "", mapped, mapped.bytes());
            opened = true;
            return zip;
        } finally {
            if (!opened) {
                mapped.close();
            }
        }
    }

    /**
     * Opens an archive that lies in this one. It can be read until this one is closed; closing it does nothing.
     *
     * @throws FormatException if there is none of that name, or it is damaged
     */
    public Zip nested(String name) {
        return new Zip(file, where(name) + " ", null, bytes(name));
    }

    /** The file itself, for messages. */
    Path file() {
        return file;
    }

    /** Bytes that the content of that name has when unpacked; it is in {@link #names()}. */
    public long size(String name) {
        return entry(name).size();
    }

    /** Whether the content of that name is deflated, so that {@link #bytes} makes a copy. */
    public boolean isDeflated(String name) {
        return !entry(name).isStored();
    }

    /** All names, in the directory's order; those of folders end in a slash. */
    public SequencedSet<String> names() {
        return Collections.unmodifiableSequencedMap(entries).sequencedKeySet();
    }

    /**
     * The content of that name: a part of the mapped file where it is stored, memory of its own where it is deflated.
     *
     * @throws FormatException if there is none of that name, or it is damaged
     */
    public MemorySegment bytes(String name) {
        ZipDirectory.Entry entry = entry(name);
        MemorySegment packed = bytes.asSlice(entry.dataAt(), entry.packed());
        MemorySegment content = entry.isStored() ? packed : inflate(name, packed, entry.size());
        if (checksum(content) != entry.checksum()) {
            throw bad(name, "does not fit its checksum");
        }
        return content.asReadOnly();
    }

    private ZipDirectory.Entry entry(String name) {
        ZipDirectory.Entry entry = entries.get(name);
        if (entry == null) {
            throw new FormatException(
                    file,
                    "holds nothing named %s among its %d".formatted(SafetensorsHeader.quoted(name), entries.size()),
                    "check that it is the right file");
        }
        return entry;
    }

    /** Memory grows with what really arrives: an archive may declare much and hold little. */
    private MemorySegment inflate(String name, MemorySegment packed, long size) {
        if (size / DEFLATE_RATIO > packed.byteSize()) {
            throw bad(name, "claims %d bytes, more than %d deflated ones can hold".formatted(size, packed.byteSize()));
        }
        try (Inflater inflater = new Inflater(true)) {
            MemorySegment content = RegularFile.memory(file, Math.min(size, 1L << 20));
            byte[] in = new byte[CHUNK];
            byte[] out = new byte[CHUNK];
            long taken = 0;
            long got = 0;
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int n = (int) Math.min(CHUNK, packed.byteSize() - taken);
                    MemorySegment.copy(packed, ValueLayout.JAVA_BYTE, taken, in, 0, n);
                    inflater.setInput(in, 0, n);
                    taken += n;
                }
                int n = inflater.inflate(out);
                if (n == 0 && !inflater.finished() && (inflater.needsDictionary() || taken == packed.byteSize())) {
                    throw bad(name, "is cut off after %d of %d bytes".formatted(got, size));
                }
                if (n > size - got) {
                    throw bad(name, "has more than the %d bytes it claims".formatted(size));
                }
                if (got + n > content.byteSize()) {
                    content = RegularFile.memory(file, Math.min(size, 2 * content.byteSize()))
                            .copyFrom(content);
                }
                MemorySegment.copy(out, 0, content, ValueLayout.JAVA_BYTE, got, n);
                got += n;
            }
            if (got != size) {
                throw bad(name, "has %d bytes: expected %d".formatted(got, size));
            }
            return content;
        } catch (DataFormatException e) {
            throw bad(name, "is damaged: " + e.getMessage());
        }
    }

    private static long checksum(MemorySegment content) {
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[CHUNK];
        for (long at = 0; at < content.byteSize(); at += CHUNK) {
            int n = (int) Math.min(CHUNK, content.byteSize() - at);
            MemorySegment.copy(content, ValueLayout.JAVA_BYTE, at, chunk, 0, n);
            crc.update(chunk, 0, n);
        }
        return crc.getValue();
    }

    private FormatException bad(String name, String what) {
        return ZipDirectory.bad(file, where(name) + " " + what);
    }

    /** What a message calls the content of that name. */
    static String where(String name) {
        return "entry " + SafetensorsHeader.quoted(name);
    }

    /** Unmaps the file; its contents can be read no more. Closing twice does nothing. */
    @Override
    public void close() {
        if (mapped != null) {
            mapped.close();
        }
    }
}
