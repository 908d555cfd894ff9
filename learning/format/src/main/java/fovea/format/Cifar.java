package fovea.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two CIFAR sets in their binary version. A file is a row of records: the label in one byte (CIFAR-100: the coarse,
 * then the fine one) and 3072 bytes of picture, red, green and blue planes of 32 × 32.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">Krizhevsky 2009, The CIFAR-10 and CIFAR-100 data sets</a>
 */
public enum Cifar {
    CIFAR10("CIFAR-10", 10, 0, "cifar-10-batches-bin", "batches.meta.txt"),
    CIFAR100("CIFAR-100", 100, 20, "cifar-100-binary", "fine_label_names.txt");

    private static final int PIXELS = 3 * 32 * 32;
    private static final String COARSE_NAMES = "coarse_label_names.txt";
    private static final String FETCH_AGAIN = "fetch the binary version again, from its official address";
    private static final long RECORDS_PER_BATCH = 10_000;
    private static final long MAX_NAMES_BYTES = 1 << 16;

    private final String title;
    private final int classes;
    private final int coarseClasses;
    private final String archiveFolder;
    private final String namesFile;

    Cifar(String title, int classes, int coarseClasses, String archiveFolder, String namesFile) {
        this.title = title;
        this.classes = classes;
        this.coarseClasses = coarseClasses;
        this.archiveFolder = archiveFolder;
        this.namesFile = namesFile;
    }

    /** How many classes the labels name. */
    public int classes() {
        return classes;
    }

    /** Official names of the training files, in order. */
    public List<String> trainFiles() {
        return this == CIFAR100
                ? List.of("train.bin")
                : List.of(
                        "data_batch_1.bin",
                        "data_batch_2.bin",
                        "data_batch_3.bin",
                        "data_batch_4.bin",
                        "data_batch_5.bin");
    }

    /** Official names of the test files. */
    public List<String> testFiles() {
        return List.of(this == CIFAR100 ? "test.bin" : "test_batch.bin");
    }

    /**
     * Reads files of this set into memory, one after the other.
     *
     * @throws FormatException if one is missing, empty, not a whole number of records, or has a label out of range
     */
    public CifarBatch read(List<Path> files) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no " + title + " file was named\n  name at least one");
        }
        long n = 0;
        for (Path file : files) {
            n += records(file);
        }
        Records records = new Records(files.getFirst(), n);
        for (Path file : files) {
            records.add(file);
        }
        return records.batch();
    }

    /** Reads one file of this set into memory. */
    public CifarBatch read(Path file) {
        return read(List.of(file));
    }

    /** Names of the classes, by label, from the official text file in {@code folder}. */
    public List<String> classNames(Path folder) {
        return NameList.read(folder.resolve(namesFile), classes, MAX_NAMES_BYTES);
    }

    /** Names of the 20 superclasses of CIFAR-100, by coarse label; empty for CIFAR-10. */
    public List<String> coarseNames(Path folder) {
        return coarseClasses == 0
                ? List.of()
                : NameList.read(folder.resolve(COARSE_NAMES), coarseClasses, MAX_NAMES_BYTES);
    }

    /**
     * Unpacks the official archive ({@code cifar-10-binary.tar.gz}, {@code cifar-100-binary.tar.gz}): exactly the
     * files the other methods read, straight into {@code folder}, which must exist. All of them appear, or none.
     *
     * @throws FormatException if the archive is damaged, lacks one of them, or holds one of another size
     */
    public void extract(Path archive, Path folder) {
        TarGz.extract(archive, folder, members());
    }

    List<TarGz.Member> members() {
        List<TarGz.Member> members = new ArrayList<>();
        trainFiles()
                .forEach(name -> members.add(data(name, 50_000 / trainFiles().size())));
        testFiles().forEach(name -> members.add(data(name, RECORDS_PER_BATCH)));
        members.add(names(namesFile));
        if (coarseClasses > 0) {
            members.add(names(COARSE_NAMES));
        }
        return members;
    }

    private TarGz.Member data(String name, long records) {
        long bytes = records * recordBytes();
        return new TarGz.Member(archiveFolder + "/" + name, bytes, bytes);
    }

    private TarGz.Member names(String name) {
        return new TarGz.Member(archiveFolder + "/" + name, 1, MAX_NAMES_BYTES);
    }

    private int labelBytes() {
        return coarseClasses == 0 ? 1 : 2;
    }

    private int recordBytes() {
        return labelBytes() + PIXELS;
    }

    private long records(Path file) {
        long size = RegularFile.size(file);
        if (size == 0 || size % recordBytes() != 0) {
            throw new FormatException(
                    file,
                    "has %d bytes: expected a multiple of %d, one record of %s".formatted(size, recordBytes(), title),
                    FETCH_AGAIN);
        }
        return size / recordBytes();
    }

    /** The records of all files, as they are read. */
    private final class Records {
        private final long n;
        private final MemorySegment images;
        private final MemorySegment labels;
        private final MemorySegment coarse;
        private long done;

        Records(Path file, long n) {
            this.n = n;
            this.images = RegularFile.memory(file, n * PIXELS);
            this.labels = RegularFile.memory(file, n);
            this.coarse = RegularFile.memory(file, coarseClasses == 0 ? 0 : n);
        }

        void add(Path file) {
            long expected = records(file);
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                byte[] record = new byte[recordBytes()];
                for (long i = 0; i < expected; i++) {
                    if (in.readNBytes(record, 0, record.length) < record.length || done == n) {
                        throw new FormatException(file, "changed while it was read", "wait until it is complete");
                    }
                    add(file, i, record);
                }
            } catch (IOException e) {
                throw FormatException.unreadable(file, e);
            }
        }

        private void add(Path file, long i, byte[] record) {
            if (coarseClasses > 0) {
                coarse.set(ValueLayout.JAVA_BYTE, done, label(file, i, 0, record, coarseClasses));
            }
            labels.set(ValueLayout.JAVA_BYTE, done, label(file, i, labelBytes() - 1, record, classes));
            MemorySegment.copy(record, labelBytes(), images, ValueLayout.JAVA_BYTE, done * PIXELS, PIXELS);
            done++;
        }

        private byte label(Path file, long i, int at, byte[] record, int bound) {
            int label = record[at] & 0xff;
            if (label >= bound) {
                throw new FormatException(
                        file,
                        "record %d (byte %d) has the label %d: expected 0..%d, as in %s"
                                .formatted(i, i * recordBytes() + at, label, bound - 1, title),
                        FETCH_AGAIN);
            }
            return (byte) label;
        }

        CifarBatch batch() {
            long[] shape = {n};
            NdArray fine = NdArray.of(ElementType.U8, shape, labels);
            return new CifarBatch(
                    NdArray.of(ElementType.U8, new long[] {n, 3, 32, 32}, images),
                    fine,
                    coarseClasses == 0 ? null : NdArray.of(ElementType.U8, shape, coarse));
        }
    }
}
