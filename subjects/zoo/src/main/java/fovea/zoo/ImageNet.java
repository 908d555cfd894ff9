package fovea.zoo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The 1000 classes of ImageNet's challenge (Russakovsky et al. 2015, <a href="https://arxiv.org/abs/1409.0575">arXiv:1409.0575</a>). */
public final class ImageNet {
    private static final String FILE = "imagenet-classes.txt";

    private ImageNet() {}

    /** Their English names in the order of networks' answers; two pairs of them are alike, such as the bird and the machine {@code crane}. */
    public static List<String> classes() {
        try (InputStream in = Objects.requireNonNull(ImageNet.class.getResourceAsStream(FILE), FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
