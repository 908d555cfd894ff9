package fovea.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's file of named arrays: a ZIP archive whose every entry {@code name.npy} is an {@link Npy} file, stored or
 * deflated. Entries of other names are passed over. Each array is read when it is asked for; arrays can be read from any
 * thread until {@link #close} and stay valid after it.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.savez.html">numpy.savez</a>
 */
public final class Npz implements AutoCloseable {
    private static final String SUFFIX = ".npy";
    /** One date for all, so that the same arrays give the same bytes; that of older ones would need an extra field. */
    private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final Zip zip;

    private Npz(Zip zip) {
        this.zip = zip;
    }

    /**
     * Opens a file and checks its directory.
     *
     * @throws FormatException if it is missing, damaged, cut off or no ZIP archive
     */
    public static Npz open(Path file) {
        return new Npz(Zip.open(file));
    }

    /**
     * Opens one that lies in a ZIP archive; it can be read until that is closed, and closing it does nothing.
     *
     * @throws FormatException if there is none of that name, or it is damaged
     */
    public static Npz nested(Zip archive, String name) {
        return new Npz(archive.nested(name));
    }

    /** The arrays' names, in the file's order. */
    public SequencedSet<String> names() {
        SequencedSet<String> names = new LinkedHashSet<>();
        for (String entry : zip.names()) {
            if (entry.endsWith(SUFFIX)) {
                names.add(entry.substring(0, entry.length() - SUFFIX.length()));
            }
        }
        return Collections.unmodifiableSequencedSet(names);
    }

    /**
     * The array of that name, as a copy in memory.
     *
     * @throws FormatException if there is none, or it is damaged
     */
    public NdArray array(String name) {
        String entry = name + SUFFIX;
        return Npy.decode(zip.file(), Zip.where(entry) + " ", zip.bytes(entry));
    }

    /**
     * Writes a file; it appears whole or not at all. The arrays are stored, not deflated, in the order given; the same
     * arrays under the same names give the same bytes.
     *
     * @throws IllegalArgumentException if an array is of a type that NumPy does not have, or a name takes more than 65,535 bytes
     * @throws FormatException if the disk is full or the folder missing
     */
    public static void write(Path file, SequencedMap<String, NdArray> arrays) {
        WholeFile.write(file, out -> {
            ZipOutputStream archive = new ZipOutputStream(out);
            for (var entry : arrays.entrySet()) {
                write(archive, entry.getKey(), entry.getValue());
            }
            archive.finish();
        });
    }

    private static void write(ZipOutputStream archive, String name, NdArray array) throws IOException {
        byte[] header = Npy.header(array);
        CRC32 crc = new CRC32(); // stands before a stored entry, so the bytes go to nowhere first
        crc.update(header);
        array.writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
        ZipEntry entry = new ZipEntry(name + SUFFIX);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(header.length + array.data().byteSize());
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_DATE);
        archive.putNextEntry(entry);
        archive.write(header);
        array.writeTo(archive);
        archive.closeEntry();
    }

    /** Unmaps the file; nothing more can be read from it. Closing twice does nothing. */
    @Override
    public void close() {
        zip.close();
    }
}
