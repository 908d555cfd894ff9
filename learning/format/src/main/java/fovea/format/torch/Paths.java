package fovea.format.torch;

import fovea.format.torch.Value.Dict;
import fovea.format.torch.Value.Items;
import fovea.format.torch.Value.TensorView;
import fovea.format.torch.Value.Tuple;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nested containers as one list of names: keys of dictionaries and places in lists and tuples, joined by dots, such as
 * {@code optimizer.state.0.exp_avg}. What stands alone is called {@code ""}.
 */
final class Paths {
    private static final int MAX_DEPTH = 100;
    /** A few memos can stand for a tree of billions of leaves. */
    private static final int MAX_VISITS = 1_000_000;

    private static final int MAX_CHARACTERS = 1 << 26;

    private final SequencedMap<String, TensorView> tensors = new LinkedHashMap<>();
    private final SequencedMap<String, TorchScalar> scalars = new LinkedHashMap<>();
    /** The containers around the one being looked at. */
    private final Set<Value> around = Collections.newSetFromMap(new IdentityHashMap<>());

    private int visits;
    private long characters;

    private Paths() {}

    static Paths of(Value root) {
        Paths paths = new Paths();
        paths.visit(null, root);
        return paths;
    }

    SequencedMap<String, TensorView> tensors() {
        return tensors;
    }

    SequencedMap<String, TorchScalar> scalars() {
        return scalars;
    }

    private void visit(@Nullable String path, Value value) {
        if (++visits > MAX_VISITS) {
            throw new PickleException("stands for more than %d values".formatted(MAX_VISITS));
        }
        String name = path == null ? "" : path;
        switch (value) {
            case TensorView tensor -> put(name, tensor);
            case Value.Storage storage -> put(name, TensorView.all(storage));
            case Dict dict -> enter(name, dict, () -> dict.forEach((key, item) -> visit(join(path, key), item)));
            case Items list -> enter(name, list, () -> visitAll(path, list.items));
            case Tuple(List<Value> items) -> enter(name, value, () -> visitAll(path, items));
            default -> {
                TorchScalar scalar = scalar(value);
                if (scalar != null) {
                    once(name, scalars.putIfAbsent(name, scalar) == null && !tensors.containsKey(name));
                }
            }
        }
    }

    private void put(String name, TensorView tensor) {
        once(name, tensors.putIfAbsent(name, tensor) == null && !scalars.containsKey(name));
    }

    private static void once(String name, boolean isFirst) {
        if (!isFirst) {
            throw new PickleException("has two values called '%s'".formatted(PickleBytes.shortened(name)));
        }
    }

    private void visitAll(@Nullable String path, List<Value> items) {
        for (int i = 0; i < items.size(); i++) {
            visit(join(path, Integer.toString(i)), items.get(i));
        }
    }

    private String join(@Nullable String path, String key) {
        String joined = path == null ? key : path + "." + key;
        characters += joined.length();
        if (characters > MAX_CHARACTERS) {
            throw new PickleException("has names of more than %d characters together".formatted(MAX_CHARACTERS));
        }
        return joined;
    }

    private void enter(String name, Value container, Runnable visit) {
        if (around.size() == MAX_DEPTH) {
            throw new PickleException("is nested deeper than %d containers".formatted(MAX_DEPTH));
        }
        if (!around.add(container)) {
            throw new PickleException("holds itself, at '%s'".formatted(PickleBytes.shortened(name)));
        }
        visit.run();
        around.remove(container);
    }

    private static @Nullable TorchScalar scalar(Value value) {
        return switch (value) {
            case Value.None _ -> new TorchScalar.None();
            case Value.Truth(boolean truth) -> new TorchScalar.Truth(truth);
            case Value.Whole(long number) -> new TorchScalar.Whole(BigInteger.valueOf(number));
            case Value.Huge(BigInteger number) -> new TorchScalar.Whole(number);
            case Value.Real(double number) -> new TorchScalar.Real(number);
            case Value.Text(String text) -> new TorchScalar.Text(text);
            case Value.TypeName type -> new TorchScalar.Text(type.name());
            case Value.StorageName(StorageType type) -> new TorchScalar.Text(type.pythonName());
            default -> null; // bytes, sets, complex numbers, functions: without a name here
        };
    }
}
