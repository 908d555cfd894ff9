package fovea.plot;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;

/**
 * Letters of one size in Java's logical sans-serif font, and how much room they take.
 *
 * @param size in points
 */
record Lettering(double size, boolean bold) {

    private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);
    private static final String ELLIPSIS = "…";

    /** Names come from folders and may have any length; no picture has room for more letters than this. */
    private static final int LONGEST = 400;

    static Lettering plain(double size) {
        return new Lettering(size, false);
    }

    static Lettering bold(double size) {
        return new Lettering(size, true);
    }

    Font font() {
        return new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size);
    }

    /** The width of a text in points. */
    double width(String text) {
        try {
            return font().getStringBounds(text, UNHINTED).getWidth();
        } catch (RuntimeException | Error broken) { // Java without fonts throws Error or InternalError, by version
            throw new PictureException(
                    "pictures need letters, and Java cannot use a font of this machine: " + broken.getMessage(),
                    advice(),
                    broken);
        }
    }

    private static String advice() {
        String fonts = "install fontconfig and a font, such as Debian's packages fontconfig and fonts-dejavu-core";
        return GraphicsEnvironment.isHeadless()
                ? fonts
                : "start Java with -Djava.awt.headless=true; where that does not help, " + fonts;
    }

    /** The text itself where it fits, otherwise its beginning and an ellipsis; control characters become spaces. */
    String shorten(String text, double room) {
        if (text.isEmpty()) {
            return text; // and needs no font
        }
        String clean = clean(text);
        if (clean.length() == text.length() && width(clean) <= room) {
            return clean;
        }
        int fits = 0;
        int tooLong = clean.codePointCount(0, clean.length()) + 1;
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) / 2;
            if (width(beginning(clean, middle)) <= room) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        return beginning(clean, fits);
    }

    private static String beginning(String text, int codePoints) {
        return text.substring(0, text.offsetByCodePoints(0, codePoints)).stripTrailing() + ELLIPSIS;
    }

    /** As long as the text, unless that is very long: what neither font nor XML can show becomes a space. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> clean.appendCodePoint(isShown(c) ? c : ' '));
        return clean.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT -> false;
            default -> true;
        };
    }
}
