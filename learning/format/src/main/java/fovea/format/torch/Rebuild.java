package fovea.format.torch;

import fovea.format.ElementType;
import fovea.format.torch.Value.Dict;
import fovea.format.torch.Value.Items;
import fovea.format.torch.Value.Passed;
import fovea.format.torch.Value.Storage;
import fovea.format.torch.Value.TensorView;
import fovea.format.torch.Value.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** What each known name makes of its arguments: plain data and views of storages, checked to lie in them. */
final class Rebuild {
    private static final int MAX_RANK = 64;

    private final IntConsumer cost;

    /**
     * A rebuilder.
     *
     * @param cost is told of every list it goes through, how long it is; refuses when that is too much
     */
    Rebuild(IntConsumer cost) {
        this.cost = cost;
    }

    Value call(Value called, List<Value> args) {
        if (!(called instanceof Value.Function function)) {
            throw new PickleException("calls %s, which cannot be called".formatted(called.kind()));
        }
        Known known = function.known();
        return switch (known) {
            case ORDERED_DICT, COUNTER -> dict(known, args);
            case SET, FROZENSET -> set(known, args);
            case BYTEARRAY, BYTES, ENCODE -> plain(known, args, "bytes");
            case COMPLEX -> plain(known, args, "a complex number");
            case SIZE -> tuple(known, args);
            case DEVICE -> device(args);
            case REBUILD_TENSOR -> tensor(known, args, 4, 4);
            case REBUILD_TENSOR_V2 -> tensor(known, args, 6, 7);
            case REBUILD_TENSOR_V3 -> typed(args);
            case REBUILD_PARAMETER -> parameter(known, args, 3);
            case REBUILD_PARAMETER_WITH_STATE -> parameter(known, args, 4);
            case REBUILD_FROM_TYPE -> fromType(args);
            case TENSOR, PARAMETER ->
                throw new PickleException("makes a %s from nothing".formatted(known.pythonName()));
        };
    }

    private Value dict(Known known, List<Value> args) {
        Dict dict = new Dict();
        if (args.size() == 1 && args.getFirst() instanceof Dict from) {
            cost.accept(from.size());
            from.copyTo(dict);
        } else if (args.size() == 1) {
            for (Value pair : items(known, args.getFirst())) {
                List<Value> both = items(known, pair);
                if (both.size() != 2) {
                    throw wrong(known, "a pair has %d items".formatted(both.size()));
                }
                dict.put(both.getFirst(), both.getLast());
            }
        } else if (!args.isEmpty()) {
            throw count(known, args, "at most 1");
        }
        return dict;
    }

    /** The elements have no names and are given to nobody; a tensor must not vanish among them. */
    private Value set(Known known, List<Value> args) {
        if (args.size() > 1) {
            throw count(known, args, "at most 1");
        }
        if (!args.isEmpty()) {
            plain(known, items(known, args.getFirst()), "a set");
        }
        return new Value.Elements();
    }

    private Value plain(Known known, List<Value> args, String kind) {
        for (Value arg : args) {
            switch (arg) {
                case Value.None _,
                        Value.Truth _,
                        Value.Whole _,
                        Value.Huge _,
                        Value.Real _,
                        Value.Text _,
                        Passed _ -> {}
                case Items list when items(known, list).stream().allMatch(item -> item instanceof Value.Whole) -> {}
                default -> throw wrong(known, "it is given " + arg.kind());
            }
        }
        return new Passed(kind);
    }

    private Value tuple(Known known, List<Value> args) {
        if (args.size() != 1) {
            throw count(known, args, "1");
        }
        return new Tuple(List.copyOf(items(known, args.getFirst())));
    }

    /** {@code ('cpu',)} or {@code ('cuda', 0)}. */
    private static Value device(List<Value> args) {
        if (args.isEmpty()
                || args.size() > 2
                || !(args.getFirst() instanceof Value.Text(String name))
                || (args.size() == 2 && !(args.get(1) instanceof Value.Whole))) {
            throw wrong(Known.DEVICE, "it is not given a name and a number");
        }
        return args.size() == 2 && args.get(1) instanceof Value.Whole(long number)
                ? new Value.Text(name + ":" + number)
                : new Value.Text(name);
    }

    /** {@code (storage, offset, shape, strides, requiresGradient, hooks, metadata)}. */
    private TensorView tensor(Known known, List<Value> args, int least, int most) {
        if (args.size() < least || args.size() > most) {
            throw count(known, args, least == most ? "" + least : least + " or " + most);
        }
        if (args.size() == 7) {
            checkMetadata(known, args.get(6));
        }
        Storage storage = storage(known, args.getFirst());
        return view(known, storage, storage.type().type(), args);
    }

    /** {@code (storage, offset, shape, strides, requiresGradient, hooks, type, metadata)}. */
    private TensorView typed(List<Value> args) {
        Known known = Known.REBUILD_TENSOR_V3;
        if (args.size() < 7 || args.size() > 8) {
            throw count(known, args, "7 or 8");
        }
        if (args.size() == 8) {
            checkMetadata(known, args.get(7));
        }
        Storage storage = storage(known, args.getFirst());
        ElementType type = args.get(6) instanceof Value.TypeName name ? name.type() : null;
        if (type == null) {
            throw wrong(known, "its type is " + args.get(6).kind());
        }
        if (type != storage.type().type() && storage.type() != StorageType.UNTYPED) {
            throw wrong(
                    known,
                    "%s elements are taken from a %s"
                            .formatted(type, storage.type().pythonName()));
        }
        return view(known, storage, type, args);
    }

