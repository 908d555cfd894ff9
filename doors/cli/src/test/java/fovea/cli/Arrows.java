package fovea.cli;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The one rule about which package may know which: only those above its own line in {@link #ORDER}. Where it holds there
 * is no circle, for a circle needs at least one arrow that points the wrong way.
 */
final class Arrows {

    /** Every package, the lowest floor first and each floor from left to right. A new package needs a line here. */
    static final List<String> ORDER = List.of(
            // engine
            "fovea.tensor",
            "fovea.device",
            "fovea.reference",
            "fovea.onednn",
            "fovea.autograd",
            "fovea.graph",
            "fovea.testing",
            // learning
            "fovea.nn",
            "fovea.nn.loss",
            "fovea.nn.attention",
            "fovea.nn.recurrent",
            "fovea.nn.summary",
            "fovea.format",
            "fovea.format.torch",
            "fovea.data",
            "fovea.data.scenes",
            "fovea.data.fetch",
            "fovea.data.sets",
            "fovea.train.metric",
            "fovea.train.optim",
            "fovea.train",
            "fovea.train.check",
            "fovea.train.tune",
            // subjects
            "fovea.zoo.hub",
            "fovea.zoo",
            "fovea.detect",
            "fovea.classic.layer",
            "fovea.classic.circuit",
            "fovea.classic",
            "fovea.classic.neighbor",
            "fovea.classic.unlabeled",
            "fovea.classic.linear",
            "fovea.classic.feature",
            "fovea.classic.filter",
            "fovea.classic.boltzmann",
            // doors
            "fovea.plot",
            "fovea.onnx.model",
            "fovea.onnx.operator",
            "fovea.onnx",
            "fovea.conformance",
            "fovea.conformance.files",
            "fovea.keras",
            "fovea.results",
            "fovea.lessons",
            "fovea.cli");

    /** Words that say nothing about who lives somewhere. */
    private static final Set<String> EMPTY_WORDS =
            Set.of("util", "utils", "common", "core", "helper", "helpers", "manager");

    private static final Pattern OWN_NAME = Pattern.compile("fovea(?:/\\w+)*/[A-Z][\\w$]*");
    private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])");

    private Arrows() {}

    /** What is wrong with the place and the name of one class, in sentences; nothing if all is well. */
    static List<String> complaints(ClassModel model) {
        String name = model.thisClass().asInternalName();
        String home = packageOf(name);
        var found = new ArrayList<String>();
        if (!ORDER.contains(home)) {
            found.add(home + " is not in the order of packages: give it a line in Arrows.ORDER");
            return found;
        }
        for (String used : namesIn(model)) {
            String there = packageOf(used);
            if (!ORDER.contains(there)) {
                found.add(name + " uses " + used + ", whose package is not in the order");
            } else if (ORDER.indexOf(there) > ORDER.indexOf(home)) {
                found.add(name + " uses " + used + ": the arrow from " + home + " to " + there + " points up");
            }
        }
        emptyWords(name).forEach(word -> found.add(name + ": '" + word + "' does not say who lives here"));
        return found;
    }

    /** Classes of ours that the compiled class names anywhere: calls, fields, type arguments, annotations; not in strings. */
    private static Set<String> namesIn(ClassModel model) {
        var names = new TreeSet<String>();
        var strings = new HashSet<Integer>();
        for (var entry : model.constantPool()) {
            if (entry instanceof StringEntry string) {
                strings.add(string.utf8().index());
            }
        }
        for (var entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text && !strings.contains(text.index())) {
                OWN_NAME.matcher(text.stringValue()).results().forEach(match -> names.add(match.group()));
            }
        }
        return names;
    }

    private static List<String> emptyWords(String name) {
        return WORD.matcher(name)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .filter(EMPTY_WORDS::contains)
                .toList();
    }

    private static String packageOf(String name) {
        int end = name.lastIndexOf('/');
        return end < 0 ? "the unnamed package" : name.substring(0, end).replace('/', '.');
    }
}
