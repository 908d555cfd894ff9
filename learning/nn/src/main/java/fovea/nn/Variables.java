package fovea.nn;

import fovea.device.Region;
import fovea.tensor.Parameter;
import fovea.tensor.RandomStream;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every parameter and state of a model under its path, such as {@code layers.0.weight}: the names of record components, positions in
 * lists and keys of maps, joined by dots. Components are written as PyTorch writes them ({@code runningMean} → {@code running_mean}), so
 * that weights travel; a layer that is {@link Named} says its names itself. A shared variable keeps its first path. A stream of random
 * numbers is a variable too: what it has drawn. Parameters of a {@link Frozen} layer are named, but none of those that training changes.
 */
public final class Variables {
    private final SequencedMap<String, Variable> named = new LinkedHashMap<>();
    private final Set<Variable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Those that are somewhere else than in a {@link Frozen} layer. */
    private final Set<Variable> free = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean isFrozen;

    private Variables() {}

    /**
     * The variables of a record of layers, or of a list or map of such.
     *
     * @throws IllegalStateException naming a class in it that hides what it is made of
     */
    public static Variables of(Object model) {
        Variables variables = new Variables();
        variables.collect(model, "");
        return variables;
    }

    /** All, by path, in order. */
    public SequencedMap<String, Variable> named() {
        return Collections.unmodifiableSequencedMap(named);
    }

    /** Those that training changes. */
    public List<Parameter> parameters() {
        return List.copyOf(namedParameters().values());
    }

    /** Those that training changes, by path. */
    public SequencedMap<String, Parameter> namedParameters() {
        SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
        named.forEach((path, variable) -> {
            if (variable instanceof Parameter parameter && free.contains(variable)) {
                parameters.put(path, parameter);
            }
        });
        return parameters;
    }

    /** How many numbers training changes: what papers call the number of parameters. */
    public long parameterCount() {
        return parameters().stream().mapToLong(p -> p.shape().elements()).sum();
    }

    /**
     * Gives every variable the value of its name. Nothing is changed unless all fit.
     *
     * @param values one for each variable; PyTorch's {@code num_batches_tracked} are passed over
     * @throws CheckpointException naming all that are missing, left over, or of another shape
     */
    public void load(Map<String, Tensor> values) {
        load(specs(values), name -> Objects.requireNonNull(values.get(name)));
    }

    /**
     * The same with values that are asked for one after the other and let go once copied, so that a file's arrays are never all in memory
     * beside the model's own.
     *
     * @param offered the shapes and types of all there are
     * @param value gives the one of a name
     * @throws CheckpointException naming all that are missing, left over, or of another shape
     */
    public void load(Map<String, Spec> offered, Function<String, Tensor> value) {
        Fit fit = fit(offered);
        if (!fit.isWhole()) {
            throw new CheckpointException(fit.toString(), fit.remedy());
        }
        set(offered, value);
    }

    /**
     * Gives those variables the value of their name that have one of their shape, such as all but the last layer of a model
     * for other classes; the others keep theirs.
     *
     * @param offered the shapes and types of all there are
     * @param value gives the one of a name; asked for one after the other
     * @return what did not fit
     * @throws CheckpointException if nothing did
     */
    public Fit loadFitting(Map<String, Spec> offered, Function<String, Tensor> value) {
        Fit fit = fit(offered);
        if (fit.fitting() == 0) {
            throw new CheckpointException(fit.toString(), fit.remedy());
        }
        set(offered, value);
        return fit;
    }

    /** How values of these shapes and types would fit. */
    public Fit fit(Map<String, Spec> offered) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        named.forEach((path, variable) -> {
            Spec spec = offered.get(path);
            if (spec == null) {
                missing.add(path + " " + variable.spec());
            } else if (!spec.equals(variable.spec())) {
                misshapen.add(path + " is " + spec + " and this model's is " + variable.spec());
            }
        });
        List<String> unexpected = offered.keySet().stream()
                .filter(name -> !named.containsKey(name) && !name.endsWith("num_batches_tracked"))
                .toList();
        return new Fit(named.size() - missing.size() - misshapen.size(), missing, misshapen, unexpected);
    }

    private void set(Map<String, Spec> offered, Function<String, Tensor> value) {
        named.forEach((path, variable) -> {
            if (variable.spec().equals(offered.get(path))) {
                Region.run(() -> variable.set(value.apply(path)));
            }
        });
    }

    private static Map<String, Spec> specs(Map<String, Tensor> values) {
        Map<String, Spec> specs = new LinkedHashMap<>();
        values.forEach((name, value) -> specs.put(name, value.spec()));
        return specs;
    }

    private void collect(@Nullable Object part, String path) {
        switch (part) {
            case Variable variable -> {
                if (seen.add(variable)) {
                    named.put(path, variable);
                }
                if (!isFrozen) {
                    free.add(variable);
                }
            }
            case Frozen frozen -> {
                boolean isFrozenAround = isFrozen;
                isFrozen = true;
                collect(frozen.layer(), path);
                isFrozen = isFrozenAround;
            }
            case Named named -> named.parts().forEach((name, each) -> collect(each, join(path, name)));
            case RandomStream random -> collect(random.state(), path);
            case Iterable<?> parts -> {
                int i = 0;
                for (Object each : parts) {
                    collect(each, join(path, String.valueOf(i++)));
                }
            }
            case Map<?, ?> parts -> ordered(parts).forEach((key, each) -> collect(each, join(path, key)));
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    collect(read(component, record), join(path, snakeCase(component.getName())));
                }
            }
            case Layer layer
            when !layer.getClass().isHidden() ->
                throw new IllegalStateException(
                        layer.getClass().getName() + " is a layer but not a record: its variables cannot be found"
                                + System.lineSeparator() + "  declare it as a record of what it is made of");
            case null, default -> {}
        }
    }

    /** In the map's order if it has one; otherwise in that of the names: a hash map's may differ from one process to the next. */
    private static Map<String, @Nullable Object> ordered(Map<?, ?> parts) {
        Map<String, @Nullable Object> ordered = parts instanceof SequencedMap ? new LinkedHashMap<>() : new TreeMap<>();
        parts.forEach((key, each) -> ordered.put(String.valueOf(key), each));
        return ordered;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String snakeCase(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(c));
        }
        return snake.toString();
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            var accessor = component.getAccessor();
            if (!accessor.trySetAccessible()) {
                throw new IllegalAccessException("not open");
            }
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            Class<?> type = record.getClass();
            throw new IllegalStateException(
                    "cannot look for variables inside " + type.getName() + System.lineSeparator()
                            + "  write \"opens " + type.getPackageName()
                            + " to fovea.nn;\" into the module-info.java of "
                            + type.getModule().getName(),
                    e);
        }
    }
}
