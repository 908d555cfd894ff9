package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of damaged copies of small files: each is read correctly or refused with a {@link FormatException}, and
 * never takes more than a few megabytes.
 */
class MutationTest {
    private static final int COPIES = 2500;
    private static final long MOST_BYTES = 16 << 20;

    @TempDir
    Path folder;

    /** Reads a file and checks whatever can be checked of a damaged one. */
    private interface Reader {
        void read(Path file) throws IOException;
    }

    private record Subject(String name, byte[] good, int copies, Reader reader) {
        Subject(String name, byte[] good, Reader reader) {
            this(name, good, COPIES, reader);
        }
    }

    @TestFactory
    Stream<DynamicTest> damagedFilesAreReadOrRefused() {
        return subjects().map(subject -> DynamicTest.dynamicTest(subject.name(), () -> damage(subject)));
    }

    private Stream<Subject> subjects() {
        byte[] idx = Bytes.idx(5, 4, 3);
        Path saved = folder.resolve("good.safetensors");
        Safetensors.write(saved, SafetensorsTest.arrays(), Map.of("epoch", "3"));
        NdArray good = Idx.read(Bytes.write(folder.resolve("good.idx"), idx));
        byte[] tar = Bytes.join(
                Bytes.tarEntry("set/a.bin", '0', Bytes.counting(50)),
                Bytes.tarEntry("set/b.txt", '0', Bytes.text("hello")),
                Bytes.tarEnd());
        Path npy = folder.resolve("good.npy");
        Npy.write(npy, good);
        Path npz = folder.resolve("good.npz");
        Npz.write(npz, new LinkedHashMap<>(Map.of("a", good)));
        return Stream.of(
                new Subject("npy", read(npy), file -> consistent(Npy.read(file))),
                new Subject("npz", read(npz), this::readsExactly),
                new Subject("npz, deflated", Bytes.zip(Map.of("a.npy", read(npy))), this::readsExactly),
                new Subject("idx", idx, file -> consistent(Idx.read(file))),
                new Subject(
                        "idx.gz",
                        Bytes.gzip(idx),
                        file -> assertThat(Idx.read(file)).isEqualTo(good)),
                new Subject("cifar-10", Bytes.cifar(Cifar.CIFAR10, 2), file -> labels(Cifar.CIFAR10.read(file), 10)),
                new Subject(
                        "cifar-100", Bytes.cifar(Cifar.CIFAR100, 2), file -> labels(Cifar.CIFAR100.read(file), 100)),
                // Fewer of these two, because what is unpacked is forced onto the disk.
                new Subject("tar.gz", Bytes.gzip(tar), 600, this::extractsExactly),
                new Subject("tar", tar, 300, file -> this.extractsSomething(Files.readAllBytes(file))),
                new Subject("safetensors", read(saved), this::opens),
                new Subject("csv", Bytes.text("a,b\n1,\"x,\"\"y\"\n2,3\n"), file -> {
                    CsvTable table = CsvTable.read(file);
                    assertThat(table.rows()).allSatisfy(row -> assertThat(row).hasSameSizeAs(table.columns()));
                }));
    }

    private void damage(Subject subject) throws IOException {
        SplittableRandom random = new SplittableRandom(subject.name().hashCode());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        subject.reader().read(Bytes.write(folder.resolve("whole"), subject.good()));
        for (int i = 0; i < subject.copies(); i++) {
            // A new file each time: some file systems flush one that is emptied and written again.
            Path file = Bytes.write(folder.resolve("damaged-" + i), mutate(subject.good(), random));
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                subject.reader().read(file);
            } catch (FormatException e) {
                refused++;
                assertThat(e.getMessage()).contains(": ").contains("\n  ");
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("copy %d", i)
                    .isLessThan(MOST_BYTES);
            Files.delete(file);
        }
        assertThat(refused).isBetween(subject.copies() / 20, subject.copies());
    }

    /** Flips, sets, cuts off, takes out or doubles a few bytes; half of the damage is near the start. */
    private static byte[] mutate(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && bytes.length > 0; i++) {
            int bound = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 64);
            int at = random.nextInt(bound);
            switch (random.nextInt(6)) {
                case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) random.nextInt(256);
                case 3 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : '9');
                case 4 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    int to = Math.min(bytes.length, at + 1 + random.nextInt(8));
                    byte[] head = Arrays.copyOf(bytes, random.nextBoolean() ? at : to);
                    bytes = Bytes.join(head, Arrays.copyOfRange(bytes, random.nextBoolean() ? at : to, bytes.length));
                }
            }
        }
        return bytes;
    }

    private static void consistent(NdArray array) {
        assertThat(array.data().byteSize()).isEqualTo(array.type().bytes(array.shape()));
        assertThat((long) array.toDoubles().length).isEqualTo(array.count());
    }

    private static void labels(CifarBatch batch, int classes) {
        assertThat(batch.images().size(0)).isEqualTo(batch.labels().count());
        assertThat(Arrays.stream(batch.labels().toInts())).allMatch(label -> label < classes);
    }

    private void opens(Path file) {
        try (Safetensors read = Safetensors.open(file)) {
            read.arrays().values().forEach(MutationTest::consistent);
        }
    }

    /** Names may be damaged, and entries with them be passed over; what is read fits its checksum. */
    private void readsExactly(Path file) {
        NdArray good = Idx.read(folder.resolve("good.idx"));
        try (Npz read = Npz.open(file)) {
            read.names().forEach(name -> assertThat(read.array(name)).isEqualTo(good));
        }
    }

    /** The checksum at the end lets nothing through but the original bytes. */
    private void extractsExactly(Path archive) throws IOException {
        Path out = unpack(archive);
        assertThat(Files.readAllBytes(out.resolve("a.bin"))).isEqualTo(Bytes.counting(50));
        assertThat(Files.readString(out.resolve("b.txt"))).isEqualTo("hello");
    }

    private void extractsSomething(byte[] tar) throws IOException {
        Path out = unpack(Bytes.write(folder.resolve("x.tar.gz"), Bytes.gzip(tar)));
        assertThat(out.resolve("a.bin")).hasSize(50);
        assertThat(out.resolve("b.txt")).isNotEmptyFile();
    }

    private Path unpack(Path archive) throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        try {
            TarGz.extract(
                    archive,
                    out,
                    List.of(new TarGz.Member("set/a.bin", 50, 50), new TarGz.Member("set/b.txt", 1, 100)));
        } finally {
            try (var files = Files.list(out)) {
                assertThat(files).allMatch(file -> !file.toString().endsWith(PartFile.SUFFIX));
            }
        }
        return out;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
