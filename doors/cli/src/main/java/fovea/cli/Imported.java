package fovea.cli;

import fovea.format.FormatException;
import fovea.format.WholeFile;
import fovea.nn.Layer;
import fovea.onnx.OnnxClassifier;
import fovea.onnx.model.ModelReader;
import fovea.onnx.model.OnnxException;
import fovea.tensor.Shape;
import fovea.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A network out of an ONNX file that a run begins with. The run keeps a copy of the file, without which its weights are of no use. */
final class Imported {

    private Imported() {}

    /** The network, with a last layer for so many classes: the file's own one where it has as many. */
    static Layer network(Path file, int classes, RandomGenerator random) {
        return told(file, () -> OnnxClassifier.of(ModelReader.read(file), classes, random));
    }

    /** The run's copy; before there is one, the file that it is a copy of. */
    static Path file(RunFolder folder, Recipe recipe) {
        return Files.exists(folder.network())
                ? folder.network()
                : Path.of(recipe.beginning().weights());
    }

    /** Copies the file into the run's folder. */
    static void keep(RunFolder folder, Recipe recipe) {
        Path file = Path.of(recipe.beginning().weights());
        WholeFile.write(folder.network(), file.toFile().length(), out -> Files.copy(file, out));
    }

    /**
     * Makes sure that a network can learn on, on images {@code [C, H, W]}.
     *
     * @throws FormatException if its last layer cannot be replaced, or it takes only one picture at a time
     */
    static void check(Path file, Shape image) {
        told(file, () -> {
            OnnxClassifier.check(ModelReader.read(file), image);
            return file;
        });
        try {
            ModelReader.read(file, Files.readAllBytes(file));
        } catch (FormatException e) {
            throw new FormatException(
                    file,
                    "holds only a part of its network; the rest lies in files beside it, and a run keeps a copy of one file",
                    "write the network into one file first",
                    e);
        } catch (IOException e) {
            throw FormatException.unreadable(file, e);
        }
    }

    private static <T> T told(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (OnnxException e) {
            throw new FormatException(file, e.fact(), e.remedy(), e);
        }
    }
}
