package fovea.cli;

import fovea.data.Image;
import fovea.data.ImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All pictures below a folder, brought to one size: scaled to cover it, the middle cut out.
 *
 * @param files in the order of their paths
 * @param images of the files, in the same order
 * @param leftOut files that are no pictures
 */
record PictureFolder(List<Path> files, List<Image> images, List<String> leftOut) {
    private static final int MOST_FILES = 1_000_000;

    /** Reads every file that is not hidden, on all cores; refuses a folder without pictures, and one with more than memory can hold. */
    static PictureFolder read(Path folder, int height, int width, int channels) {
        List<Path> found = list(folder);
        long bytes = (long) found.size() * height * width * (channels + 4L * channels);
        if (found.size() > MOST_FILES || bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new CommandException(
                    "%s has %,d files, %,d MB as pictures of %d × %d"
                            .formatted(folder, found.size(), bytes >> 20, height, width),
                    "search in fewer, or give Java more memory: FOVEA_JAVA_OPTS=-Xmx8g");
        }
        List<Optional<Image>> read = found.stream()
                .parallel()
                .map(file -> picture(file, height, width, channels))
                .toList();
        List<Path> files = new ArrayList<>();
        List<Image> images = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i).isPresent()) {
                files.add(found.get(i));
                images.add(read.get(i).get());
            } else {
                leftOut.add(found.get(i).toString());
            }
        }
        if (files.isEmpty()) {
            throw new CommandException(
                    "%s has no pictures; %,d files are none".formatted(folder, leftOut.size()),
                    "give a folder with PNG, JPEG, GIF, BMP or WebP files in it or below it");
        }
        return new PictureFolder(files, images, leftOut);
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(folder + " is no folder", "give the folder to search in: --in FOLDER");
        }
        try (Stream<Path> files = Files.walk(folder, 16, new FileVisitOption[0])) {
            return files.filter(file -> Files.isRegularFile(file)
                            && !folder.relativize(file).toString().matches("(.*[/\\\\])?\\..*"))
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(folder + " cannot be read: " + e.getMessage(), "check who may read it");
        }
    }

    private static Optional<Image> picture(Path file, int height, int width, int channels) {
        try {
            return Optional.of(fitted(Image.read(file), height, width, channels));
        } catch (ImageException | IOException e) {
            return Optional.empty();
        }
    }

    /** A picture as those of the folder are. */
    static Image fitted(Image picture, int height, int width, int channels) {
        return picture.cover(height, width).toChannels(channels);
    }
}
