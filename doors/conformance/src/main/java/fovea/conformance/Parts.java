package fovea.conformance;

import fovea.nn.BatchNormLayer;
import fovea.nn.Linear;
import fovea.tensor.DType;
import fovea.tensor.Parameter;
import fovea.tensor.Shape;
import fovea.tensor.State;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Layers by PyTorch's names, made of variables that are there. What is an operation of a pack too is looked up among those, so this table
 * holds the others, and the order of every layer's arguments.
 */
final class Parts {
    private static final List<Operations> GROUPS = List.of(
            ActivationGroup.operations(),
            ConvGroup.operations(),
            PoolGroup.operations(),
            NormGroup.operations(),
            EmbeddingGroup.operations(),
            RnnGroup.operations(),
            AttentionGroup.operations(),
            ImageGroup.operations(),
            LinearGroup.operations(),
            TensorGroup.operations());

    /** What follows one another in the brackets of a layer, by its name without its number of axes. */
    private static final Map<String, String> ARGUMENTS = Map.ofEntries(
            Map.entry("linear", "in out bias"),
            Map.entry("conv", "in out kernel_size stride padding dilation groups bias padding_mode"),
            Map.entry("convtranspose", "in out kernel_size stride padding output_padding groups bias dilation"),
            Map.entry("maxpool", "kernel_size stride padding dilation return_indices ceil_mode"),
            Map.entry("avgpool", "kernel_size stride padding ceil_mode count_include_pad divisor_override"),
            Map.entry("lppool", "norm_type kernel_size stride ceil_mode"),
            Map.entry("adaptiveavgpool", "output_size"),
            Map.entry("adaptivemaxpool", "output_size"),
            Map.entry("batchnorm", "num_features eps momentum affine track_running_stats"),
            Map.entry("instancenorm", "num_features eps momentum affine track_running_stats"),
            Map.entry("layernorm", "normalized_shape eps"),
            Map.entry("groupnorm", "num_groups num_channels eps"),
            Map.entry("localresponsenorm", "size alpha beta k"),
            Map.entry("leakyrelu", "negative_slope"),
            Map.entry("elu", "alpha"),
            Map.entry("celu", "alpha"),
            Map.entry("softplus", "beta threshold"),
            Map.entry("softshrink", "lambd"),
            Map.entry("hardshrink", "lambd"),
            Map.entry("threshold", "threshold value"),
            Map.entry("hardtanh", "min_val max_val"),
            Map.entry("glu", "dim"),
            Map.entry("softmax", "dim"),
            Map.entry("softmin", "dim"),
            Map.entry("logsoftmax", "dim"),
            Map.entry("prelu", "num_parameters"),
            Map.entry("gelu", "approximate"),
            Map.entry("maxout", "pieces"),
            Map.entry("dropout", "p"),
            Map.entry("flatten", "start_dim end_dim"),
            Map.entry("embedding", "num_embeddings embedding_dim padding_idx max_norm norm_type scale_grad_by_freq"),
            Map.entry("rnn", "input_size hidden_size num_layers"),
            Map.entry("lstm", "input_size hidden_size num_layers"),
            Map.entry("gru", "input_size hidden_size num_layers"),
            Map.entry("transformerencoderlayer", "d_model nhead dim_feedforward dropout activation"),
            Map.entry("transformerencoder", "d_model nhead dim_feedforward dropout activation"),
            Map.entry("upsample", "size scale_factor mode"),
            Map.entry("pixelshuffle", "upscale_factor"),
            Map.entry("transpose", "dim0 dim1"),
            Map.entry("permute", "d0 d1 d2 d3 d4"),
            Map.entry("reshape", "d0 d1 d2 d3 d4"),
            Map.entry("view", "d0 d1 d2 d3 d4"),
            Map.entry("unflatten", "dim sizes"));

    /** What operations call what layers call otherwise. */
    private static final Map<String, String> SHORT = Map.of("weight", "w", "bias", "b");

