package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LetteringTest {

    private final Lettering letters = Lettering.plain(11);

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(letters.shorten("circle", 100)).isEqualTo("circle");
        assertThat(letters.shorten("", 100)).isEmpty();
    }

    @Test
    void whatDoesNotFitEndsInAnEllipsisAndFits() {
        String shortened = letters.shorten("a class whose folder has a long name", 80);
        assertThat(shortened).startsWith("a class").endsWith("…");
        assertThat(letters.width(shortened)).isLessThanOrEqualTo(80).isGreaterThan(60);
    }

    @Test
    void aMillionLettersAreShortenedAtOnce() {
        assertThat(letters.shorten("x".repeat(1_000_000), 80)).hasSizeLessThan(20);
        assertThat(letters.shorten("i".repeat(1_000_000), 1e9))
                .hasSizeLessThan(500)
                .endsWith("…");
    }

    @Test
    void pairsOfSurrogatesAreNeverCut() {
        String shortened = letters.shorten("🐈".repeat(50), 60);
        assertThat(shortened.codePoints().limit(shortened.codePointCount(0, shortened.length()) - 1))
                .allMatch(c -> c == "🐈".codePointAt(0));
    }

    @Test
    void whatXmlCannotHoldBecomesASpace() {
        assertThat(letters.shorten("a\nb\u0000c\uD800d\u202Ee", 500)).isEqualTo("a b c d e");
    }

    @Test
    void aDisplayThatCannotBeReachedIsOneClearError() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "displays are named by DISPLAY on Linux only");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder start = new ProcessBuilder(
                java,
                "-Djava.awt.headless=false",
                "-cp",
                System.getProperty("java.class.path"),
                Measure.class.getName());
        start.environment().put("DISPLAY", ":9987");
        Process process = start.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        assertThat(said).startsWith("pictures need letters, and Java cannot use a font of this machine: ");
        assertThat(said).contains("\n  start Java with -Djava.awt.headless=true");
    }

    /** Says what measuring a text throws. */
    static final class Measure {
        public static void main(String[] arguments) {
            try {
                System.out.println(Lettering.plain(11).width("text"));
            } catch (PictureException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
