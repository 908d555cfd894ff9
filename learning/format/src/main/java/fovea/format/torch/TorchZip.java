package fovea.format.torch;

import fovea.format.FormatException;
import fovea.format.MappedFile;
import fovea.format.Zip;
import fovea.format.torch.Value.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What PyTorch writes since version 1.6: a ZIP archive with a folder of any name, in it the pickle {@code data.pkl}, each
 * storage as {@code data/KEY}, and perhaps {@code byteorder}. With {@code constants.pkl} it is a TorchScript program.
 */
record TorchZip(MappedFile file, Zip zip) {
    private static final String PICKLE = "/data.pkl";
    /** Pickles name tensors, they do not hold them; a large model's takes a few MB. */
    private static final long MAX_PICKLE = 1 << 26;

    Contents read() {
        String root = root();
        if (zip.names().contains(root + "/constants.pkl")) {
            throw new FormatException(
                    file.file(),
                    "is a TorchScript archive: a program together with its weights",
                    "save the weights alone: torch.save(torch.jit.load(FILE).state_dict(), OTHER)");
        }
        String pickle = root + PICKLE;
        if (zip.size(pickle) > MAX_PICKLE) {
            throw new PickleException(
                    "has %d bytes of data.pkl: expected at most %d".formatted(zip.size(pickle), MAX_PICKLE));
        }
        Storages storages = new Storages();
        Value value = new Unpickler(new PickleBytes(zip.bytes(pickle), 0), storages::referred).load();
        ByteOrder order = order(root + "/byteorder");
        Map<String, MemorySegment> bytes = new LinkedHashMap<>();
        long[] left = {Contents.most(file.bytes().byteSize())};
        storages.wholes().forEach((key, storage) -> {
            if (storage.type() == StorageType.UNTYPED && order == ByteOrder.BIG_ENDIAN) {
                throw new PickleException("has untyped storages written on a big-endian machine, which are not read");
            }
            bytes.put(key, bytes(root + "/data/" + key, storage, left));
        });
        return new Contents(value, bytes, order);
    }

    private String root() {
        List<String> roots = zip.names().stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .map(name -> name.substring(0, name.length() - PICKLE.length()))
                .toList();
        if (roots.size() != 1) {
            throw new FormatException(
                    file.file(),
                    "is a ZIP archive with %s data.pkl in a folder of its own"
                            .formatted(roots.isEmpty() ? "no" : "more than one"),
                    "give a file that torch.save wrote");
        }
        return roots.getFirst();
    }

    private ByteOrder order(String entry) {
        if (!zip.names().contains(entry)) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String word = zip.size(entry) > 16
                ? "something long"
                : new String(zip.bytes(entry).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
        return switch (word) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new PickleException("says that its bytes are in order '%s'".formatted(word));
        };
    }

    private MemorySegment bytes(String entry, Storage storage, long[] left) {
        long expected = Contents.bytes(storage);
        long found = zip.size(entry);
        if (found != expected) {
            throw new PickleException("has %d bytes of the storage '%s': expected %d for %d × %s"
                    .formatted(found, storage.key(), expected, storage.total(), storage.type()));
        }
        left[0] -= zip.isDeflated(entry) ? found : 0;
        if (left[0] < 0) {
            throw new PickleException("takes too much memory when its storages are inflated");
        }
        return zip.bytes(entry);
    }
}
