package fovea.zoo;

import fovea.format.FormatException;
import fovea.format.MappedFile;
import fovea.format.NdArray;
import fovea.format.Npz;
import fovea.format.Safetensors;
import fovea.format.ShardedSafetensors;
import fovea.format.Zip;
import fovea.format.torch.TorchFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An open file of named arrays of whichever format it is, told by its content.
 *
 * @param metadata text that it holds beside them
 * @param closing what releases it; its arrays can be read no more then
 */
record WeightFile(SequencedMap<String, NdArray> arrays, Map<String, String> metadata, Runnable closing)
        implements AutoCloseable {

    /** Opens a safetensors file, the index of several, a PyTorch file or an npz file. */
    static WeightFile open(Path file) {
        if (file.toString().endsWith(ShardedSafetensors.SUFFIX)) {
            ShardedSafetensors open = ShardedSafetensors.open(file);
            return new WeightFile(open.arrays(), Map.of(), open::close);
        }
        return switch (kind(file)) {
            case SAFETENSORS -> {
                Safetensors open = Safetensors.open(file);
                yield new WeightFile(open.arrays(), open.metadata(), open::close);
            }
            case TORCH -> {
                TorchFile open = TorchFile.open(file);
                yield new WeightFile(open.arrays(), Map.of(), open::close);
            }
            case NPZ -> npz(file);
        };
    }

    private enum Kind {
        SAFETENSORS,
        TORCH,
        NPZ
    }

    private static Kind kind(Path file) {
        try (MappedFile mapped = MappedFile.open(file)) {
            MemorySegment bytes = mapped.bytes();
            if (at(bytes, 8) == '{' || file.toString().endsWith(".safetensors")) {
                return Kind.SAFETENSORS;
            }
            if (at(bytes, 0) != 'P' || at(bytes, 1) != 'K') {
                return Kind.TORCH; // or nothing that is known, which its reader says
            }
        }
        try (Zip zip = Zip.open(file)) {
            return zip.names().stream().anyMatch(name -> name.endsWith(".npy")) ? Kind.NPZ : Kind.TORCH;
        }
    }

    private static int at(MemorySegment bytes, long i) {
        return i < bytes.byteSize() ? bytes.get(ValueLayout.JAVA_BYTE, i) : -1;
    }

    private static WeightFile npz(Path file) {
        try (Npz npz = Npz.open(file)) {
            SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
            long left = Runtime.getRuntime().maxMemory();
            for (String name : npz.names()) {
                NdArray array = npz.array(name);
                left -= array.data().byteSize();
                if (left < 0) {
                    throw new FormatException(
                            file, "holds more than this process may use", "start Java with a larger -Xmx");
                }
                arrays.put(name, array);
            }
            return new WeightFile(arrays, Map.of(), () -> {});
        }
    }

    @Override
    public void close() {
        closing.run();
    }
}
