package fovea.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
    private static final String TEN_NAMES = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

    @TempDir
    Path folder;

    @Test
    void recordsOfAllFilesFollowEachOther() {
        Path first = Bytes.write(folder.resolve("a.bin"), Bytes.cifar(Cifar.CIFAR10, 3));
        Path second = Bytes.write(folder.resolve("b.bin"), Bytes.cifar(Cifar.CIFAR10, 2));
        CifarBatch batch = Cifar.CIFAR10.read(List.of(first, second));
        assertThat(batch.images().shape()).containsExactly(5, 3, 32, 32);
        assertThat(batch.labels().toInts()).containsExactly(0, 1, 2, 0, 1);
        assertThat(batch.coarseLabels()).isNull();
        byte[] pixels = batch.images().toBytes();
        assertThat(pixels[3071]).isEqualTo((byte) 1);
        assertThat(pixels[3 * 3072]).isEqualTo((byte) 1);
        assertThat(pixels[4 * 3072]).isEqualTo((byte) 2);
    }

    @Test
    void aHundredClassesHaveCoarseLabelsToo() {
        Path file = Bytes.write(folder.resolve("train.bin"), Bytes.cifar(Cifar.CIFAR100, 25));
        CifarBatch batch = Cifar.CIFAR100.read(file);
        assertThat(batch.labels().toInts()[24]).isEqualTo(24);
        assertThat(Objects.requireNonNull(batch.coarseLabels()).toInts()[24]).isEqualTo(4);
    }

    @Test
    void aLabelOutOfRangeIsNamedByRecordAndByte() {
        byte[] ten = Bytes.cifar(Cifar.CIFAR10, 3);
        ten[3073] = 10;
        refused(Cifar.CIFAR10, ten, "record 1 (byte 3073) has the label 10: expected 0..9");
        byte[] hundred = Bytes.cifar(Cifar.CIFAR100, 3);
        hundred[3074] = 20;
        refused(Cifar.CIFAR100, hundred, "record 1 (byte 3074) has the label 20: expected 0..19");
        hundred[3074] = 19;
        hundred[3075] = (byte) 200;
        refused(Cifar.CIFAR100, hundred, "record 1 (byte 3075) has the label 200: expected 0..99");
    }

    @Test
    void aFileOfPartRecordsOrNoneIsRefused() {
        refused(Cifar.CIFAR10, new byte[0], "has 0 bytes: expected a multiple of 3073");
        refused(Cifar.CIFAR10, new byte[3072], "has 3072 bytes");
        refused(Cifar.CIFAR100, Bytes.cifar(Cifar.CIFAR10, 2), "expected a multiple of 3074, one record of CIFAR-100");
    }

    private void refused(Cifar set, byte[] bytes, String message) {
        Path file = Bytes.write(folder.resolve("bad.bin"), bytes);
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> set.read(file))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message);
    }

    @Test
    void classNamesComeFromTheOfficialFile() {
        Bytes.write(folder.resolve("batches.meta.txt"), TEN_NAMES);
        assertThat(Cifar.CIFAR10.classNames(folder))
                .hasSize(10)
                .startsWith("airplane")
                .endsWith("truck");
        assertThat(Cifar.CIFAR10.coarseNames(folder)).isEmpty();
    }

    @Test
    void aWrongListOfNamesIsRefused() {
        namesRefused("a\nb\n", "has 2 names: expected 10");
        namesRefused(TEN_NAMES.replace("bird", "cat"), "twice");
        namesRefused(TEN_NAMES.replace("bird", "bi\u0007rd"), "control character");
        namesRefused("x".repeat(70_000), "has 70000 bytes: expected at most 65536");
        Bytes.write(folder.resolve("batches.meta.txt"), Bytes.of('a', 0xff));
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Cifar.CIFAR10.classNames(folder))
                .withMessageContaining("not UTF-8 text at byte 1");
    }

    private void namesRefused(String text, String message) {
        Bytes.write(folder.resolve("batches.meta.txt"), text);
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Cifar.CIFAR10.classNames(folder))
                .withMessageContaining(message);
    }

    @Test
    void theArchivesMembersAreTheOfficialOnes() {
        assertThat(Cifar.CIFAR10.members())
                .hasSize(7)
                .contains(
                        new TarGz.Member("cifar-10-batches-bin/data_batch_5.bin", 30_730_000, 30_730_000),
                        new TarGz.Member("cifar-10-batches-bin/test_batch.bin", 30_730_000, 30_730_000),
                        new TarGz.Member("cifar-10-batches-bin/batches.meta.txt", 1, 65536));
        assertThat(Cifar.CIFAR100.members())
                .containsExactly(
                        new TarGz.Member("cifar-100-binary/train.bin", 153_700_000, 153_700_000),
                        new TarGz.Member("cifar-100-binary/test.bin", 30_740_000, 30_740_000),
                        new TarGz.Member("cifar-100-binary/fine_label_names.txt", 1, 65536),
                        new TarGz.Member("cifar-100-binary/coarse_label_names.txt", 1, 65536));
    }

    @Test
    void anArchiveWithoutThemIsRefused() {
        byte[] tar = Bytes.join(Bytes.tarEntry("data_batch_1.bin", '0', new byte[10]), Bytes.tarEnd());
        Path archive = Bytes.write(folder.resolve("x.tar.gz"), Bytes.gzip(tar));
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> Cifar.CIFAR10.extract(archive, folder))
                .withMessageContaining("lacks the file cifar-10-batches-bin/data_batch_1.bin");
    }
}
