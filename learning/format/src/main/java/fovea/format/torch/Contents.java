package fovea.format.torch;

import fovea.format.torch.Value.Storage;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * What one of the two kinds of PyTorch file holds: the value that was saved, and the bytes of the storages it refers to.
 *
 * @param storages the bytes of each whole storage, by key
 * @param order of the bytes of an element
 */
record Contents(Value root, Map<String, MemorySegment> storages, ByteOrder order) {

    /** The most memory that may be taken for what is not simply there in the file: copies and deflated storages. */
    static long most(long fileBytes) {
        return Math.min(Runtime.getRuntime().maxMemory() / 2, (64 << 20) + 16 * fileBytes);
    }

    /** Bytes that a whole storage must have; it was checked to be possible. */
    static long bytes(Storage whole) {
        try {
            return Math.multiplyExact(whole.total(), (long) whole.type().type().width());
        } catch (ArithmeticException _) {
            throw new PickleException("refers to a storage of %d × %s"
                    .formatted(whole.total(), whole.type().type()));
        }
    }
}
