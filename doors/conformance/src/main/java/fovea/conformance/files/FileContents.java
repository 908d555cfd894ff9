package fovea.conformance.files;

import fovea.format.NdArray;
import fovea.format.Npy;
import fovea.format.Npz;
import fovea.format.Safetensors;
import fovea.format.torch.TorchFile;
import fovea.format.torch.TorchScalar;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** All that is in a file: copies of its arrays, and what it holds beside them. */
record FileContents(Map<String, NdArray> arrays, Map<String, Object> others) {

    /** Reads a file of one of the formats of arrays. */
    static FileContents read(Path file, String format) {
        return switch (format) {
            case "npy" -> new FileContents(Map.of("", Npy.read(file)), Map.of());
            case "npz" -> npz(file);
            case "safetensors" -> safetensors(file);
            case "pth-zip", "pth-legacy", "pickle", "torchscript" -> torch(file);
            default -> throw new IllegalArgumentException("the format '%s' is unknown".formatted(format));
        };
    }

    private static FileContents npz(Path file) {
        try (Npz npz = Npz.open(file)) {
            Map<String, NdArray> arrays = new LinkedHashMap<>();
            npz.names().forEach(name -> arrays.put(name, npz.array(name)));
            return new FileContents(arrays, Map.of());
        }
    }

    private static FileContents safetensors(Path file) {
        try (Safetensors open = Safetensors.open(file)) {
            return new FileContents(copies(open.arrays()), new LinkedHashMap<>(open.metadata()));
        }
    }

    private static FileContents torch(Path file) {
        try (TorchFile open = TorchFile.open(file)) {
            Map<String, Object> scalars = new LinkedHashMap<>();
            open.scalars().forEach((name, scalar) -> scalars.put(name, plain(scalar)));
            return new FileContents(copies(open.arrays()), scalars);
        }
    }

    private static Object plain(TorchScalar scalar) {
        return switch (scalar) {
            case TorchScalar.Truth(boolean truth) -> truth;
            case TorchScalar.Whole(var number) -> number;
            case TorchScalar.Real(double number) -> number;
            case TorchScalar.Text(String text) -> text;
            case TorchScalar.None() -> PackJson.Null.NULL;
        };
    }

    private static Map<String, NdArray> copies(Map<String, NdArray> mapped) {
        Map<String, NdArray> copies = new LinkedHashMap<>();
        mapped.forEach((name, array) -> copies.put(
                name,
                NdArray.of(
                        array.type(),
                        array.shape(),
                        MemorySegment.ofArray(array.data().toArray(ValueLayout.JAVA_BYTE)))));
        return copies;
    }

    /** What differs from what a pack says: names, arrays, scalars, metadata. */
    Optional<String> difference(FileCase expected) {
        if (expected.tensors().isPresent()) {
            Map<String, ExpectedArray> tensors = expected.tensors().get();
            if (!arrays.keySet().equals(tensors.keySet())) {
                return Optional.of("holds %s: expected %s".formatted(new TreeSet<>(arrays.keySet()), tensors.keySet()));
            }
            for (var tensor : tensors.entrySet()) {
                NdArray got = arrays.get(tensor.getKey());
                Optional<String> difference = got == null
                        ? Optional.of("is missing")
                        : tensor.getValue().difference(got);
                if (difference.isPresent()) {
                    return Optional.of("'%s' %s".formatted(tensor.getKey(), difference.get()));
                }
            }
        }
        for (var scalar : expected.scalars().entrySet()) {
            if (!scalar.getValue().equals(others.get(scalar.getKey()))) {
                return Optional.of("has %s for '%s': expected %s"
                        .formatted(others.get(scalar.getKey()), scalar.getKey(), scalar.getValue()));
            }
        }
        return expected.metadata().isPresent() && !expected.metadata().get().equals(others)
                ? Optional.of("has the metadata %s: expected %s"
                        .formatted(others, expected.metadata().get()))
                : Optional.empty();
    }
}
