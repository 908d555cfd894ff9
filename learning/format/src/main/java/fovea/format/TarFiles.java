package fovea.format;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The files of a {@code .tar.gz}, read into memory by their names. Names are never used as paths. */
public final class TarFiles {

    private TarFiles() {}

    /**
     * All files of {@code archive}, in its order.
     *
     * @param most bytes they may have together
     * @throws FormatException if it is missing, damaged, or larger
     */
    public static SequencedMap<String, byte[]> read(Path archive, long most) {
        RegularFile.size(archive);
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
                InputStream in = new GZIPInputStream(raw, 1 << 16)) {
            return files(archive, new TarReader(archive, in), most);
        } catch (EOFException e) {
            throw new FormatException(archive, "is cut off: its gzip data ends too early", TarGz.FETCH_AGAIN, e);
        } catch (ZipException e) {
            throw new FormatException(archive, "its gzip data is damaged: " + e.getMessage(), TarGz.FETCH_AGAIN, e);
        } catch (IOException e) {
            throw FormatException.unreadable(archive, e);
        }
    }

    private static SequencedMap<String, byte[]> files(Path archive, TarReader tar, long most) throws IOException {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        long left = most;
        for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
            left -= entry.held();
            if (left < 0 || entry.size() > Integer.MAX_VALUE - 8) {
                throw new FormatException(
                        archive,
                        "unpacks to more than the %d bytes expected at most".formatted(most),
                        TarGz.FETCH_AGAIN);
            }
            if (entry.isFile()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                tar.copyTo(bytes);
                files.put(
                        entry.name().startsWith("./") ? entry.name().substring(2) : entry.name(), bytes.toByteArray());
            }
        }
        return files;
    }
}
