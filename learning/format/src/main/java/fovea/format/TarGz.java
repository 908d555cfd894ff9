package fovea.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Takes known files out of a {@code .tar.gz}. Names in the archive are only compared, never used as paths; anything not
 * asked for is passed over; nothing is renamed into place before the whole archive, with its checksum, has been read.
 */
final class TarGz {
    static final String FETCH_AGAIN = "fetch the archive again, from its official address";

    /** What other entries, headers and padding may take beside the members asked for, in bytes. */
    private static final long SLACK = 4 << 20;

    /**
     * A file asked for.
     *
     * @param path its full name in the archive; the part after the last slash is its name outside
     * @param least the fewest bytes it may have
     * @param most the most bytes it may have
     */
    record Member(String path, long least, long most) {
        String fileName() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    private final Path archive;
    private final Path folder;
    private final Map<String, PartFile> parts = new LinkedHashMap<>();

    private TarGz(Path archive, Path folder) {
        this.archive = archive;
        this.folder = folder;
    }

    /** Writes all of {@code members} into {@code folder}, or none. */
    static void extract(Path archive, Path folder, List<Member> members) {
        RegularFile.size(archive);
        TarGz work = new TarGz(archive, folder);
        try {
            work.unpack(members);
            work.commit();
        } finally {
            work.discard();
        }
    }

    private void unpack(List<Member> members) {
        long most = SLACK + members.stream().mapToLong(Member::most).sum();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
                InputStream in = new Limited(new GZIPInputStream(raw, 1 << 16), most)) {
            TarReader tar = new TarReader(archive, in);
            for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
                unpack(tar, entry, members);
            }
            in.transferTo(OutputStream.nullOutputStream()); // to the checksum at the very end
        } catch (EOFException e) {
            throw new FormatException(archive, "is cut off: its gzip data ends too early", FETCH_AGAIN, e);
        } catch (ZipException e) {
            throw new FormatException(archive, "its gzip data is damaged: " + e.getMessage(), FETCH_AGAIN, e);
        } catch (IOException e) {
            throw FormatException.unreadable(archive, e);
        }
        for (Member member : members) {
            if (!parts.containsKey(member.path())) {
                throw new FormatException(archive, "lacks the file " + member.path(), FETCH_AGAIN);
            }
        }
    }

    private void unpack(TarReader tar, TarReader.Entry entry, List<Member> members) throws IOException {
        for (Member member : members) {
            if (entry.isFile() && entry.name().equals(member.path())) {
                check(member, entry.size());
                Path target = folder.resolve(member.fileName());
                tar.copyTo(new Reporting(target, entry.size(), begin(member, target, entry.size())));
            }
        }
    }

    private void check(Member member, long size) {
        if (size < member.least() || size > member.most()) {
            throw new FormatException(
                    archive,
                    "holds %s with %d bytes: expected %s"
                            .formatted(
                                    member.path(),
                                    size,
                                    member.least() == member.most() ? member.most() : "at most " + member.most()),
                    FETCH_AGAIN);
        }
        if (parts.containsKey(member.path())) {
            throw new FormatException(
                    archive, "holds %s twice: expected it once".formatted(member.path()), FETCH_AGAIN);
        }
    }

    private OutputStream begin(Member member, Path target, long size) {
        try {
            PartFile part = PartFile.beside(target);
            parts.put(member.path(), part);
            return part.stream();
        } catch (IOException e) {
            throw FormatException.unwritable(target, size, e);
        }
    }

    /** All are on the disk before the first is renamed: only a lost disk could leave some without the others. */
    private void commit() {
        try {
            for (PartFile part : parts.values()) {
                part.finish();
            }
            for (PartFile part : parts.values()) {
                part.commit();
            }
        } catch (IOException e) {
            throw FormatException.unwritable(folder, -1, e);
        }
    }

    private void discard() {
        for (PartFile part : parts.values()) {
            try {
                part.close();
            } catch (IOException _) {
                // What went wrong first is being reported; WholeFile.removeLeftovers finds this one.
            }
        }
    }

    /** Stops a stream that unpacks to more than was announced. */
    private final class Limited extends FilterInputStream {
        private final long most;
        private long read;

        Limited(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            count(n);
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            long passed = super.skip(n);
            count(passed);
            return passed;
        }

        private void count(long n) {
            read += Math.max(0, n);
            if (read > most) {
                throw new FormatException(
                        archive, "unpacks to more than the %d bytes expected at most".formatted(most), FETCH_AGAIN);
            }
        }
    }

    /** Says of a failure to write that it was one, and where, so that it is not taken for one of the archive. */
    private static final class Reporting extends FilterOutputStream {
        private final Path target;
        private final long size;

        Reporting(Path target, long size, OutputStream out) {
            super(out);
            this.target = target;
            this.size = size;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw FormatException.unwritable(target, size, e);
            }
        }
    }
}
