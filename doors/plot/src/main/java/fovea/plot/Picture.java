package fovea.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A finished drawing in memory, to be stored as PNG (two pixels per point) or SVG.
 *
 * <p>The same input gives the same bytes on the same machine; fonts, and so the places of letters, differ between
 * machines. Files appear whole or not at all: they are written beside the target and then moved over it.
 */
public final class Picture {

    private final Drawing drawing;

    Picture(Drawing drawing) {
        this.drawing = drawing;
    }

    /** Width of the PNG in pixels. */
    public int width() {
        return drawing.pixelWidth();
    }

    /** Height of the PNG in pixels. */
    public int height() {
        return drawing.pixelHeight();
    }

    /** The bytes of a PNG file. */
    public byte[] png() {
        return Raster.png(raster());
    }

    /** The text of an SVG file. */
    public String svg() {
        return Svg.of(drawing);
    }

    /**
     * Stores a PNG file, over an older one if there is one, and returns its path.
     *
     * @throws PictureException if the file cannot be written
     */
    public Path png(Path file) {
        return store(png(), file);
    }

    /**
     * Stores an SVG file, over an older one if there is one, and returns its path.
     *
     * @throws PictureException if the file cannot be written
     */
    public Path svg(Path file) {
        return store(svg().getBytes(StandardCharsets.UTF_8), file);
    }

    BufferedImage raster() {
        return Raster.of(drawing);
    }

    private static Path store(byte[] bytes, Path file) {
        String writer =
                ProcessHandle.current().pid() + "-" + Thread.currentThread().threadId();
        Path beside = file.resolveSibling("." + file.getFileName() + "." + writer + ".part");
        try {
            try {
                Files.write(beside, bytes, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
                return Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new PictureException(
                    "cannot write the picture " + file + ": " + reason(e),
                    "give a place in an existing folder that can be written to and has " + bytes.length + " bytes left",
                    e);
        }
    }

    private static @Nullable String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "its folder does not exist";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException failure when failure.getReason() != null -> failure.getReason();
            default -> e.getMessage();
        };
    }
}
