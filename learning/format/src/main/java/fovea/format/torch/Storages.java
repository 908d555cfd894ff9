package fovea.format.torch;

import fovea.format.torch.Value.Storage;
import fovea.format.torch.Value.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The storages that a pickle refers to, each by {@code ("storage", kind, key, place, count)}; before PyTorch 1.6 a sixth
 * item may name a part of it, {@code (key, from, count)}. The place, such as {@code cuda:0}, does not matter here.
 */
final class Storages {
    private static final int MAX_STORAGES = 1 << 20;

    private final SequencedMap<String, Storage> wholes = new LinkedHashMap<>();

    /** The wholes, by key, in the order in which they were first named. */
    SequencedMap<String, Storage> wholes() {
        return wholes;
    }

    /** What an item of the pickle refers to. */
    Storage referred(Value id) {
        if (!(id instanceof Tuple(List<Value> items)) || items.size() < 5 || items.size() > 6) {
            throw new PickleException("refers to %s: expected a storage and its place".formatted(id.kind()));
        }
        if (!(items.getFirst() instanceof Value.Text(String word)) || !word.equals("storage")) {
            throw new PickleException("refers to something that is no storage");
        }
        if (!(items.get(1) instanceof Value.StorageName(StorageType type))
                || !(items.get(2) instanceof Value.Text(String key))
                || !(items.get(3) instanceof Value.Text)
                || !(items.get(4) instanceof Value.Whole(long count))
                || count < 0) {
            throw new PickleException("refers to a storage in a way that is not understood");
        }
        Storage whole = new Storage(type, key, count, 0, count);
        Contents.bytes(whole); // refuses what no file can have
        Storage earlier = wholes.putIfAbsent(key, whole);
        if (earlier != null && !earlier.equals(whole)) {
            throw new PickleException("refers to the storage '%s' as %d × %s and as %d × %s"
                    .formatted(key, earlier.total(), earlier.type(), whole.total(), whole.type()));
        }
        if (wholes.size() > MAX_STORAGES) {
            throw new PickleException("refers to more than %d storages".formatted(MAX_STORAGES));
        }
        return items.size() < 6 || items.get(5) == Value.None.NONE ? whole : part(whole, items.get(5));
    }

    private static Storage part(Storage whole, Value view) {
        if (!(view instanceof Tuple(List<Value> items))
                || items.size() != 3
                || !(items.get(1) instanceof Value.Whole(long from))
                || !(items.get(2) instanceof Value.Whole(long count))
                || from < 0
                || count < 0
                || from > whole.total() - count) {
            throw new PickleException(
                    "refers to a part of the storage '%s' that it does not have".formatted(whole.key()));
        }
        return new Storage(whole.type(), whole.key(), whole.total(), from, count);
    }
}