    private static final List<String> RECURRENT = List.of("rnn", "lstm", "gru");

    private Parts() {}

    /** A name without what is written in more ways than one. */
    private static String plain(String name) {
        return name.replaceAll("[_\\s-]", "").toLowerCase(Locale.ROOT).replaceFirst("^average", "avg");
    }

    private static String withoutRank(String kind) {
        return kind.replaceAll("[123]d$", "");
    }

    /** Whether layers of a kind have variables. */
    static boolean hasVariables(String kind) {
        return withoutRank(plain(kind))
                .matches("linear|bilinear|conv|convtranspose|\\w*norm|prelu|embedding|embeddingbag|rnn|lstm|gru"
                        + "|multiheadattention|transformer\\w*");
    }

    /** The kind of layer that words name; none where the variables say it. */
    static String kind(String words) {
        return Arrays.stream(words.split("\\s+"))
                .filter(Parts::hasVariables)
                .findFirst()
                .orElse("");
    }

    /** What variables are those of, where nobody says. */
    private static String kind(SequencedMap<String, Variable> own) {
        int rank = own.containsKey("weight") ? own.get("weight").shape().rank() : 0;
        return own.containsKey("running_mean")
                ? "batchnorm"
                : own.containsKey("self_attn.in_proj_weight")
                        ? "transformerencoderlayer"
                        : rank > 2 ? "conv" + (rank - 2) + "d" : rank == 2 ? "linear" : "layernorm";
    }

    /** The layer of a phrase, with its own variables under their own names. */
    static UnaryOperator<Tensor> layer(Phrase phrase, SequencedMap<String, Variable> own) {
        String said = plain(phrase.kind());
        boolean isNamed = ARGUMENTS.containsKey(withoutRank(said)) || hasVariables(said);
        String kind = isNamed || own.isEmpty() ? said : kind(own);
        Attributes options = options(phrase, kind, own);
        UnaryOperator<Tensor> layer = layer(kind, phrase, options, own);
        boolean isRecurrent = RECURRENT.contains(kind);
        String remark = phrase.rest();
        if (remark.contains("last")) {
            return isRecurrent ? x -> last(layer.apply(x)) : x -> layer.apply(last(x));
        }
        if (remark.contains("mean over")) {
            return isRecurrent ? x -> layer.apply(x).mean(1) : x -> layer.apply(x.mean(1));
        }
        return layer;
    }

    private static Attributes options(Phrase phrase, String kind, SequencedMap<String, Variable> own) {
        String order = ARGUMENTS.getOrDefault(withoutRank(kind), "a0 a1 a2 a3 a4 a5 a6 a7");
        Map<String, Object> values =
                new LinkedHashMap<>(phrase.options(List.of(order.split(" "))).values());
        if (kind.equals("layernorm") && own.containsKey("weight")) {
            values.put("normalized_shape", sizes(own.get("weight").shape()));
        }
        for (String activation : List.of("relu", "gelu", "tanh")) {
            if (values.remove(activation) != null) {
                values.put(RECURRENT.contains(kind) ? "nonlinearity" : "activation", activation);
            }
        }
        if (phrase.words().contains("pre-norm") || values.containsKey("pre_norm")) {
            values.put("norm_first", true);
        }
        if (kind.contains("softmax") || kind.equals("softmin")) {
            values.putIfAbsent("dim", -1L);
        }
        if (kind.startsWith("transformer")) {
            values.putIfAbsent("dropout", 0L);
        }
        if (RECURRENT.contains(kind)) {
            values.putIfAbsent("batch_first", true);
            values.putIfAbsent("num_layers", 1L);
            values.putIfAbsent("initial_state", false);
        }
        return new Attributes(values);
    }

    private static List<Object> sizes(Shape shape) {
        List<Object> sizes = new ArrayList<>();
        Arrays.stream(shape.toArray()).forEach(size -> sizes.add((long) size));
        return sizes;
    }

