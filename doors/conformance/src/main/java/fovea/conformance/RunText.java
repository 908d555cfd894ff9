package fovea.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pack says of a training run, in clauses between semicolons: the layers; parts that are defined, {@code Block(i,o,s): h=…};
 * and what it is trained with, {@code AdamW lr=.01, OneCycleLR(max_lr=.02,total_steps=12), clip_grad_norm 1}.
 *
 * @param layers one after another
 * @param parts defined, by name
 * @param optimizer PyTorch's name
 * @param schedule PyTorch's name and options, where there is one
 */
record RunText(
        List<String> layers,
        Map<String, Part> parts,
        String optimizer,
        Attributes options,
        Optional<Scheduled> schedule,
        Optional<Clipped> clipped) {
    private static final String OPTIMIZERS =
            "SGD|Adam|AdamW|NAdam|RAdam|Adamax|Adagrad|Adadelta|RMSprop|Rprop|ASGD|LBFGS|SparseAdam";
    private static final Pattern OPTIMIZER = Pattern.compile("\\b(" + OPTIMIZERS + ")\\b");
    private static final Pattern SCHEDULE = Pattern.compile(
            "\\b(\\w+LR|CosineAnnealing\\w+|ReduceLROnPlateau|ChainedScheduler)\\b\\s*(.*)", Pattern.DOTALL);
    private static final Pattern DEFINITION =
            Pattern.compile("(\\w+)\\(([\\w,\\s]*)\\)\\s*(?::|:?=)\\s*(.+)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?(?:\\d+\\.?\\d*|\\.\\d+)(?:e-?\\d+)?");

    /**
     * A part that is defined.
     *
     * @param parameters names that stand for its arguments
     * @param sentences of its definition
     */
    record Part(List<String> parameters, List<String> sentences) {}

    /** A schedule by PyTorch's name. */
    record Scheduled(String name, Attributes options) {}

    /** Gradients that are clipped before each step, to a norm or value by value. */
    record Clipped(boolean byValue, double most) {}

    static RunText of(String text) {
        List<String> layers = List.of();
        Map<String, Part> parts = new LinkedHashMap<>();
        List<String> training = new ArrayList<>();
        Part last = new Part(List.of(), new ArrayList<>());
        for (String clause : Phrase.split(text, ";")) {
            Matcher definition = DEFINITION.matcher(clause);
            if (layers.isEmpty()) {
                layers = Phrase.split(clause.replaceAll("→|->|\\|", ","), ",");
            } else if (!training.isEmpty() || OPTIMIZER.matcher(clause).find()) {
                training.add(clause);
            } else if (definition.matches()) {
                last = new Part(Phrase.split(definition.group(2), ","), new ArrayList<>());
                parts.put(definition.group(1), last);
                last.sentences.addAll(Phrase.split(definition.group(3), ","));
            } else {
                last.sentences.addAll(Phrase.split(clause, ","));
            }
        }
        return new Training().read(training).with(layers, parts);
    }

    /** What it is trained with, as it is found. */
    private static final class Training {
        private String optimizer = "";
        private Attributes options = new Attributes(Map.of());
        private Optional<Scheduled> schedule = Optional.empty();
        private Optional<Clipped> clipped = Optional.empty();

        Training read(List<String> clauses) {
            for (String clause : clauses) {
                StringBuilder spoken = new StringBuilder();
                for (String sentence : Phrase.split(clause, ",")) {
                    spoken.append(", ").append(withoutOthers(sentence));
                }
                Matcher named = OPTIMIZER.matcher(spoken);
                if (optimizer.isEmpty() && named.find()) {
                    optimizer = named.group(1);
                    options = Phrase.spoken(spoken.substring(named.end()).replaceAll("^\\s*\\((.*)\\)", "$1"));
                }
            }
            return this;
        }

        /** What is left of a sentence without what it says of schedules and clipping. */
        private String withoutOthers(String sentence) {
            Matcher scheduled = SCHEDULE.matcher(sentence);
            if (sentence.contains("clip")) {
                clipped = Optional.of(clipped(sentence));
                return "";
            }
            if (scheduled.find()) {
                schedule = Optional.of(schedule(scheduled.group(1), scheduled.group(2)));
                return sentence.substring(0, scheduled.start()).replaceAll("\\b(with|and)\\s*$", "");
            }
            return sentence;
        }

        private static Scheduled schedule(String name, String options) {
            return new Scheduled(
                    name,
                    options.startsWith("(")
                            ? Phrase.of(name + options).options(Schedules.parameters(name))
                            : Phrase.spoken(options));
        }

        RunText with(List<String> layers, Map<String, Part> parts) {
            return new RunText(layers, parts, optimizer, options, schedule, clipped);
        }
    }

    private static Clipped clipped(String sentence) {
        Matcher number = NUMBER.matcher(sentence);
        double most = 1;
        boolean found = false;
        while (!found && number.find()) {
            most = Double.parseDouble(number.group());
            found = true;
        }
        if (!found) {
            throw new CaseException("how far are gradients clipped in \"" + sentence + "\"?");
        }
        return new Clipped(sentence.contains("value"), most);
    }
}
