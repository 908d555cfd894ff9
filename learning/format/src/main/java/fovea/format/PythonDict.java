package fovea.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The little of Python that the header of an npy file is written in: a dictionary of text, True or False, and a tuple of
 * whole numbers, under the keys {@code descr}, {@code fortran_order} and {@code shape}, in any order.
 */
record PythonDict(String descr, boolean isFortran, long[] shape) {

    /**
     * Reads a dictionary and nothing else.
     *
     * @throws IllegalArgumentException saying what was found where something else was expected
     */
    static PythonDict parse(String text) {
        return new Parser(text).dict();
    }

    /** One reading, from the first character to the last. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        PythonDict dict() {
            String descr = null;
            Boolean fortran = null;
            long[] shape = null;
            expect('{');
            while (!take('}')) {
                String key = string();
                expect(':');
                switch (key) {
                    case "descr" -> descr = once(descr, key, descr());
                    case "fortran_order" -> fortran = once(fortran, key, truth());
                    case "shape" -> shape = once(shape, key, tuple());
                    default ->
                        throw new IllegalArgumentException("its key " + SafetensorsHeader.quoted(key) + " is unknown");
                }
                if (!take(',')) {
                    expect('}');
                    break;
                }
            }
            skipSpace();
            if (at < text.length()) {
                throw unexpected("the end");
            }
            if (descr == null || fortran == null || shape == null) {
                String missing = descr == null ? "descr" : fortran == null ? "fortran_order" : "shape";
                throw new IllegalArgumentException("the key '" + missing + "' is missing");
            }
            return new PythonDict(descr, fortran, shape);
        }

        private static <T> T once(@Nullable T earlier, String key, T value) {
            if (earlier != null) {
                throw new IllegalArgumentException("the key '" + key + "' is there twice");
            }
            return value;
        }

        private String descr() {
            skipSpace();
            if (at < text.length() && text.charAt(at) == '[') {
                throw new IllegalArgumentException("its elements are structured; only plain numbers can be read");
            }
            return string();
        }

        /** Between quotes of either kind; no text of interest has escapes. */
        private String string() {
            skipSpace();
            char quote = at < text.length() ? text.charAt(at) : 0;
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw unexpected("text in quotes");
            }
            String found = text.substring(at + 1, end);
            if (found.indexOf('\\') >= 0) {
                throw unexpected("text without escapes");
            }
            at = end + 1;
            return found;
        }

        private boolean truth() {
            skipSpace();
            for (String word : new String[] {"True", "False"}) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw unexpected("True or False");
        }

        /** {@code ()}, {@code (3,)}, {@code (3, 4)} or {@code (3, 4,)}; Python 2 wrote {@code 3L}. */
        private long[] tuple() {
            long[] sizes = new long[NpyHeader.MAX_RANK];
            int n = 0;
            boolean comma = true;
            expect('(');
            while (!take(')')) {
                if (!comma || n == sizes.length) {
                    throw unexpected(comma ? "at most " + sizes.length + " sizes" : "a comma or )");
                }
                sizes[n++] = number();
                comma = take(',');
            }
            if (n == 1 && !comma) {
                throw new IllegalArgumentException("its shape is a number in brackets, not a tuple");
            }
            return Arrays.copyOf(sizes, n);
        }

        private long number() {
            skipSpace();
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            int to = at;
            if (from == to || to - from > 18) {
                at = from;
                throw unexpected("a size of 1 to 18 digits");
            }
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            return Long.parseLong(text, from, to, 10);
        }

        private boolean take(char c) {
            skipSpace();
            boolean found = at < text.length() && text.charAt(at) == c;
            at += found ? 1 : 0;
            return found;
        }

        private void expect(char c) {
            if (!take(c)) {
                throw unexpected(String.valueOf(c));
            }
        }

        private void skipSpace() {
            while (at < text.length() && " \t\r\n\f".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private IllegalArgumentException unexpected(String expected) {
            String found = at < text.length()
                    ? SafetensorsHeader.quoted(text.substring(at, Math.min(text.length(), at + 20)))
                    : "the end";
            return new IllegalArgumentException(
                    "%s was expected at character %d, found %s".formatted(expected, at, found));
        }
    }
}