    private static UnaryOperator<Tensor> layer(
            String kind, Phrase phrase, Attributes options, SequencedMap<String, Variable> own) {
        String said = plain(String.join("", phrase.words()) + phrase.rest());
        return switch (withoutRank(kind)) {
            case "linear" -> x -> linear(x, own);
            case "batchnorm" -> batchNorm(options, own);
            case "identity" -> UnaryOperator.identity();
            case "dropout", "alphadropout" -> withoutChance(options);
            case "flatten" -> x -> flatten(x, options);
            case "transpose" -> x -> transposed(x, options.integer("dim0"), options.integer("dim1"));
            case "permute" -> x -> x.permute(places(options));
            case "reshape", "view" -> x -> reshaped(x, places(options));
            case "unflatten" -> x -> unflatten(x, options);
            case "transformerencoderlayer", "transformerencoder" -> x -> attentive(kind, x, options, own);
            default -> {
                UnaryOperator<Tensor> described = described(said);
                yield described == null ? x -> operation(kind, x, options, own) : described;
            }
        };
    }

    /** Layers that have no name but a description. */
    private static @Nullable UnaryOperator<Tensor> described(String said) {
        if (said.matches(".*(globalav|gap$|meanpool|meanoverpixels).*")) {
            return x -> x.mean(spatial(x));
        }
        if (said.matches(".*globalmax.*")) {
            return x -> x.max(spatial(x));
        }
        if (said.matches(".*last(step|output|hidden|state|timestep).*")) {
            return Parts::last;
        }
        if (said.matches(".*mean(over)?(time|step|position)s?.*")) {
            return x -> x.mean(1);
        }
        return said.matches(".*max(over)?(time|step|position)s?.*") ? x -> x.max(1) : null;
    }

    private static Tensor linear(Tensor x, SequencedMap<String, Variable> own) {
        Parameter weight = parameter(own, "weight");
        if (weight == null) {
            throw new CaseException("a linear layer has " + own.keySet());
        }
        return new Linear(weight, parameter(own, "bias")).forward(x);
    }

    private static UnaryOperator<Tensor> batchNorm(Attributes options, SequencedMap<String, Variable> own) {
        return new BatchNormLayer(
                parameter(own, "weight"),
                parameter(own, "bias"),
                state(own, "running_mean"),
                state(own, "running_var"),
                options.number("momentum", 0.1),
                options.number("eps", 1e-5))::forward;
    }

    private static @Nullable Parameter parameter(SequencedMap<String, Variable> own, String name) {
        return own.get(name) instanceof Parameter parameter ? parameter : null;
    }

    private static @Nullable State state(SequencedMap<String, Variable> own, String name) {
        return own.get(name) instanceof State state ? state : null;
    }

    private static UnaryOperator<Tensor> withoutChance(Attributes options) {
        if (options.number("p", 0.5) != 0) {
            throw new CaseException("dropout that drops anything cannot be compared");
        }
        return UnaryOperator.identity();
    }

