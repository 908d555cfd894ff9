package fovea.format.torch;

import fovea.format.ElementType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** All that a pickle can become here: data, and the few names that rebuild tensors. None of them runs anything. */
sealed interface Value {

    /** Python's {@code None}. */
    enum None implements Value {
        NONE
    }

    record Truth(boolean value) implements Value {}

    record Whole(long value) implements Value {}

    /** A whole number beyond {@code long}. */
    record Huge(BigInteger value) implements Value {}

    record Real(double value) implements Value {}

    record Text(String value) implements Value {}

    /** Bytes, complex numbers: they may be there, but are given to nobody. */
    record Passed(String kind) implements Value {}

    record Tuple(List<Value> items) implements Value {}

    /** A list; compared by identity, for it may hold itself. */
    final class Items implements Value {
        final List<Value> items = new ArrayList<>();
    }

    /** A set of plain values, which have no names. */
    final class Elements implements Value {}

    /** A dictionary; compared by identity. */
    final class Dict implements Value {
        private final SequencedMap<Object, Slot> slots = new LinkedHashMap<>();

        /** A key as the first one who used it wrote it, and the value that was put there last. */
        private static final class Slot {
            private final String key;
            private Value value;

            Slot(String key, Value value) {
                this.key = key;
                this.value = value;
            }
        }

        /** What is done with each pair. */
        interface Visitor {
            void visit(String key, Value value);
        }

        /** Longer keys are no names, and comparing them again and again would take long. */
        private static final int MAX_KEY = 10_000;

        /** As in Python, {@code 1} and {@code True} are one key, which keeps the form it was first written in. */
        void put(Value key, Value value) {
            Slot slot = slots.computeIfAbsent(hashable(key), _ -> new Slot(text(key), value));
            slot.value = value;
        }

        @Nullable
        Value get(String key) {
            Slot slot = slots.get(key);
            return slot == null ? null : slot.value;
        }

        int size() {
            return slots.size();
        }

        void copyTo(Dict other) {
            slots.forEach((key, slot) -> other.slots.put(key, new Slot(slot.key, slot.value)));
        }

        void forEach(Visitor visitor) {
            slots.values().forEach(slot -> visitor.visit(slot.key, slot.value));
        }

        private static Object hashable(Value key) {
            return switch (key) {
                case Text(String text) when text.length() <= MAX_KEY -> text;
                case Text(String text) ->
                    throw new PickleException(
                            "has a key of %d characters: expected at most %d".formatted(text.length(), MAX_KEY));
                case Whole(long number) -> number;
                case Truth(boolean truth) -> truth ? 1L : 0L;
                case Huge(BigInteger number) -> number;
                case None none -> none;
                default ->
                    throw new PickleException(
                            "a key of a dictionary is %s: expected text or a whole number".formatted(key.kind()));
            };
        }

        private static String text(Value key) {
            return switch (key) {
                case Text(String text) -> text;
                case Whole(long number) -> Long.toString(number);
                case Huge(BigInteger number) -> number.toString();
                case Truth(boolean truth) -> truth ? "True" : "False";
                default -> "None";
            };
        }
    }

    /**
     * Elements in the file that several tensors may share.
     *
     * @param total elements of the whole that is stored under {@code key}
     * @param from where in it this part begins; only very old files have parts
     * @param count elements of this part
     */
    record Storage(StorageType type, String key, long total, long from, long count) implements Value {}

    /**
     * Some elements of a storage, checked to lie in it.
     *
     * @param type the storage's own, but where that is untyped
     * @param offset the first element's place in the whole storage, in elements of that type
     */
    record TensorView(Storage storage, ElementType type, long offset, List<Long> shape, List<Long> strides)
            implements Value {
        /** All elements of a storage, as they lie there. */
        static TensorView all(Storage of) {
            return new TensorView(of, of.type().type(), of.from(), List.of(of.count()), List.of(1L));
        }

        long[] sizes() {
            return shape.stream().mapToLong(Long::longValue).toArray();
        }

        long[] steps() {
            return strides.stream().mapToLong(Long::longValue).toArray();
        }
    }

    /** The name of one of the functions that may be asked for. */
    record Function(Known known) implements Value {}

    /** The name of a kind of storage, such as {@code torch.FloatStorage}. */
    record StorageName(StorageType type) implements Value {}

    /** The name of an element type, such as {@code torch.float32}; null where no array can have it. */
    record TypeName(String name, @Nullable ElementType type) implements Value {}

    /** What a message calls it. */
    default String kind() {
        return switch (this) {
            case None _ -> "None";
            case Truth _ -> "a truth";
            case Whole _, Huge _ -> "a whole number";
            case Real _ -> "a floating-point number";
            case Text _ -> "text";
            case Passed(String kind) -> kind;
            case Tuple _ -> "a tuple";
            case Items _ -> "a list";
            case Elements _ -> "a set";
            case Dict _ -> "a dictionary";
            case Storage _ -> "a storage";
            case TensorView _ -> "a tensor";
            case Function(Known known) -> "the function " + known.pythonName();
            case StorageName(StorageType type) -> "the name " + type.pythonName();
            case TypeName type -> "the name " + type.name();
        };
    }
}
