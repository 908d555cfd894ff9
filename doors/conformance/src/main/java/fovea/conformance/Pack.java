package fovea.conformance;

import fovea.format.FormatException;
import fovea.format.NdArray;
import fovea.format.Npz;
import fovea.format.Zip;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * An open pack: a ZIP archive with the cases in {@code cases.json} and, beside it, the tensors of each group in {@code
 * GROUP.npz} as {@code CASE/KEY}.
 */
public final class Pack implements AutoCloseable {
    private static final String CASES = "cases.json";
    private static final long MOST_BYTES = 1 << 30;

    private final Path file;
    private final Zip zip;
    private final String folder;
    private final List<Case> cases = new ArrayList<>();
    private final Map<String, Npz> groups = new HashMap<>();

    private Pack(Path file, Zip zip) {
        this.file = file;
        this.zip = zip;
        String entry = zip.names().stream()
                .filter(name -> name.equals(CASES) || name.endsWith("/" + CASES))
                .findFirst()
                .orElseThrow(() -> bad("has no " + CASES, null));
        this.folder = entry.substring(0, entry.length() - CASES.length());
        read(entry);
    }

    /**
     * Opens a pack and reads its cases.
     *
     * @throws FormatException if it is missing, damaged or no such pack
     */
    public static Pack open(Path file) {
        Zip zip = Zip.open(file);
        boolean opened = false;
        try {
            Pack pack = new Pack(file, zip);
            opened = true;
            return pack;
        } finally {
            if (!opened) {
                zip.close();
            }
        }
    }

    /** All cases, in the pack's order. */
    public List<Case> cases() {
        return List.copyOf(cases);
    }

    /**
     * A tensor of a case.
     *
     * @throws FormatException if there is none of that key
     */
    public NdArray array(Case of, String key) {
        return groups.computeIfAbsent(of.group(), group -> Npz.nested(zip, folder + group + ".npz"))
                .array(of.name() + "/" + key);
    }

    private void read(String entry) {
        var bytes = zip.bytes(entry);
        if (bytes.byteSize() > MOST_BYTES) {
            throw bad("has %d bytes of %s: expected at most %d".formatted(bytes.byteSize(), CASES, MOST_BYTES), null);
        }
        try {
            if (!(JsonReader.read(bytes.toArray(ValueLayout.JAVA_BYTE)) instanceof List<?> list)) {
                throw bad("has a %s that is no list".formatted(CASES), null);
            }
            list.forEach(each -> cases.add(parsed(cases.size(), each)));
        } catch (JacksonException e) {
            throw bad("has a %s that is not valid JSON: %s".formatted(CASES, e.getOriginalMessage()), e);
        }
    }

    private Case parsed(int i, Object value) {
        try {
            if (!(value instanceof Map<?, ?> map)) {
                throw new CaseException("it is no object");
            }
            return parsed(new Attributes(Map.of("case", map)).nested("case"));
        } catch (CaseException e) {
            throw bad("has a %s whose case %d cannot be read: %s".formatted(CASES, i, e.getMessage()), e);
        }
    }

    private static Case parsed(Attributes fields) {
        Map<String, Tolerance> tolerances = new LinkedHashMap<>();
        Attributes tol = fields.nested("tol");
        for (String key : tol.values().keySet()) {
            Attributes of = tol.nested(key);
            tolerances.put(key, new Tolerance(of.number("rtol", 0), of.number("atol", 0), of.number("rel_to_norm", 0)));
        }
        return new Case(
                fields.text("name"),
                fields.text("group"),
                fields.text("op"),
                fields.nested("attrs"),
                fields.texts("inputs"),
                fields.texts("outputs"),
                names(fields.nested("grad_outputs")),
                names(fields.nested("grads")),
                tolerances,
                fields.text("note", ""));
    }

    private static Map<String, String> names(Attributes of) {
        Map<String, String> names = new LinkedHashMap<>();
        of.values().keySet().forEach(key -> names.put(key, of.text(key)));
        return names;
    }

    private FormatException bad(String what, @Nullable Exception cause) {
        String remedy = "give a pack of reference vectors, such as torch-dev.zip";
        return cause == null ? new FormatException(file, what, remedy) : new FormatException(file, what, remedy, cause);
    }

    /** Unmaps the file; nothing more can be read from it. */
    @Override
    public void close() {
        zip.close();
    }
}
