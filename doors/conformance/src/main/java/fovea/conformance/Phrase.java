package fovea.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something and what is said of it, as packs write it: {@code c1 Conv2d(1,4,5,pad1,nobias) at every step} or {@code SGD lr=.05 momentum
 * .9 nesterov}.
 *
 * @param words before the bracket
 * @param arguments inside it
 * @param rest behind it
 */
record Phrase(List<String> words, List<String> arguments, String rest) {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z_]\\w*)\\s*=\\s*(.+)");
    private static final Pattern NAME_AND_NUMBER =
            Pattern.compile("([A-Za-z_]+)\\s*(-?(?:\\d+\\.?\\d*|\\.\\d+)(?:e-?\\d+)?)");
    private static final Pattern NUMBER_AND_NAME = Pattern.compile("(\\d+)\\s+([A-Za-z_]+)");
    private static final Pattern SIZES = Pattern.compile("\\d+(?:[x×]\\d+)+");

    /** PyTorch's names of what is written shorter. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("wd", "weight_decay"),
            Map.entry("decay", "weight_decay"),
            Map.entry("mom", "momentum"),
            Map.entry("pad", "padding"),
            Map.entry("kernel", "kernel_size"),
            Map.entry("k", "kernel_size"),
            Map.entry("dil", "dilation"),
            Map.entry("group", "groups"),
            Map.entry("heads", "nhead"),
            Map.entry("head", "nhead"),
            Map.entry("num_heads", "nhead"),
            Map.entry("ff", "dim_feedforward"),
            Map.entry("layers", "num_layers"),
            Map.entry("slope", "negative_slope"),
            Map.entry("scale", "scale_factor"),
            Map.entry("smoothing", "label_smoothing"),
            Map.entry("history", "history_size"));

    Phrase {
        words = List.copyOf(words);
        arguments = List.copyOf(arguments);
    }

    /** Reads one. */
    static Phrase of(String text) {
        int open = text.indexOf('(');
        int close = open < 0 ? -1 : closing(text, open);
        return open < 0
                ? new Phrase(words(text), List.of(), "")
                : new Phrase(
                        words(text.substring(0, open)),
                        split(text.substring(open + 1, close), ","),
                        text.substring(close + 1).strip());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The last word: what it is. */
    String kind() {
        return words.isEmpty() ? "" : words.getLast();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new CaseException("a bracket stays open in \"" + text + "\"");
    }

    /** The parts between separators outside brackets, none of them empty. */
    static List<String> split(String text, String separators) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : separators.charAt(0);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if ((depth <= 0 && separators.indexOf(c) >= 0) || i == text.length()) {
                parts.add(text.substring(from, Math.min(i, text.length())).strip());
                from = i + 1;
            }
        }
        return parts.stream().filter(part -> !part.isEmpty()).toList();
    }

    /**
     * What the arguments say, by name.
     *
     * @param names of those that are given without one, in their order
     */
    Attributes options(List<String> names) {
        return options(arguments, names);
    }

    /** The same of other arguments. */
    static Attributes options(List<String> arguments, List<String> names) {
        Map<String, Object> values = new LinkedHashMap<>();
        int at = 0;
        for (String argument : arguments) {
            Optional<Object> plain = value(argument);
            if (plain.isPresent()) {
                if (at == names.size()) {
                    throw new CaseException("what is %s in (%s)?".formatted(argument, String.join(", ", arguments)));
                }
                values.put(names.get(at++), plain.get());
            } else {
                put(argument, values);
            }
        }
        return new Attributes(values);
    }

    /** Options that are separated by blanks or commas, such as {@code lr=.05 momentum .9 nesterov}. */
    static Attributes spoken(String text) {
        String joined = text.replaceAll("\\s*=\\s*", "=").replaceAll("([A-Za-z_])\\s+(?=-?\\.?\\d)", "$1=");
        Map<String, Object> values = new LinkedHashMap<>();
        split(joined, " ,\t").forEach(word -> put(word, values));
        return new Attributes(values);
    }

    private static void put(String argument, Map<String, Object> values) {
        Matcher named = NAMED.matcher(argument);
        Matcher numbered = NAME_AND_NUMBER.matcher(argument);
        Matcher counted = NUMBER_AND_NAME.matcher(argument);
        if (named.matches()) {
            String text = named.group(2).strip();
            value(text)
                    .or(() -> Optional.of(text.replaceAll("['\"]", "")))
                    .filter(value -> !value.equals("None"))
                    .ifPresent(value -> values.put(named.group(1).equals("k") ? "k" : name(named.group(1)), value));
        } else if (SIZES.matcher(argument).matches()) {
            values.put(
                    "kernel_size",
                    Arrays.stream(argument.split("[x×]"))
                            .<Object>map(Long::valueOf)
                            .toList());
        } else if (numbered.matches()) {
            value(numbered.group(2)).ifPresent(value -> values.put(name(numbered.group(1)), value));
        } else if (counted.matches()) {
            values.put(name(counted.group(2)), Long.valueOf(counted.group(1)));
        } else if (argument.matches("(no|without)[ _]?[a-z]+")) {
            values.put(name(argument.replaceFirst("(no|without)[ _]?", "")), false);
        } else {
            String word = argument.replaceAll("['\"]", "").strip();
            values.put(word.replaceAll("[\\s-]+", "_"), true);
        }
    }

    private static String name(String word) {
        return NAMES.getOrDefault(word, word);
    }

    /** A number, a list, a truth value; nothing of a word. */
    private static Optional<Object> value(String text) {
        String bare = text.strip();
        if (bare.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
            if (bare.matches("[-+]?\\d+")) {
                return Optional.of(Long.valueOf(bare));
            }
            return Optional.of(Double.valueOf(bare));
        }
        if (bare.matches("\\d+/\\d+")) {
            String[] parts = bare.split("/", 2);
            return Optional.of(Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]));
        }
        if (bare.matches("(?s)[(\\[].*[)\\]]")) {
            return Optional.of(split(bare.substring(1, bare.length() - 1), ",").stream()
                    .map(each -> value(each).orElse(each))
                    .toList());
        }
        return switch (bare.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
