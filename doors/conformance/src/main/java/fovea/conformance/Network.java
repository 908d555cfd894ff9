package fovea.conformance;

import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network as {@link RunText} describes it, with variables under PyTorch's names. */
final class Network {
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)\\s*=\\s*(.+)", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("([A-Za-z_]\\w*)\\(");

    private final SequencedMap<String, Variable> variables;
    private final Map<String, RunText.Part> parts;
    private final List<UnaryOperator<Tensor>> steps = new ArrayList<>();
    private final List<String> unused;

    Network(RunText text, SequencedMap<String, Variable> variables) {
        this.variables = variables;
        this.parts = text.parts();
        this.unused = new ArrayList<>(variables.sequencedKeySet().stream()
                .map(name -> name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name)
                .distinct()
                .toList());
        List<String> layers = text.layers();
        if (layers.stream().anyMatch(layer -> isFormula(layer))) {
            steps.add(formula("", layers, Map.of()));
        } else {
            for (int i = 0; i < layers.size(); i++) {
                steps.add(sum(i, layers.get(i)));
            }
        }
    }

    /** The output for {@code x}. */
    Tensor forward(Tensor x) {
        Tensor y = x;
        for (UnaryOperator<Tensor> step : steps) {
            y = step.apply(y);
        }
        return y;
    }

    private static boolean isFormula(String layer) {
        return layer.matches("(?s)\\w+\\s*=\\s*.*\\w\\(.*") || layer.matches("(?s).*\\(\\s*[xXh]\\s*\\).*");
    }

    /** One layer, or several whose outputs are added. */
    private UnaryOperator<Tensor> sum(int position, String text) {
        List<UnaryOperator<Tensor>> terms = Phrase.split(text, "+").stream()
                .map(term -> layer(position, Phrase.of(term)))
                .toList();
        return x ->
                terms.stream().map(term -> term.apply(x)).reduce(Network::plus).orElseThrow();
    }

    /** A table of positions, {@code [T, D]}, is used as far as there are positions. */
    private static Tensor plus(Tensor a, Tensor b) {
        int axis = a.shape().rank() - 2;
        boolean isLonger = b.shape().rank() == 2
                && axis >= 0
                && b.shape().size(0) > a.shape().size(axis);
        return a.add(isLonger ? b.slice(0, 0, a.shape().size(axis), 1) : b);
    }

    private UnaryOperator<Tensor> layer(int position, Phrase phrase) {
        String first = phrase.words().isEmpty() ? "" : phrase.words().getFirst();
        if (variables.containsKey(first)) {
            unused.remove(first);
            return _ -> variables.get(first).get();
        }
        RunText.Part part = parts.get(phrase.kind());
        boolean isNamed = phrase.words().size() > 1 && has(first);
        if (part != null) {
            String path = isNamed ? first : String.valueOf(position);
            unused.removeIf(name -> name.startsWith(path + "."));
            return formula(path, part.sentences(), arguments(part, phrase));
        }
        if (phrase.words().size() == 1 && has(first)) {
            return leaf(first, phrase);
        }
        return leaf(isNamed ? first : path(position, phrase), phrase);
    }

    /** Where the variables of a layer without a name are: under its position in the list, or the next that nothing has used. */
    private String path(int position, Phrase phrase) {
        if (!Parts.hasVariables(phrase.kind())) {
            return "";
        }
        String index = String.valueOf(position);
        return has(index) ? index : unused.isEmpty() ? "" : unused.getFirst();
    }

    private boolean has(String path) {
        return variables.keySet().stream().anyMatch(name -> name.startsWith(path + "."));
    }

    private UnaryOperator<Tensor> leaf(String path, Phrase phrase) {
        unused.removeIf(name -> name.equals(path) || name.startsWith(path + "."));
        SequencedMap<String, Variable> own = new LinkedHashMap<>();
        if (!path.isEmpty()) {
            variables.forEach((name, variable) -> {
                if (name.startsWith(path + ".")) {
                    own.put(name.substring(path.length() + 1), variable);
                }
            });
        }
        return Parts.layer(phrase, own);
    }

    private static Map<String, String> arguments(RunText.Part part, Phrase phrase) {
        Map<String, String> arguments = new HashMap<>();
        for (int i = 0;
                i < Math.min(part.parameters().size(), phrase.arguments().size());
                i++) {
            String value = phrase.arguments().get(i).replaceAll("^[A-Za-z_]+\\s*=?\\s*(?=\\d)", "");
            arguments.put(part.parameters().get(i), value);
        }
        return arguments;
    }

    /** What sentences such as {@code h=bn1(conv1(x))}, {@code conv1 3x3 stride s pad1} and {@code out=relu(h+x)} define. */
    private UnaryOperator<Tensor> formula(String path, List<String> sentences, Map<String, String> arguments) {
        SequencedMap<String, String> assignments = new LinkedHashMap<>();
        Map<String, String> declared = new HashMap<>();
        String called = String.join(" ", sentences);
        for (String sentence : sentences) {
            Matcher assignment = ASSIGNMENT.matcher(sentence);
            if (assignment.matches() && !called.contains(assignment.group(1) + "(")) {
                assignments.put(assignment.group(1), assignment.group(2));
            } else if (assignment.matches()) {
                declared.put(assignment.group(1), assignment.group(2));
            } else if (isFormula(sentence)) {
                assignments.put("out", sentence);
            } else {
                String[] words = sentence.split("\\s+", 2);
                declared.put(words[0], words.length == 2 ? words[1] : "");
            }
        }
        Map<String, UnaryOperator<Tensor>> functions = new HashMap<>();
        Matcher call = CALL.matcher(String.join(" ", assignments.values()));
        while (call.find()) {
            String name = call.group(1);
            String at = path.isEmpty() ? name : path + "." + name;
            if (has(at)) {
                functions.put(name, declared(at, declared.getOrDefault(name, ""), arguments));
            } else if (declared.containsKey(name)) {
                functions.put(name, UnaryOperator.identity());
            } else if (!Formula.isFunction(name)) {
                functions.put(name, Parts.layer(new Phrase(List.of(name), List.of(), ""), new LinkedHashMap<>()));
            }
        }
        return x -> {
            Map<String, Tensor> values = new HashMap<>(Map.of("x", x, "X", x));
            Tensor y = x;
            for (Map.Entry<String, String> each : assignments.entrySet()) {
                y = Formula.value(each.getValue(), values, functions);
                values.put(each.getKey(), y);
            }
            return y;
        };
    }

    /** A layer that is described in words or not at all: its variables say what it is. */
    private UnaryOperator<Tensor> declared(String path, String words, Map<String, String> arguments) {
        String said = words;
        for (Map.Entry<String, String> each : arguments.entrySet()) {
            said = said.replaceAll("\\b" + each.getKey() + "\\b", each.getValue());
        }
        List<String> options = new ArrayList<>();
        Matcher option = Pattern.compile("\\d+[x×]\\d+|(stride|pad|padding|dilation|groups)[ =]*\\d+")
                .matcher(said.toLowerCase(Locale.ROOT));
        while (option.find()) {
            options.add(option.group());
        }
        return leaf(path, new Phrase(List.of(Parts.kind(words)), options, ""));
    }
}
