package fovea.zoo;

import fovea.format.ElementType;
import fovea.format.NdArray;
import fovea.format.ShardedSafetensors;
import fovea.nn.CheckpointException;
import fovea.nn.Fit;
import fovea.nn.Variables;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.zoo.hub.Hub;
import fovea.zoo.hub.HubName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Trained weights by name, open until closed: out of a safetensors file or a set of them, a PyTorch or an npz file, whichever it is.
 *
 * <p>Names are PyTorch's. What training programs wrap around them, {@code state_dict.} or {@code module.}, is taken off where the model's
 * own names are behind it.
 */
public final class Weights implements AutoCloseable {
    /** What stands around a model's own names in files of training programs, of which the one is taken that fits most. */
    private static final List<String> WRAPPINGS = List.of(
            "",
            "state_dict.",
            "model_state_dict.",
            "model.",
            "net.",
            "module.",
            "state_dict.module.",
            "model_state_dict.module.",
            "model.module.",
            "net.module.");

    /** Biases of the layer that answers, in torchvision's networks and in those for CIFAR. */
    private static final List<String> LAST =
            List.of("fc.bias", "classifier.6.bias", "classifier.1.bias", "classifier.bias", "linear.bias");

    private static final String INDEX = "model.safetensors" + ShardedSafetensors.SUFFIX;
    /** What a model on the hub may call its weights, the best first. */
    private static final List<String> FILES = List.of("model.safetensors", INDEX, "pytorch_model.bin");

    private final Path file;
    private final WeightFile open;
    private final Optional<Preprocessing> told;

    private Weights(Path file, Optional<Preprocessing> told) {
        this.file = file;
        this.open = WeightFile.open(file);
        this.told = told;
    }

    /**
     * Opens a file, or what an address or a model on Hugging Face's hub holds, which is fetched once: {@code resnet18.pth}, {@code
     * https://download.pytorch.org/models/resnet18-f37072fd.pth}, {@code timm/resnet18.tv_in1k}, {@code ORG/NAME@REVISION:FILE}.
     *
     * @throws fovea.data.DataException if it is not here and cannot be fetched
     * @throws fovea.format.FormatException if it is damaged or of no known format
     */
    public static Weights of(String source) {
        return of(source, new Hub(System.getenv(), _ -> {}));
    }

    /** The same with a hub that tells how far it has come. */
    public static Weights of(String source, Hub hub) {
        if (source.matches("https?://.+")) {
            return new Weights(hub.find(URI.create(source)), Optional.empty());
        }
        boolean isFile = source.matches("[^:@]+\\.(safetensors|pth|pt|bin|npz|json)");
        return isFile || Files.exists(Path.of(source)) || !HubName.isOne(source)
                ? of(Path.of(source))
                : of(HubName.of(source), hub);
    }

    private static Weights of(HubName name, Hub hub) {
        List<String> files = name.file().map(List::of).orElse(FILES);
        for (String each : files) {
            Optional<Path> found = hub.find(name, each);
            if (found.isPresent()) {
                fetchShards(name, each, found.get(), hub);
                return new Weights(found.get(), hub.find(name, "config.json").flatMap(PretrainedConfig::preprocessing));
            }
        }
        throw hub.absent(name, files);
    }

    /** The files that an index names lie where it does. */
    private static void fetchShards(HubName name, String file, Path found, Hub hub) {
        if (file.endsWith(ShardedSafetensors.SUFFIX)) {
            String folder = file.substring(0, file.lastIndexOf('/') + 1);
            for (String shard : ShardedSafetensors.files(found)) {
                if (hub.find(name, folder + shard).isEmpty()) {
                    throw hub.absent(name, List.of(folder + shard));
                }
            }
        }
    }

    /**
     * Opens a file.
     *
     * @throws fovea.format.FormatException if it is missing, damaged or of no known format
     */
    public static Weights of(Path file) {
        return new Weights(file, Optional.empty());
    }

