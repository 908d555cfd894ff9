package fovea.format;

import static fovea.format.ElementType.LE_INT;
import static fovea.format.ElementType.LE_LONG;
import static fovea.format.ElementType.LE_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The directory at the end of a ZIP archive, whose every record is checked against the archive's bytes. Numbers that do
 * not fit 32 bits (ZIP64) are found in an extra field and in a second end record.
 *
 * @param where what a message calls the archive, where it is not a file of its own
 */
record ZipDirectory(Path file, String where, MemorySegment bytes) {
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LONG_COMMENT = 0xffff;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;

    /** One content: where its bytes lie, how many they are packed and unpacked, and the checksum of the latter. */
    record Entry(boolean isStored, long dataAt, long packed, long size, long checksum) {}

    /** Where the directory lies and how many entries it must have. */
    private record Extent(long from, long to, long entries) {}

    SequencedMap<String, Entry> entries() {
        Extent extent = extent();
        SequencedMap<String, Entry> entries = new LinkedHashMap<>();
        long at = extent.from;
        long taken = 0;
        while (at < extent.to) {
            need(at, CENTRAL_BYTES, extent.to);
            if (intAt(at) != CENTRAL) {
                throw bad("has no entry where its directory should have one, at byte " + at);
            }
            int nameBytes = shortAt(at + 28);
            int extraBytes = shortAt(at + 30);
            long next = at + CENTRAL_BYTES + nameBytes + extraBytes + shortAt(at + 32);
            need(at, next - at, extent.to);
            MemorySegment name = bytes.asSlice(at + CENTRAL_BYTES, nameBytes);
            String text = text(name);
            Entry entry = entry(at, text, name, extent.from);
            if (entries.putIfAbsent(text, entry) != null) {
                throw bad("names " + SafetensorsHeader.quoted(text) + " twice");
            }
            taken += LOCAL_BYTES + nameBytes + entry.packed;
            if (taken > extent.from) {
                throw bad("claims more bytes than it has: its entries overlap");
            }
            at = next;
        }
        if (entries.size() != extent.entries) {
            throw bad("has %d entries: its end says %d".formatted(entries.size(), extent.entries));
        }
        return entries;
    }

    /** Found from the end record, which is last but for a comment of at most 65,535 bytes. */
    private Extent extent() {
        long last = bytes.byteSize() - END_BYTES;
        for (long at = last; at >= 0 && at >= last - LONG_COMMENT; at--) {
            if (intAt(at) == END && shortAt(at + 20) == last - at) {
                return extent(at);
            }
        }
        throw bad("has no ZIP directory at its end: it is cut off, or no ZIP archive");
    }

    private Extent extent(long end) {
        long entries = shortAt(end + 10);
        long size = unsignedAt(end + 12);
        long from = unsignedAt(end + 16);
        long to = end;
        boolean oneVolume = intAt(end + 4) == 0;
        long locator = end - LOCATOR_BYTES;
        if (locator >= 0 && intAt(locator) == LOCATOR) {
            to = bytes.get(LE_LONG, locator + 8);
            need(to, END64_BYTES, locator);
            if (intAt(to) != END64) {
                throw bad("has no ZIP64 end record where its locator says, at byte " + to);
            }
            entries = bytes.get(LE_LONG, to + 32);
            size = bytes.get(LE_LONG, to + 40);
            from = bytes.get(LE_LONG, to + 48);
        }
        if (!oneVolume) {
            throw bad("is one of several volumes, which cannot be read");
        }
        if (from < 0 || size < 0 || from > to || to - from != size) {
            throw bad("has a directory of %d bytes from byte %d: expected it to end at byte %d"
                    .formatted(size, from, to));
        }
        return new Extent(from, to, entries);
    }

    private Entry entry(long at, String text, MemorySegment name, long directory) {
        int flags = shortAt(at + 8);
        int method = shortAt(at + 10);
        long packed = unsignedAt(at + 20);
        long size = unsignedAt(at + 24);
        long local = unsignedAt(at + 42);
        if (size == IN_ZIP64 || packed == IN_ZIP64 || local == IN_ZIP64) {
            long extra = zip64(at, text);
            long to = extra + 4 + shortAt(extra + 2);
            extra += 4;
            size = size == IN_ZIP64 ? longAt(extra, to) : size;
            extra += unsignedAt(at + 24) == IN_ZIP64 ? 8 : 0;
            packed = packed == IN_ZIP64 ? longAt(extra, to) : packed;
            extra += unsignedAt(at + 20) == IN_ZIP64 ? 8 : 0;
            local = local == IN_ZIP64 ? longAt(extra, to) : local;
        }
        if ((flags & ENCRYPTED) != 0) {
            throw bad(text, "is encrypted, which cannot be read");
        }
        if (method != STORED && method != DEFLATED) {
            throw bad(text, "is packed by method %d: expected 0 (stored) or 8 (deflated)".formatted(method));
        }
        if (method == STORED && size != packed) {
            throw bad(text, "is stored, and has %d bytes of %d".formatted(packed, size));
        }
        long dataAt = dataAt(local, directory, text, name);
        need(dataAt, packed, directory);
        if (size < 0) {
            throw bad(text, "has an impossible size: " + size);
        }
        return new Entry(method == STORED, dataAt, packed, size, unsignedAt(at + 16));
    }

    /** Where the content begins, after a header of its own that must have the same name. */
    private long dataAt(long local, long directory, String text, MemorySegment name) {
        need(local, LOCAL_BYTES, directory);
        int nameBytes = shortAt(local + 26);
        long dataAt = local + LOCAL_BYTES + nameBytes + shortAt(local + 28);
        if (intAt(local) != LOCAL
                || dataAt > directory
                || bytes.asSlice(local + LOCAL_BYTES, nameBytes).mismatch(name) != -1) {
            throw bad(text, "is not where the directory says, at byte " + local);
        }
        return dataAt;
    }

    /** Where the extra field with the long numbers begins, in the directory's entry at {@code at}. */
    private long zip64(long at, String text) {
        long extra = at + CENTRAL_BYTES + shortAt(at + 28);
        long to = extra + shortAt(at + 30);
        while (extra + 4 <= to) {
            long next = extra + 4 + shortAt(extra + 2);
            if (shortAt(extra) == 1 && next <= to) {
                return extra;
            }
            extra = next;
        }
        throw bad(text, "lacks its long sizes (ZIP64)");
    }

    private String text(MemorySegment name) {
        return Utf8.decode(file, ByteBuffer.wrap(name.toArray(ValueLayout.JAVA_BYTE)))
                .toString();
    }

    private void need(long at, long n, long end) {
        if (at < 0 || n < 0 || at > end - n) {
            throw bad("needs %d bytes at byte %d: that part ends at byte %d".formatted(n, at, end));
        }
    }

    private long longAt(long at, long end) {
        need(at, 8, end);
        return bytes.get(LE_LONG, at);
    }

    private int intAt(long at) {
        return bytes.get(LE_INT, at);
    }

    private long unsignedAt(long at) {
        return Integer.toUnsignedLong(intAt(at));
    }

    private int shortAt(long at) {
        return Short.toUnsignedInt(bytes.get(LE_SHORT, at));
    }

    private FormatException bad(String what) {
        return bad(file, where + what);
    }

    private FormatException bad(String name, String what) {
        return bad(Zip.where(name) + " " + what);
    }

    static FormatException bad(Path file, String what) {
        return new FormatException(file, what, "the archive is damaged or no ZIP archive: fetch or save it again");
    }
}
