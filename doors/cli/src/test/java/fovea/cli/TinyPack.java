package fovea.cli;

import fovea.format.NdArray;
import fovea.format.Npz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A pack of reference vectors with five cases: one that is right, and one of each kind that is not. */
final class TinyPack {
    /** A case on a vector: name, op, key of the expected output. */
    private static final String CASE = """
            {"name": "%s", "group": "activation", "op": "%s", "attrs": {"dim": null},
             "inputs": ["x"], "outputs": ["%3$s"], "grad_outputs": {"%3$s": "gy"}, "grads": {"x": "grad_x"},
             "tol": {"%3$s": {"rtol": 0.0001, "atol": 1e-05}, "grad_x": {"rtol": 0.0001, "atol": 1e-05}},
             "tensors": {"x": ["float32", [3]], "%3$s": ["float32", [3]]}}
            """;

    private static final String OTHERS = """
            {"name": "torn", "group": "linear", "op": "matmul", "attrs": {}, "inputs": ["a", "b"], "outputs": ["y"],
             "grad_outputs": {}, "grads": {}, "tol": {}, "tensors": {}, "note": "shapes that do not fit"},
            {"name": "big", "group": "model", "op": "model", "attrs": {}, "inputs": [], "outputs": ["y"],
             "grad_outputs": {}, "grads": {}, "tol": {}, "tensors": {}}
            """;

    private TinyPack() {}

    /** The cases activation/right, activation/off, activation/strange, linear/torn and model/big. */
    static Path write(Path folder) throws IOException {
        SequencedMap<String, NdArray> activation = new LinkedHashMap<>();
        for (String name : new String[] {"right", "off", "strange"}) {
            activation.put(name + "/x", floats(-1, 2, Float.POSITIVE_INFINITY));
            activation.put(name + "/y", floats(0, name.equals("off") ? 2.5f : 2, Float.POSITIVE_INFINITY));
            activation.put(name + "/gy", floats(5, 3, 0));
            activation.put(name + "/grad_x", floats(0, name.equals("off") ? 4 : 3, 0));
        }
        SequencedMap<String, NdArray> linear = new LinkedHashMap<>();
        linear.put("torn/a", NdArray.ofFloats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6));
        linear.put("torn/b", NdArray.ofFloats(new long[] {2, 2}, 1, 2, 3, 4));
        linear.put("torn/y", NdArray.ofFloats(new long[] {2, 2}, 1, 2, 3, 4));
        String cases = "[" + CASE.formatted("right", "relu", "y") + "," + CASE.formatted("off", "relu", "y") + ","
                + CASE.formatted("strange", "frobnicate", "y") + "," + OTHERS + "]";
        Path pack = folder.resolve("tiny.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(pack))) {
            put(zip, "tiny/cases.json", cases.getBytes(StandardCharsets.UTF_8));
            put(zip, "tiny/activation.npz", npz(folder, activation));
            put(zip, "tiny/linear.npz", npz(folder, linear));
        }
        return pack;
    }

    private static NdArray floats(float... elements) {
        return NdArray.ofFloats(new long[] {elements.length}, elements);
    }

    private static byte[] npz(Path folder, SequencedMap<String, NdArray> arrays) throws IOException {
        Path file = folder.resolve("inner.npz");
        Npz.write(file, arrays);
        return Files.readAllBytes(file);
    }

    static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
