package fovea.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fovea.conformance.files.FileFuzz;
import fovea.conformance.files.FuzzSubject;
import fovea.format.FormatException;
import fovea.format.NdArray;
import fovea.format.Npy;
import fovea.nn.BatchNormLayer;
import fovea.nn.CheckpointException;
import fovea.nn.Layer;
import fovea.nn.Linear;
import fovea.nn.Variables;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.ShapeException;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Window;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that Keras 3.15 wrote with make.py beside them, and the answer that Keras gave. */
class KerasWeightsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void unpack() throws IOException {
        for (String name : List.of("tiny.keras", "tiny.h5", "tiny.weights.h5", "x.npy", "y.npy")) {
            try (InputStream in = KerasWeightsTest.class.getResourceAsStream(name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    private record Net(
            Parameter w1,
            Parameter b1,
            BatchNormLayer norm,
            Parameter w2,
            Parameter b2,
            Parameter w3,
            Parameter shift,
            State mean,
            State variance,
            Parameter w4,
            Parameter b4)
            implements Layer {

        static Net zero() {
            return new Net(
                    zeros(3, 2, 3, 3),
                    zeros(3),
                    new BatchNormLayer(zeros(3), zeros(3), state(3), state(3), 0.1, 1e-5),
                    zeros(6, 1, 3, 3),
                    zeros(6),
                    zeros(4, 6, 3, 2),
                    zeros(4),
                    state(4),
                    state(4),
                    zeros(5, 80),
                    zeros(5));
        }

        private static Parameter zeros(int... sizes) {
            return new Parameter(Tensor.zeros(Shape.of(sizes)));
        }

        private static State state(int size) {
            return new State(Tensor.zeros(Shape.of(size)));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = x.conv(w1.get(), Window.of(3, 3).withPadding(1), 1).add(column(b1.get()));
            y = norm.forward(y).relu();
            y = y.conv(w2.get(), Window.of(3, 3).withPadding(1), 3).add(column(b2.get()));
            y = y.conv(w3.get(), Window.of(3, 2), 1);
            y = y.sub(column(mean.get()))
                    .div(column(variance.get().add(1e-5).sqrt()))
                    .add(column(shift.get()));
            return y.reshape(Shape.of(1, 80))
                    .matmul(w4.get().transpose())
                    .add(b4.get().reshape(Shape.of(1, 5)));
        }

        private static Tensor column(Tensor x) {
            return x.reshape(Shape.of(1, x.shape().size(0), 1, 1));
        }
    }

    private Tensor npy(String name) {
        NdArray array = Npy.read(folder.resolve(name));
        int[] sizes = new int[array.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = (int) array.size(i);
        }
        return Tensor.of(Shape.of(sizes), array.toFloats());
    }

    private void answersAsKerasDid(Net net) {
        float[] y = net.forward(npy("x.npy").permute(0, 3, 1, 2)).toArray();
        float[] expected = npy("y.npy").toArray();
        assertThat(y).hasSameSizeAs(expected);
        for (int i = 0; i < y.length; i++) {
            assertThat(y[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    private KerasWeights flattened(String file) {
        return KerasWeights.read(folder.resolve(file)).withFlattened("last/kernel", Shape.of(4, 4, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny.keras", "tiny.h5"})
    void aModelLoadedInOrderAnswersAsInKeras(String file) {
        Net net = Net.zero();
        flattened(file).intoInOrder(net);
        answersAsKerasDid(net);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny.keras", "tiny.h5", "tiny.weights.h5"})
    void aModelLoadedByNameAnswersAsInKeras(String file) {
        Map<String, String> names = new LinkedHashMap<>(Map.of(
                "w1", "first/kernel",
                "b1", "first/bias",
                "w2", "deep/depthwise_kernel",
                "b2", "deep/bias",
                "w3", "conv2d/kernel",
                "w4", "last/kernel",
                "b4", "last/bias"));
        names.put("norm.weight", "norm/gamma");
        names.put("norm.bias", "norm/beta");
        names.put("norm.running_mean", "norm/moving_mean");
        names.put("norm.running_var", "norm/moving_variance");
        names.put("shift", "batch_normalization/beta");
        names.put("mean", "batch_normalization/moving_mean");
        names.put("variance", "batch_normalization/moving_variance");
        Net net = Net.zero();
        flattened(file).into(net, names);
        answersAsKerasDid(net);
    }

    @Test
    void allFormatsHoldTheSame() {
        KerasWeights whole = KerasWeights.read(folder.resolve("tiny.keras"));
        assertThat(whole.arrays())
                .isEqualTo(KerasWeights.read(folder.resolve("tiny.h5")).arrays());
        assertThat(whole.arrays().sequencedKeySet())
                .startsWith("first/kernel", "first/bias", "norm/gamma")
                .endsWith("last/kernel", "last/bias");
        assertThat(KerasWeights.read(folder.resolve("tiny.weights.h5")).arrays())
                .isEqualTo(whole.arrays());
        assertThat(whole.arrays().get("first/kernel").shape()).containsExactly(3, 3, 2, 3);
        assertThat(whole.tensors().get("first/kernel").shape()).isEqualTo(Shape.of(3, 2, 3, 3));
    }

    @Test
    void whatDoesNotFitIsNamedInOneMessage() {
        KerasWeights weights = KerasWeights.read(folder.resolve("tiny.keras"));
        Net net = Net.zero();
        assertThatThrownBy(() -> weights.into(net, Map.of("w1", "first/kernel", "b1", "last/bias", "w2", "nothing")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("tiny.keras", "w2 ", "w4 ", "is missing", "b1 is f32[5]", "last/kernel");
        assertThat(net.w1().get().toArray()).containsOnly(0);
        assertThatThrownBy(() -> weights.intoInOrder(new Linear(net.w4(), net.b4())))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("weight is f32[3, 2, 3, 3]", "norm/gamma");
        assertThatThrownBy(() ->
                        KerasWeights.read(folder.resolve("tiny.weights.h5")).intoInOrder(net))
                .hasMessageContaining("does not tell the order");
        assertThatThrownBy(() -> weights.withFlattened("last/kernel", Shape.of(3, 4, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("last/kernel is [5, 80]");
        assertThat(Variables.of(net).named()).hasSize(14);
    }

    // ---- Files as nobody should write them

    private void refuses(String what, byte[] bytes, String... parts) throws IOException {
        Path file = Files.write(folder.resolve("bad"), bytes);
        long begun = System.nanoTime();
        assertThatThrownBy(() -> KerasWeights.read(file))
                .as(what)
                .isInstanceOf(FormatException.class)
                .message()
                .contains(Stream.concat(Stream.of("bad: "), Stream.of(parts)).toList());
        assertThat((System.nanoTime() - begun) / 1e9).as(what + ", seconds").isLessThan(5);
    }

    @Test
    void filesThatAreNoneOfKerassAreRefused() throws IOException {
        refuses("nothing", new byte[0]);
        refuses("noise", noise(5000), "cannot be read as HDF5");
        byte[] good = Files.readAllBytes(folder.resolve("tiny.h5"));
        for (int length : new int[] {1, 8, 100, 1000, 5000, good.length / 2}) {
            refuses("cut at " + length, Arrays.copyOf(good, length));
        }
        refuses("a zip of something", zip("a.txt", new byte[3]), "has no model.weights.h5");
        refuses("a zip of noise", zip("model.weights.h5", noise(3000)), "cannot be read as HDF5");
        assertThatThrownBy(() -> KerasWeights.read(folder.resolve("absent.h5")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("is missing");
    }

    /** The sizes in a data space: a dense kernel of 80 × 5 becomes one of 2⁴⁰ × 5. */
    @Test
    void sizesThatNoFileCanHoldAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("tiny.weights.h5"));
        int changed = 0;
        for (int i = 0; i + 16 <= bytes.length; i++) {
            if (bytes[i] == 80 && bytes[i + 8] == 5 && zeros(bytes, i + 1, 7) && zeros(bytes, i + 9, 7)) {
                bytes[i + 5] = 1;
                changed++;
            }
        }
        assertThat(changed).isPositive();
        refuses("large", bytes, "layers/dense/vars/0 is [1099511627856, 5]", "than the file or memory can hold");
    }

    private static boolean zeros(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(4).nextBytes(bytes);
        return bytes;
    }

    private byte[] zip(String name, byte[] content) throws IOException {
        Path file = folder.resolve("made.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return Files.readAllBytes(file);
    }

    /** Damage of every kind, of which jhdf tells in many ways. */
    @Test
    void damagedFilesAreReadOrRefused() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> faults =
                FileFuzz.run(600, 3, 1, new PrintStream(said, true, StandardCharsets.UTF_8), this::subjects);
        assertThat(faults).isEmpty();
    }

    private List<FuzzSubject> subjects(Path where) {
        return Stream.of("tiny.keras", "tiny.h5", "tiny.weights.h5")
                .map(name -> new FuzzSubject(name, bytes(name), KerasWeights::read))
                .toList();
    }

    private byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
