package fovea.data;

import java.io.IOException;
import java.util.List;

/**
 * Pictures that stay as they are stored, PNG or JPEG and so on, and are decoded at every sight: each keeps its own size, and memory does not
 * grow with their number. A loader of them needs an augmentation that fits them to the frame, such as
 * {@link Augmentation#randomResizedCrop} or {@link Augmentation#centerCrop}. All are in color, gray ones three times.
 *
 * @param pictures at least one
 * @param labels the class of each
 * @param classes the name of every class
 * @param height rows of the frame through which a network sees them
 * @param width columns of it
 */
public record EncodedSource(List<Picture> pictures, List<Integer> labels, List<String> classes, int height, int width)
        implements Source {

    /**
     * An encoded picture.
     *
     * @param name for messages
     * @param content its bytes, alike every time and on any thread
     */
    public record Picture(String name, Content content) {

        /**
         * The picture as it is in the file.
         *
         * @throws ImageException if it does not decode
         */
        public Image decode() throws IOException {
            return Image.decode(content.bytes(), name);
        }
    }

    /** Where a picture's bytes come from. */
    @FunctionalInterface
    public interface Content {

        /** All of them. */
        byte[] bytes() throws IOException;
    }

    /** Checks labels and sizes; the pictures are not looked at. */
    public EncodedSource {
        pictures = List.copyOf(pictures);
        labels = List.copyOf(labels);
        classes = List.copyOf(classes);
        if (pictures.isEmpty() || pictures.size() != labels.size() || height < 1 || width < 1) {
            throw new DataException(
                    "source: %d pictures, %d labels, a frame of %d × %d"
                            .formatted(pictures.size(), labels.size(), height, width),
                    "give at least one picture, a label for each, and a frame of at least one pixel");
        }
        for (int i = 0; i < labels.size(); i++) {
            Sample.checkLabel(pictures.get(i).name() + ": ", labels.get(i), classes.size());
        }
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public Sample get(int i) {
        Picture picture = pictures.get(i);
        try {
            return new Sample(picture.name(), picture.decode().toChannels(3), labels.get(i));
        } catch (IOException e) {
            throw new DataException(
                    "%s: cannot be read (%s)".formatted(picture.name(), e), "check that it is still there", e);
        }
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public int label(int i) {
        return labels.get(i);
    }
}
