package fovea.conformance.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class FileFuzzTest {
    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> whatIsNotDamagedIsRead() {
        return FuzzSubjects.in(folder).stream()
                .map(subject -> DynamicTest.dynamicTest(subject.name(), () -> {
                    Path file =
                            Files.write(folder.resolve("whole"), subject.wrap().apply(subject.good()));
                    assertThatNoException().isThrownBy(() -> subject.reader().accept(file));
                }));
    }

    @Test
    void damagedFilesAreReadOrRefused() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertThat(FileFuzz.run(4000, 7, 1, new PrintStream(said, true, StandardCharsets.UTF_8)))
                .isEmpty();
        String last = said.toString(StandardCharsets.UTF_8).lines().toList().getLast();
        assertThat(last.strip()).matches("4000 +3[0-9]{3} +0 .*");
    }

    @Test
    void theSameSeedMakesTheSameDamage() {
        byte[] good = "0123456789 and so on".getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 200; seed++) {
            byte[] once = new Mutator(new SplittableRandom(seed)).damaged(good);
            assertThat(new Mutator(new SplittableRandom(seed)).damaged(good)).isEqualTo(once);
        }
        assertThat(good).isEqualTo("0123456789 and so on".getBytes(StandardCharsets.UTF_8));
    }
}
