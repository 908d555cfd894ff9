package fovea.keras;

import fovea.format.FormatException;
import fovea.format.MappedFile;
import fovea.format.NdArray;
import fovea.format.Zip;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Finds a model's arrays in either layout of file: Keras 2's, where groups say by name what is in them, and Keras 3's, where arrays have
 * numbers and the layers they belong to are named in attributes or in {@code config.json}.
 *
 * @param isOrdered whether the arrays are in the model's order
 */
record KerasFile(SequencedMap<String, NdArray> arrays, boolean isOrdered) {
    private static final String WEIGHTS = "model.weights.h5";
    private static final String CONFIG = "config.json";
    private static final String VARIABLES = "vars/";

    /** Reads {@code .keras} or {@code .h5}, told by its content. */
    static KerasFile read(Path file) {
        try (MappedFile mapped = MappedFile.open(file)) {
            MemorySegment bytes = mapped.bytes();
            if (bytes.byteSize() < 2
                    || bytes.get(ValueLayout.JAVA_BYTE, 0) != 'P'
                    || bytes.get(ValueLayout.JAVA_BYTE, 1) != 'K') {
                return guarded(file, bytes, hdf -> ofHdf(file, hdf, KerasConfig.NONE));
            }
        }
        try (Zip zip = Zip.open(file)) {
            if (!zip.names().contains(WEIGHTS)) {
                throw new FormatException(
                        file, "has no " + WEIGHTS + " in it", "give a file that Keras's model.save wrote");
            }
            KerasConfig config = zip.names().contains(CONFIG)
                    ? KerasConfig.parse(file, zip.bytes(CONFIG).toArray(ValueLayout.JAVA_BYTE))
                    : KerasConfig.NONE;
            return guarded(file, zip.bytes(WEIGHTS), hdf -> ofHdf(file, hdf, config));
        }
    }

    /** jhdf tells of damage by exceptions of many kinds. */
    private static KerasFile guarded(Path file, MemorySegment bytes, Function<Hdf, KerasFile> reading) {
        try (Hdf hdf = Hdf.open(file, bytes)) {
            return reading.apply(hdf);
        } catch (FormatException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new FormatException(
                    file, "cannot be read as HDF5: " + e, "fetch it again, or save the model again with Keras", e);
        }
    }

    private static KerasFile ofHdf(Path file, Hdf hdf, KerasConfig config) {
        Group root = hdf.group("").orElseThrow();
        Group named = hdf.group("model_weights").orElse(root);
        List<String> layers = Hdf.words(named, "layer_names");
        SequencedMap<String, NdArray> arrays = new LinkedHashMap<>();
        boolean isOrdered = true;
        if (layers.isEmpty()) {
            isOrdered = numbered(hdf, root, config, arrays);
        } else {
            List<String> json = Hdf.words(root, "model_config");
            KerasConfig told = json.isEmpty()
                    ? config
                    : KerasConfig.parse(file, json.getFirst().getBytes(StandardCharsets.UTF_8));
            for (String layer : layers) {
                named(hdf, named, layer, told, arrays);
            }
        }
        if (arrays.isEmpty()) {
            throw new FormatException(
                    file,
                    "is HDF5 but holds no weights of Keras's",
                    "give a file that Keras's model.save or save_weights wrote");
        }
        return new KerasFile(arrays, isOrdered);
    }

    // ---- Keras 2's layout, and Keras 3's older one

    private static void named(Hdf hdf, Group model, String layer, KerasConfig config, Map<String, NdArray> arrays) {
        if (!(Hdf.child(model, layer) instanceof Group group)) {
            throw hdf.damaged("it names a layer %s and has no group for it".formatted(layer));
        }
        for (String path : Hdf.words(group, "weight_names")) {
            if (!(Hdf.child(group, path) instanceof Dataset data)) {
                throw hdf.damaged("it names weights %s of %s and has none".formatted(path, layer));
            }
            if (Hdf.isFloating(data)) {
                List<String> steps = List.of(path.replaceFirst(":\\d+$", "").split("/", -1));
                String owner = steps.size() > 1 ? steps.get(steps.size() - 2) : layer;
                KerasConfig.Layer told = config.named(owner);
                String kind = told == null ? "" : told.kind();
                int own = steps.indexOf(layer);
                List<String> below = steps.subList(Math.max(own, -1) + 1, steps.size() - 1);
                String home = own >= 0 || below.isEmpty() ? join(layer, below) : String.join("/", below);
                String name = home + "/" + variable(steps.getLast(), kind);
                arrays.put(arrays.containsKey(name) ? layer + "/" + name : name, hdf.array(path, data));
            }
        }
    }

