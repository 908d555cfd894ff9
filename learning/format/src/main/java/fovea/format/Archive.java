package fovea.format;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a {@code .zip}, {@code .tar} or {@code .tar.gz}, read one by one where they lie and from any thread; nothing is unpacked.
 *
 * <p>A zip and a tar may be of any size: only their tables of contents are held. A {@code .tar.gz} can be read from its start only, so its
 * files are held in memory, up to a quarter of the heap. Names are never used as paths, and yet absolute ones and those with {@code ..} are
 * refused, because an archive that has them means harm. The archive stays open until nobody can reach it any more.
 */
public final class Archive {
    private static final int MOST_FILES = 10_000_000;
    private static final long MOST_BYTES = 1 << 28;
    private static final String REPACK = "pack it anew, from the files themselves";

    private final List<Member> members;

    private Archive(List<Member> members) {
        this.members = List.copyOf(members);
    }

    /** A file in an archive. */
    public record Member(String name, Content content) {}

    /** How a file's bytes are read. */
    @FunctionalInterface
    public interface Content {

        /** All of them, alike every time. */
        byte[] bytes() throws IOException;
    }

    /** Whether the name of a file is an archive's, by its ending. */
    public static boolean isNamed(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".zip") || name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }

    /**
     * Reads the table of contents.
     *
     * @throws FormatException if the file is missing, damaged, of another kind, or has a file with a name that leads outside, more than
     *     268,435,456 bytes in one file, or more than 10,000,000 files
     */
    public static Archive open(Path file) {
        RegularFile.size(file);
        String name = file.toString().toLowerCase(Locale.ROOT);
        try {
            if (name.endsWith(".zip")) {
                return new Archive(zip(file));
            }
            return new Archive(name.endsWith(".tar") ? tar(file) : tarGz(file));
        } catch (EOFException e) {
            throw new FormatException(file, "is cut off: its data ends too early", TarGz.FETCH_AGAIN, e);
        } catch (ZipException e) {
            throw new FormatException(file, "is a damaged archive: " + e.getMessage(), TarGz.FETCH_AGAIN, e);
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    /** All files, in the archive's order. */
    public List<Member> members() {
        return members;
    }

    @SuppressWarnings("resource") // whoever holds a member holds the archive open
    private static List<Member> zip(Path file) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        List<Member> members = new ArrayList<>();
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (!entry.isDirectory()) {
                members.add(new Member(
                        checked(file, entry.getName(), entry.getSize(), members.size()),
                        () -> unzipped(file, zip, entry)));
            }
        }
        return members;
    }

    /** The size an entry claims is not to be trusted: what comes out is counted. */
    private static byte[] unzipped(Path file, ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw tooLarge(file, entry.getName());
            }
            return bytes;
        }
    }

    @SuppressWarnings("resource") // whoever holds a member holds the archive open
    private static List<Member> tar(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        List<Member> members = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            TarReader tar = new TarReader(file, in);
            for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
                long at = entry.at();
                if (entry.isFile()) {
                    String name = checked(file, entry.name(), entry.size(), members.size());
                    int size = (int) entry.size();
                    if (at + size > channel.size()) {
                        throw new EOFException(name);
                    }
                    members.add(new Member(name, () -> slice(channel, at, size)));
                }
            }
        }
        return members;
    }

    private static byte[] slice(FileChannel channel, long at, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the archive has become shorter");
            }
        }
        return bytes.array();
    }

    private static List<Member> tarGz(Path file) throws IOException {
        long most = Runtime.getRuntime().maxMemory() / 4;
        long left = most;
        List<Member> members = new ArrayList<>();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream in = new GZIPInputStream(raw, 1 << 16)) {
            TarReader tar = new TarReader(file, in);
            for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
                left -= entry.held();
                if (left < 0) {
                    throw new FormatException(
                            file,
                            "holds more than the %d bytes there are for it".formatted(most),
                            "uncompress it: a .tar is read where it lies");
                }
                if (entry.isFile()) {
                    String name = checked(file, entry.name(), entry.size(), members.size());
                    ByteArrayOutputStream out = new ByteArrayOutputStream((int) entry.size());
                    tar.copyTo(out);
                    byte[] bytes = out.toByteArray();
                    members.add(new Member(name, () -> bytes));
                }
            }
        }
        return members;
    }

    /** A file's name without {@code ./} in front, once nothing is wrong with it. */
    private static String checked(Path file, String name, long size, int count) {
        if (size > MOST_BYTES) {
            throw tooLarge(file, name);
        }
        if (count >= MOST_FILES) {
            throw new FormatException(file, "holds more than %d files".formatted(MOST_FILES), REPACK);
        }
        boolean leadsOutside = name.startsWith("/")
                || name.contains("\\")
                || name.matches("[A-Za-z]:.*")
                || List.of(name.split("/", -1)).contains("..");
        if (leadsOutside || name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new FormatException(file, "holds a file called " + name + ", which leads outside", REPACK);
        }
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static FormatException tooLarge(Path file, String name) {
        return new FormatException(
                file, "holds %s with more than %d bytes".formatted(name, MOST_BYTES), "leave it out: " + REPACK);
    }
}
