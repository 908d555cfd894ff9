package fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The page of names says what is true: each line's expression compiles and gives what is said there. */
class NamesPageTest {
    private static final Path PAGE = Repository.root().resolve("docs/guides/names.md");

    @TestFactory
    Stream<DynamicTest> everyLineGivesWhatItSays() throws Exception {
        NamesPage page = NamesPage.read(PAGE);
        assertThat(page.lines()).hasSizeGreaterThan(100);
        Map<Integer, String> values = page.values();
        return page.lines().stream()
                .map(line -> dynamicTest(
                        "line " + line.number() + ": " + line.fovea(),
                        () -> assertThat(values.get(line.number()))
                                .as("docs/guides/names.md:%d  %s", line.number(), line.fovea())
                                .isEqualTo(line.gives())));
    }
}
