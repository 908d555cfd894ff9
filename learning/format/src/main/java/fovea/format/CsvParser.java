package fovea.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows and fields of a CSV text as RFC 4180 has them: commas between fields, quotes around fields that hold commas,
 * quotes or line ends, a quote inside quotes doubled; lines end with LF or CRLF.
 */
final class CsvParser {
    private final Path file;
    private final String text;
    private int at;
    private int line = 1;
    private boolean cutOff;

    CsvParser(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    boolean hasNext() {
        return at < text.length();
    }

    /** Where the next row starts, in characters. */
    int position() {
        return at;
    }

    /** Whether the text ended inside quotes. */
    boolean isCutOff() {
        return cutOff;
    }

    /** The next row; after it {@link #position} stands behind its line end. */
    List<String> next() {
        List<String> row = new ArrayList<>();
        do {
            row.add(hasNext() && text.charAt(at) == '"' ? quoted() : plain());
        } while (take(','));
        take('\r');
        if (hasNext() && !take('\n')) {
            throw bad("a line end must follow '%s'".formatted(row.getLast()));
        }
        line++;
        return row;
    }

    private String plain() {
        int start = at;
        while (hasNext() && ",\n\"".indexOf(text.charAt(at)) < 0 && !atCrLf()) {
            at++;
        }
        if (hasNext() && text.charAt(at) == '"') {
            throw bad("a quote stands inside a field that does not start with one");
        }
        return text.substring(start, at);
    }

    private boolean atCrLf() {
        return text.charAt(at) == '\r' && (at + 1 == text.length() || text.charAt(at + 1) == '\n');
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        int opened = line;
        at++;
        while (hasNext()) {
            char c = text.charAt(at++);
            if (c == '"' && !take('"')) {
                return field.toString();
            }
            line += c == '\n' ? 1 : 0;
            field.append(c);
        }
        line = opened;
        cutOff = true;
        throw bad("a quote is never closed");
    }

    private boolean take(char c) {
        if (hasNext() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    /** The line the next row starts on, counted from 1. */
    int line() {
        return line;
    }

    private FormatException bad(String what) {
        return bad(line, what);
    }

    /** Something wrong with what is on that line. */
    FormatException bad(int line, String what) {
        return new FormatException(file, "line %d: %s".formatted(line, what), "correct the line, or remove it");
    }
}