    private static String join(String first, List<String> rest) {
        return rest.isEmpty() ? first : first + "/" + String.join("/", rest);
    }

    private static String variable(String name, String kind) {
        return kind.startsWith("Depthwise") && name.equals("kernel") ? "depthwise_kernel" : name;
    }

    // ---- Keras 3's layout

    /** Whether the order is the model's. */
    private static boolean numbered(Hdf hdf, Group root, KerasConfig config, Map<String, NdArray> arrays) {
        SequencedMap<String, SequencedMap<Integer, Dataset>> owners = new LinkedHashMap<>();
        hdf.below(root).forEach((path, data) -> {
            String plain = path.replace("_layer_checkpoint_dependencies/", "layers/");
            int at = plain.lastIndexOf(VARIABLES);
            String number = at < 0 ? "" : plain.substring(at + VARIABLES.length());
            if (number.matches("\\d{1,6}")
                    && !plain.startsWith("optimizer")
                    && !plain.contains("seed_generator")
                    && Hdf.isFloating(data)) {
                owners.computeIfAbsent(plain.substring(0, at), _ -> new LinkedHashMap<>())
                        .put(Integer.valueOf(number), data);
            }
        });
        List<String> order = List.copyOf(config.layers().sequencedKeySet());
        List<String> sorted = new ArrayList<>(owners.sequencedKeySet());
        sorted.sort(Comparator.comparingInt(owner -> place(owner, order)));
        for (String owner : sorted) {
            Map<Integer, Dataset> variables = owners.getOrDefault(owner, new LinkedHashMap<>());
            int at = place(owner, order);
            Optional<KerasConfig.Layer> told =
                    at < order.size() ? Optional.ofNullable(config.layers().get(order.get(at))) : Optional.empty();
            String group = owner.replaceAll("/$", "");
            String home = told.map(layer ->
                            layer.name() + group.substring(order.get(at).length()))
                    .orElseGet(() -> called(root, group));
            List<String> names = variables(
                    group, variables.size(), told.map(KerasConfig.Layer::scaled).orElse(false));
            int[] next = {0};
            variables.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(each -> {
                String own = next[0] < names.size() ? names.get(next[0]) : "vars/" + each.getKey();
                next[0]++;
                arrays.put(home + "/" + own, hdf.array(owner + VARIABLES + each.getKey(), each.getValue()));
            });
        }
        return sorted.stream().allMatch(owner -> place(owner, order) < order.size()) || sorted.size() == 1;
    }

    /** Which of the model's layers something belongs to: the one with the longest path to it. */
    private static int place(String owner, List<String> order) {
        int found = order.size();
        for (int i = 0; i < order.size(); i++) {
            boolean isDeeper = found == order.size()
                    || order.get(i).length() > order.get(found).length();
            if (owner.startsWith(order.get(i) + "/") && isDeeper) {
                found = i;
            }
        }
        return found;
    }

    /** The author's name, which newer files have beside the variables, or the group's. */
    private static String called(Group root, String group) {
        Node variables = Hdf.child(root, group + "/vars");
        List<String> name = variables == null ? List.of() : Hdf.words(variables, "name");
        String plain = group.replaceAll("(^|/)layers/", "$1");
        return name.isEmpty() || name.getFirst().isEmpty() ? plain : plain.replaceFirst("[^/]*$", "") + name.getFirst();
    }

    /** What a layer of a class calls so many variables, in its order. */
    private static List<String> variables(String group, int count, boolean scaled) {
        String kind = group.substring(group.lastIndexOf('/') + 1).replaceFirst("_\\d+$", "");
        return switch (kind) {
            case "dense", "conv1d", "conv2d", "conv3d", "conv1d_transpose", "conv2d_transpose", "conv3d_transpose" ->
                List.of("kernel", "bias");
            case "depthwise_conv1d", "depthwise_conv2d" -> List.of("depthwise_kernel", "bias");
            case "separable_conv1d", "separable_conv2d" -> List.of("depthwise_kernel", "pointwise_kernel", "bias");
            case "batch_normalization" ->
                switch (count) {
                    case 2 -> List.of("moving_mean", "moving_variance");
                    case 3 -> List.of(scaled ? "gamma" : "beta", "moving_mean", "moving_variance");
                    default -> List.of("gamma", "beta", "moving_mean", "moving_variance");
                };
            case "layer_normalization", "group_normalization" -> List.of("gamma", "beta");
            case "embedding" -> List.of("embeddings");
            case "cell", "lstm_cell", "gru_cell", "simple_rnn_cell" -> List.of("kernel", "recurrent_kernel", "bias");
            default -> List.of();
        };
    }
}
