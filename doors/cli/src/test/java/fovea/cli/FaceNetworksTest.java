package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fovea.graph.Inference;
import fovea.onnx.OnnxFile;
import fovea.onnx.OnnxNetwork;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Two networks that find faces, as others made them. The expected numbers are ONNX Runtime 1.29's for the same pixels. */
class FaceNetworksTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    @Test
    void ultraFaceSeesAsManyFacesAsOnnxRuntimeDoes() throws IOException {
        OnnxNetwork network = OnnxFile.read(shared("data/weights/ultraface-RFB-320.onnx"));
        assertThat(network.outputs()).hasSize(2);
        assertThat(certain(network, "photos/n03642806_laptop.JPEG")).isEqualTo(7);
        assertThat(certain(network, "photos/n04398044_teapot.JPEG")).isEqualTo(1);
    }

    /** How many of the 4,420 anchors are a face for more than 0.8. */
    private static long certain(OnnxNetwork network, String photo) throws IOException {
        Tensor scores = network.forward(pixels(photo));
        assertThat(scores.shape()).isEqualTo(Shape.of(1, 4420, 2));
        return (long) scores.select(-1, 1)
                .gt(0.8)
                .countNonzero()
                .cast(fovea.tensor.DType.F64)
                .item();
    }

    @Test
    void yuNetGivesTwelveOutputsAndTheSameOnesCompiled() {
        OnnxNetwork network = OnnxFile.read(shared("data/weights/yunet_n_320_320.onnx"));
        Tensor x = Tensor.full(Shape.of(1, 3, 320, 320), 100);
        List<Tensor> y = network.forward(List.of(x));
        assertThat(y.stream().map(Tensor::shape))
                .startsWith(Shape.of(1, 1600, 1), Shape.of(1, 400, 1), Shape.of(1, 100, 1))
                .endsWith(Shape.of(1, 1600, 10), Shape.of(1, 400, 10), Shape.of(1, 100, 10))
                .hasSize(12);
        Inference compiled = Inference.of(network::forward, x.spec());
        List<Tensor> again = compiled.run(x);
        for (int i = 0; i < y.size(); i++) {
            float[] expected = y.get(i).toArray();
            float[] got = again.get(i).toArray();
            for (int k = 0; k < got.length; k++) {
                assertThat(got[k]).isCloseTo(expected[k], org.assertj.core.data.Offset.offset(1e-4f));
            }
        }
    }

    private static Tensor pixels(String photo) throws IOException {
        BufferedImage small = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(photo(photo), 0, 0, WIDTH, HEIGHT, null);
        pen.dispose();
        float[] x = new float[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int rgb = small.getRGB(i % WIDTH, i / WIDTH);
            for (int c = 0; c < 3; c++) {
                x[c * WIDTH * HEIGHT + i] = ((rgb >> 16 - 8 * c & 255) - 127) / 128f;
            }
        }
        return Tensor.of(Shape.of(1, 3, HEIGHT, WIDTH), x);
    }

    private static BufferedImage photo(String name) throws IOException {
        try (ZipFile zip = new ZipFile(shared("data/photos/imagenet-photos.zip").toFile());
                InputStream in = zip.getInputStream(zip.getEntry(name))) {
            return ImageIO.read(in);
        }
    }

    /** In the folder of shared files, beside the repository or beside one of the folders around it. */
    private static Path shared(String name) {
        Path folder = Repository.root();
        while (folder.getParent() != null
                && !Files.exists(folder.resolve("shared").resolve(name))) {
            folder = folder.getParent();
        }
        Path file = folder.resolve("shared").resolve(name);
        assumeTrue(Files.exists(file), "skipped: " + file + " is absent");
        return file;
    }
}
