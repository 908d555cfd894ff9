package fovea.format.torch;

import fovea.format.torch.Value.Items;
import fovea.format.torch.Value.Storage;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What PyTorch wrote before version 1.6: five pickles one after the other (a magic number, a version, sizes of the
 * machine's types, the value, and the keys of the storages in order), then for each key the number of elements in 8 bytes
 * and the elements, little-endian on every machine.
 */
record TorchStream(MemorySegment file) {
    private static final Value MAGIC = new Value.Huge(new BigInteger("1950a86a20f9469cfc6c", 16));
    private static final Value VERSION = new Value.Whole(1001);

    Contents read() {
        PickleBytes in = new PickleBytes(file, 0);
        if (!plain(in).equals(MAGIC)) {
            throw new PickleException("is a pickle, but none that torch.save wrote: its magic number is wrong");
        }
        if (!plain(in).equals(VERSION)) {
            throw new PickleException("is of another version than 1001");
        }
        if (!(plain(in) instanceof Value.Dict)) {
            throw new PickleException("says nothing about the machine that wrote it");
        }
        Storages storages = new Storages();
        Value root = new Unpickler(in, storages::referred).load();
        List<String> keys = keys(plain(in));
        Map<String, MemorySegment> bytes = new LinkedHashMap<>();
        for (String key : keys) {
            Storage storage = storages.wholes().get(key);
            if (storage == null || bytes.containsKey(key)) {
                throw new PickleException("stores '%s', which %s"
                        .formatted(PickleBytes.shortened(key), storage == null ? "nothing refers to" : "it has twice"));
            }
            bytes.put(key, bytes(in, storage));
        }
        if (bytes.size() < storages.wholes().size()) {
            throw new PickleException("refers to %d storages and holds %d"
                    .formatted(storages.wholes().size(), bytes.size()));
        }
        if (in.at() != file.byteSize()) {
            throw new PickleException(
                    "goes on after its last storage, from byte %d to %d".formatted(in.at(), file.byteSize()));
        }
        return new Contents(root, bytes, ByteOrder.LITTLE_ENDIAN);
    }

    private static Value plain(PickleBytes in) {
        return new Unpickler(in, id -> {
                    throw new PickleException("refers to %s where plain data was expected".formatted(id.kind()));
                })
                .load();
    }

    private static List<String> keys(Value list) {
        if (!(list instanceof Items items)) {
            throw new PickleException("has %s where the keys of its storages were expected".formatted(list.kind()));
        }
        List<String> keys = new ArrayList<>();
        for (Value item : items.items) {
            if (!(item instanceof Value.Text(String key))) {
                throw new PickleException("has %s for a storage's key".formatted(item.kind()));
            }
            keys.add(key);
        }
        return keys;
    }

    private MemorySegment bytes(PickleBytes in, Storage storage) {
        long count = in.i64();
        if (count != storage.total()) {
            throw new PickleException("holds %d elements of the storage '%s': expected %d"
                    .formatted(count, PickleBytes.shortened(storage.key()), storage.total()));
        }
        long from = in.at();
        in.skip(Contents.bytes(storage));
        return file.asSlice(from, in.at() - from);
    }
}