    /**
     * Fills every variable of a model with the array of its name out of a file. Half precision becomes single.
     *
     * @throws fovea.format.FormatException if the file is damaged
     * @throws CheckpointException if it holds another model's weights, naming all that do not fit; the model is then as it was
     */
    public static void load(Object model, Path file) {
        try (Weights weights = of(file)) {
            weights.into(model);
        }
    }

    /** The arrays under the names they have in the file. */
    public SequencedMap<String, NdArray> arrays() {
        return Collections.unmodifiableSequencedMap(open.arrays());
    }

    /** The file they are in. */
    public Path file() {
        return file;
    }

    /** Text beside them, such as where they come from. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(open.metadata());
    }

    /**
     * What is to be done to pictures, where the file or the model on the hub says it.
     *
     * @param otherwise gives the sizes that it does not say
     */
    public Optional<Preprocessing> preprocessing(Preprocessing otherwise) {
        return told.isPresent()
                ? told
                : Optional.ofNullable(open.metadata().get("preprocessing"))
                        .flatMap(words -> Preprocessing.parse(words, otherwise));
    }

    /** How many classes the last layer answers with, where it has one of torchvision's names. */
    public OptionalInt classes() {
        for (String wrapping : WRAPPINGS) {
            for (String name : LAST) {
                NdArray bias = open.arrays().get(wrapping + name);
                if (bias != null && bias.rank() == 1) {
                    return OptionalInt.of(Math.toIntExact(bias.size(0)));
                }
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Fills every variable of a model. Half precision becomes single.
     *
     * @throws CheckpointException if these are another model's weights, naming all that do not fit; the model is then as it was
     */
    public void into(Object model) {
        try {
            Variables variables = Variables.of(model);
            Map<String, NdArray> offered = offered(variables.named().keySet());
            variables.load(specs(offered), name -> tensor(Objects.requireNonNull(offered.get(name))));
        } catch (CheckpointException e) {
            throw e.in(file);
        }
    }

    /**
     * Fills those variables of a model that have their name and shape here, such as all but the last layer's for other classes.
     *
     * @return what did not fit
     * @throws CheckpointException if nothing fits
     */
    public Fit fittingInto(Object model) {
        try {
            Variables variables = Variables.of(model);
            Map<String, NdArray> offered = offered(variables.named().keySet());
            return variables.loadFitting(specs(offered), name -> tensor(Objects.requireNonNull(offered.get(name))));
        } catch (CheckpointException e) {
            throw e.in(file);
        }
    }

    /** By the model's own names. */
    private Map<String, NdArray> offered(Set<String> wanted) {
        String wrapping = wrapping(wanted);
        Map<String, NdArray> offered = new LinkedHashMap<>();
        open.arrays().forEach((name, array) -> {
            if (name.startsWith(wrapping) && !name.endsWith("num_batches_tracked")) {
                String own = name.substring(wrapping.length());
                if (wanted.contains(own) && !array.type().isFloating()) {
                    throw new CheckpointException(name + " is " + array, "weights are floating-point numbers");
                }
                offered.put(own, array);
            }
        });
        return offered;
    }

    private String wrapping(Set<String> wanted) {
        String best = "";
        long most = 0;
        for (String wrapping : WRAPPINGS) {
            long found = wanted.stream()
                    .filter(name -> open.arrays().containsKey(wrapping + name))
                    .count();
            if (found > most) {
                most = found;
                best = wrapping;
            }
        }
        return best;
    }

    /** In single precision; of what is no weight, such as a count of steps, only its shape matters. */
    private static Map<String, Spec> specs(Map<String, NdArray> arrays) {
        Map<String, Spec> specs = new LinkedHashMap<>();
        arrays.forEach((name, array) -> specs.put(name, Spec.f32(shape(array))));
        return specs;
    }

    private static Shape shape(NdArray array) {
        int[] sizes = new int[array.rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.toIntExact(array.size(i));
        }
        return Shape.of(sizes);
    }

    private static Tensor tensor(NdArray array) {
        return array.type() == ElementType.F32
                ? Tensor.of(Spec.f32(shape(array)), array.data())
                : Tensor.of(shape(array), array.toFloats());
    }

    /** Releases the file; the arrays can be read no more. */
    @Override
    public void close() {
        open.close();
    }
}
