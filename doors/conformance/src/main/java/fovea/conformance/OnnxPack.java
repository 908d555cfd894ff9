package fovea.conformance;

import fovea.format.FormatException;
import fovea.format.TarFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A pack of ONNX backend tests: {@code list.tsv} with the cases, and for each a folder {@code KIND/NAME} with {@code model.onnx} and, in
 * {@code test_data_set_0}, files {@code input_I.pb} and {@code output_I.pb}.
 */
public final class OnnxPack {
    private static final String LIST = "list.tsv";
    private static final long MOST_BYTES = 2L << 30;

    private final Path file;
    private final Map<String, byte[]> files;
    private final String folder;
    private final List<Case> cases = new ArrayList<>();

    private OnnxPack(Path file, Map<String, byte[]> files, String folder) {
        this.file = file;
        this.files = files;
        this.folder = folder;
    }

    /**
     * One test.
     *
     * @param operators what it is about
     * @param flags such as {@code core}
     */
    public record Case(
            String name, String kind, String operators, double relative, double absolute, Set<String> flags) {}

    /**
     * Reads a pack.
     *
     * @throws FormatException if it is missing, damaged or no such pack
     */
    public static OnnxPack open(Path file) {
        Map<String, byte[]> files = TarFiles.read(file, MOST_BYTES);
        String list = files.keySet().stream()
                .filter(name -> name.equals(LIST) || name.endsWith("/" + LIST))
                .findFirst()
                .orElseThrow(() -> bad(file, "has no " + LIST));
        OnnxPack pack = new OnnxPack(file, files, list.substring(0, list.length() - LIST.length()));
        pack.read(new String(files.getOrDefault(list, new byte[0]), StandardCharsets.UTF_8));
        return pack;
    }

    /** All cases, in the pack's order. */
    public List<Case> cases() {
        return List.copyOf(cases);
    }

    private void read(String list) {
        List<String> lines = list.lines().toList();
        Map<String, Integer> columns = new HashMap<>();
        String[] header = lines.isEmpty() ? new String[0] : lines.getFirst().split("\t", -1);
        for (int i = 0; i < header.length; i++) {
            columns.put(header[i].strip(), i);
        }
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] row = line.split("\t", -1);
            try {
                cases.add(new Case(
                        cell(row, columns, "name"),
                        cell(row, columns, "kind"),
                        cell(row, columns, "primary_ops"),
                        Double.parseDouble(cell(row, columns, "rtol")),
                        Double.parseDouble(cell(row, columns, "atol")),
                        Set.of(cell(row, columns, "flags").split(",", -1))));
            } catch (IllegalArgumentException e) {
                throw bad(file, "has a %s whose line \"%s\" cannot be read".formatted(LIST, line));
            }
        }
    }

    private String cell(String[] row, Map<String, Integer> columns, String name) {
        Integer column = columns.get(name);
        if (column == null || column >= row.length) {
            throw bad(file, "has a %s without a column %s".formatted(LIST, name));
        }
        return row[column].strip();
    }

    /** The bytes of a case's model. */
    byte[] model(Case of) {
        byte[] bytes = files.get(path(of) + "model.onnx");
        if (bytes == null) {
            throw bad(file, "has no " + path(of) + "model.onnx");
        }
        return bytes;
    }

    /** The bytes of a case's inputs or outputs by their positions. */
    SortedMap<Integer, byte[]> data(Case of, String what) {
        SortedMap<Integer, byte[]> data = new TreeMap<>();
        for (int i = 0; files.containsKey(data(of, what, i)); i++) {
            data.put(i, files.getOrDefault(data(of, what, i), new byte[0]));
        }
        return data;
    }

    private String data(Case of, String what, int i) {
        return "%stest_data_set_0/%s_%d.pb".formatted(path(of), what, i);
    }

    private String path(Case of) {
        return folder + of.kind() + "/" + of.name() + "/";
    }

    private static FormatException bad(Path file, String what) {
        return new FormatException(file, what, "give a pack of ONNX backend tests, such as onnx-dev.tar.gz");
    }
}
