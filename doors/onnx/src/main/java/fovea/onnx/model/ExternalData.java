package fovea.onnx.model;

import fovea.format.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files beside a model in which its larger tensors lie. Only files in the model's own folder, or below it, are read, whatever
 * names and links say.
 */
final class ExternalData {
    private final Path model;
    private final @Nullable Path folder;
    private final Map<Path, MemorySegment> open = new HashMap<>();

    /** @param folder where such files may lie; null where there is none, as for a model in memory */
    ExternalData(Path model, @Nullable Path folder) {
        this.model = model;
        this.folder = folder;
    }

    /** The bytes of one tensor: {@code location}, and perhaps {@code offset} and {@code length}. */
    MemorySegment bytes(String tensor, Map<String, String> where, long needed) {
        MemorySegment file = file(tensor, where.getOrDefault("location", ""));
        long offset = number(tensor, where.getOrDefault("offset", "0"));
        long length = where.containsKey("length") ? number(tensor, where.getOrDefault("length", "")) : needed;
        if (length != needed || offset > file.byteSize() || length > file.byteSize() - offset) {
            throw refused(
                    tensor,
                    "%d bytes from byte %d on, of %d in %s; it needs %d"
                            .formatted(length, offset, file.byteSize(), where.get("location"), needed));
        }
        return file.asSlice(offset, length);
    }

    private MemorySegment file(String tensor, String location) {
        if (folder == null) {
            throw refused(tensor, "a file of its own, and the model is in memory only");
        }
        try {
            Path named = Path.of(location);
            Path real = folder.resolve(named).toRealPath();
            if (location.isEmpty()
                    || named.isAbsolute()
                    || !real.startsWith(folder.toRealPath())
                    || !Files.isRegularFile(real)) {
                throw refused(tensor, "the file \"" + location + "\", which is not in the model's folder");
            }
            MemorySegment mapped = open.get(real);
            if (mapped == null) {
                mapped = map(real);
                open.put(real, mapped);
            }
            return mapped;
        } catch (InvalidPathException | IOException e) {
            throw new FormatException(
                    model,
                    "wants the elements of %s from \"%s\", which cannot be read".formatted(tensor, location),
                    "put that file beside the model",
                    e);
        }
    }

    static MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }

    private long number(String tensor, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below, as negative numbers are
        }
        throw refused(tensor, "a place \"" + text + "\", which is no number");
    }

    private FormatException refused(String tensor, String what) {
        return new FormatException(
                model,
                "wants the elements of %s from %s".formatted(tensor, what),
                "put the file with the elements into the model's folder, whole");
    }
}