    private static Tensor flatten(Tensor x, Attributes options) {
        int from = x.shape().axis(options.integer("start_dim", 1));
        int to = x.shape().axis(options.integer("end_dim", -1));
        int[] sizes = x.shape().toArray();
        int joined = 1;
        List<Integer> flat = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            joined *= i >= from && i <= to ? sizes[i] : 1;
            if (i == to) {
                flat.add(joined);
            } else if (i < from || i > to) {
                flat.add(sizes[i]);
            }
        }
        return x.reshape(shape(flat));
    }

    private static Tensor transposed(Tensor x, int a, int b) {
        int[] order = new int[x.shape().rank()];
        Arrays.setAll(order, i -> i);
        int first = x.shape().axis(a);
        int second = x.shape().axis(b);
        order[first] = second;
        order[second] = first;
        return x.permute(order);
    }

    private static int[] places(Attributes options) {
        return options.values().keySet().stream().mapToInt(options::integer).toArray();
    }

    /** Sizes with one −1 to be inferred; a batch axis is added where they have none. */
    private static Tensor reshaped(Tensor x, int... sizes) {
        long known =
                Arrays.stream(sizes).filter(size -> size >= 0).asLongStream().reduce(1, (a, b) -> a * b);
        long n = x.shape().elements();
        boolean isOpen = Arrays.stream(sizes).anyMatch(size -> size < 0);
        List<Integer> to = new ArrayList<>();
        if (!isOpen && known * x.shape().size(0) == n && known != n) {
            to.add(x.shape().size(0));
        }
        Arrays.stream(sizes).forEach(size -> to.add(size < 0 ? (int) (n / known) : size));
        return x.reshape(shape(to));
    }

    private static Tensor unflatten(Tensor x, Attributes options) {
        int axis = x.shape().axis(options.integer("dim"));
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < x.shape().rank(); i++) {
            if (i == axis) {
                Arrays.stream(options.ints("sizes")).forEach(sizes::add);
            } else {
                sizes.add(x.shape().size(i));
            }
        }
        return reshaped(x, sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Shape shape(List<Integer> sizes) {
        return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int[] spatial(Tensor x) {
        int[] axes = new int[x.shape().rank() - 2];
        Arrays.setAll(axes, i -> i + 2);
        return axes;
    }

    /** {@code [N, T, D]} → {@code [N, D]} of the last step. */
    private static Tensor last(Tensor x) {
        Shape shape = x.shape();
        return shape.rank() < 3
                ? x
                : x.slice(1, shape.size(1) - 1, shape.size(1), 1).reshape(Shape.of(shape.size(0), shape.size(2)));
    }

    /** Over the steps of {@code x [N, T, D]}, whose layout is the operation's turned. */
    private static Tensor attentive(String kind, Tensor x, Attributes options, SequencedMap<String, Variable> own) {
        Map<String, Tensor> more = new LinkedHashMap<>();
        more.put("src", x.permute(1, 0, 2));
        if (options.values().keySet().stream().anyMatch(option -> option.contains("causal"))) {
            more.put("src_mask", future(x.shape().size(1)));
        }
        return operation(kind, x, options, own, more).permute(1, 0, 2);
    }

    /** {@code bool [T, T]}, true where a step would look ahead. */
    private static Tensor future(int steps) {
        boolean[] isAhead = new boolean[steps * steps];
        for (int i = 0; i < isAhead.length; i++) {
            isAhead[i] = i % steps > i / steps;
        }
        return Tensor.of(Shape.of(steps, steps), isAhead);
    }

    private static Tensor operation(String kind, Tensor x, Attributes options, SequencedMap<String, Variable> own) {
        return operation(kind, x, options, own, Map.of());
    }

    private static Tensor operation(
            String kind, Tensor x, Attributes options, SequencedMap<String, Variable> own, Map<String, Tensor> more) {
        Operation operation = find(kind)
                .or(() -> find(kind + (x.shape().rank() - 2) + "d"))
                .or(() -> find(withoutRank(kind)))
                .orElseThrow(() -> new CaseException("no layer " + kind));
        Map<String, Tensor> given = new LinkedHashMap<>(more);
        Map<String, Parameter> learned = new LinkedHashMap<>();
        own.forEach((name, variable) -> {
            for (String key : List.of(name, SHORT.getOrDefault(name, name))) {
                if (variable instanceof Parameter parameter) {
                    learned.put(key, parameter);
                } else {
                    given.put(key, variable.get());
                }
            }
        });
        given.put(x.dtype() == DType.F64 ? "x" : "ids", x);
        Map<String, Tensor> outputs = operation.apply(Inputs.of(given, learned), options);
        return outputs.containsKey("y")
                ? outputs.get("y")
                : outputs.values().iterator().next();
    }

    private static Optional<Operation> find(String kind) {
        return GROUPS.stream()
                .flatMap(group -> group.find(name -> plain(name).equals(kind)).stream())
                .findFirst();
    }
}