    /** There PyTorch notes that the elements stand for their conjugates or negatives. */
    private static void checkMetadata(Known known, Value metadata) {
        if (metadata != Value.None.NONE && !(metadata instanceof Dict dict && dict.size() == 0)) {
            throw wrong(known, "the tensor is lazily conjugated or negated; call resolve_conj() before saving");
        }
    }

    private TensorView view(Known known, Storage storage, ElementType type, List<Value> args) {
        if (!(args.get(1) instanceof Value.Whole(long offset)) || offset < 0) {
            throw wrong(known, "its offset is no whole number of 0 or more");
        }
        List<Long> shape = sizes(known, args.get(2), "shape");
        List<Long> strides = sizes(known, args.get(3), "strides");
        if (shape.size() != strides.size()) {
            throw wrong(known, "its shape %s and strides %s have different lengths".formatted(shape, strides));
        }
        try {
            type.bytes(shape.stream().mapToLong(Long::longValue).toArray());
            long end = end(offset, shape, strides);
            long bytes = Math.multiplyExact(
                    storage.count(), (long) storage.type().type().width());
            if (end > bytes / type.width()) {
                throw wrong(
                        known,
                        "shape %s, strides %s and offset %d reach element %d of a storage of %d"
                                .formatted(shape, strides, offset, end, bytes / type.width()));
            }
            long from = Math.multiplyExact(
                            storage.from(), (long) storage.type().type().width())
                    / type.width();
            return new TensorView(storage, type, from + offset, shape, strides);
        } catch (ArithmeticException _) {
            throw wrong(known, "shape %s and strides %s are impossible".formatted(shape, strides));
        }
    }

    /** Where its last element ends, in elements; an empty tensor needs none. */
    private static long end(long offset, List<Long> shape, List<Long> strides) {
        if (shape.contains(0L)) {
            return 0;
        }
        long end = Math.addExact(offset, 1);
        for (int axis = 0; axis < shape.size(); axis++) {
            end = Math.addExact(end, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
        }
        return end;
    }

    private List<Long> sizes(Known known, Value of, String what) {
        List<Value> items = items(known, of);
        if (items.size() > MAX_RANK) {
            throw wrong(known, "its %s has %d numbers".formatted(what, items.size()));
        }
        List<Long> sizes = new ArrayList<>();
        for (Value item : items) {
            if (!(item instanceof Value.Whole(long size)) || size < 0) {
                throw wrong(known, "its %s has an item that is no whole number of 0 or more".formatted(what));
            }
            sizes.add(size);
        }
        return List.copyOf(sizes);
    }

    private static Storage storage(Known known, Value of) {
        if (!(of instanceof Storage storage)) {
            throw wrong(known, "it is given %s for a storage".formatted(of.kind()));
        }
        return storage;
    }

    private static Value parameter(Known known, List<Value> args, int n) {
        if (args.size() != n) {
            throw count(known, args, "" + n);
        }
        if (!(args.getFirst() instanceof TensorView tensor)) {
            throw wrong(
                    known,
                    "it is given %s for a tensor".formatted(args.getFirst().kind()));
        }
        return tensor;
    }

    /** {@code (function, type, arguments, state)}: a tensor with attributes of its own, which are left out. */
    private Value fromType(List<Value> args) {
        Known known = Known.REBUILD_FROM_TYPE;
        if (args.size() != 4) {
            throw count(known, args, "4");
        }
        boolean isPlain =
                args.get(1) instanceof Value.Function(Known type) && (type == Known.TENSOR || type == Known.PARAMETER);
        if (!isPlain
                || !(args.getFirst() instanceof Value.Function function)
                || !(args.get(2) instanceof Tuple(List<Value> inner))) {
            throw wrong(known, "it makes %s".formatted(args.get(1).kind()));
        }
        return switch (function.known()) {
            case REBUILD_TENSOR,
                    REBUILD_TENSOR_V2,
                    REBUILD_TENSOR_V3,
                    REBUILD_PARAMETER,
                    REBUILD_PARAMETER_WITH_STATE -> call(args.getFirst(), inner);
            default ->
                throw wrong(known, "it calls %s".formatted(function.known().pythonName()));
        };
    }

    private List<Value> items(Known known, Value of) {
        List<Value> items = switch (of) {
            case Tuple(List<Value> tuple) -> tuple;
            case Items list -> list.items;
            default -> throw wrong(known, "it is given %s for a list".formatted(of.kind()));
        };
        cost.accept(items.size());
        return items;
    }

    private static PickleException count(Known known, List<Value> args, String expected) {
        return wrong(known, "it is given %d arguments, expected %s".formatted(args.size(), expected));
    }

    private static PickleException wrong(Known known, String what) {
        return new PickleException("%s: %s".formatted(known.pythonName(), what));
    }
}
