package fovea.onnx.operator;

import fovea.onnx.model.OnnxStrings;
import fovea.onnx.model.OnnxTensor;
import fovea.onnx.model.OnnxType;
import fovea.onnx.model.OnnxValue;
import fovea.tensor.DType;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/** Tensors of texts. */
final class Texts {

    private Texts() {}

    static Map<String, Operator> table() {
        Map<String, Operator> all = new HashMap<>();
        all.put("StringConcat", Texts::joined);
        all.put("StringSplit", Texts::split);
        all.put("StringNormalizer", Texts::normalized);
        all.put("RegexFullMatch", Texts::matches);
        all.put("TfIdfVectorizer", Texts::counted);
        return all;
    }

    private static OnnxStrings texts(Call call, int i) {
        if (call.value(i) instanceof OnnxStrings texts) {
            return texts;
        }
        throw call.wrong("input " + i + " has no texts", "the network is damaged");
    }

    private static List<OnnxValue> joined(Call call) {
        OnnxStrings a = texts(call, 0);
        OnnxStrings b = texts(call, 1);
        List<Tensor> both = Tensor.broadcastTensors(places(a.shape()), places(b.shape()));
        long[] left = both.getFirst().cast(DType.I64).toLongs();
        long[] right = both.getLast().cast(DType.I64).toLongs();
        List<String> y = IntStream.range(0, left.length)
                .mapToObj(i -> a.elements().get((int) left[i]) + b.elements().get((int) right[i]))
                .toList();
        return List.of(new OnnxStrings(both.getFirst().shape(), y));
    }

    private static Tensor places(Shape shape) {
        return Tensor.arange(Math.toIntExact(shape.elements())).reshape(shape);
    }

    /** Parts of each text, filled up with empty ones, and how many there are. */
    private static List<OnnxValue> split(Call call) {
        OnnxStrings x = texts(call, 0);
        String delimiter = call.text("delimiter", "");
        int most = call.integer("maxsplit", -1);
        List<List<String>> parts =
                x.elements().stream().map(each -> parts(each, delimiter, most)).toList();
        int width = parts.stream().mapToInt(List::size).max().orElse(0);
        List<String> y = new ArrayList<>();
        for (List<String> each : parts) {
            y.addAll(each);
            y.addAll(java.util.Collections.nCopies(width - each.size(), ""));
        }
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
        sizes[x.shape().rank()] = width;
        long[] counts = parts.stream().mapToLong(List::size).toArray();
        return List.of(new OnnxStrings(Shape.of(sizes), y), OnnxTensor.of(OnnxType.INT64, x.shape(), counts));
    }

    /** Without a delimiter at runs of white space, as Python's {@code split}. */
    private static List<String> parts(String text, String delimiter, int most) {
        boolean blank = delimiter.isEmpty();
        String from = blank ? text.strip() : text;
        if (blank && from.isEmpty()) {
            return List.of();
        }
        String pattern = blank ? "\\s+" : Pattern.quote(delimiter);
        return List.of(from.split(pattern, most < 0 ? -1 : most + 1));
    }

    private static List<OnnxValue> normalized(Call call) {
        OnnxStrings x = texts(call, 0);
        boolean sensitive = call.flag("is_case_sensitive", false);
        Set<String> stops = Set.copyOf(call.texts("stopwords").stream()
                .map(each -> sensitive ? each : each.toLowerCase(Locale.ROOT))
                .toList());
        String change = call.text("case_change_action", "NONE");
        List<String> y = new ArrayList<>();
        for (String each : x.elements()) {
            if (!stops.contains(sensitive ? each : each.toLowerCase(Locale.ROOT))) {
                y.add(
                        switch (change) {
                            case "LOWER" -> each.toLowerCase(Locale.ROOT);
                            case "UPPER" -> each.toUpperCase(Locale.ROOT);
                            default -> each;
                        });
            }
        }
        if (y.isEmpty()) {
            y.add("");
        }
        return List.of(new OnnxStrings(x.shape().rank() == 2 ? Shape.of(1, y.size()) : Shape.of(y.size()), y));
    }

    private static List<OnnxValue> matches(Call call) {
        OnnxStrings x = texts(call, 0);
        try {
            Pattern pattern = Pattern.compile(call.text("pattern", ""));
            long[] y = x.elements().stream()
                    .mapToLong(each -> pattern.matcher(each).matches() ? 1 : 0)
                    .toArray();
            return List.of(OnnxTensor.of(OnnxType.BOOL, x.shape(), y));
        } catch (PatternSyntaxException e) {
            throw call.wrong("its pattern is none: " + e.getDescription(), "the network is damaged");
        }
    }

    /** How often each n-gram of a list occurs in a row, with gaps of up to {@code max_skip_count} between its parts. */
    private static List<OnnxValue> counted(Call call) {
        List<String> x = call.value(0) instanceof OnnxStrings texts
                ? texts.elements()
                : Arrays.stream(call.longs(0)).mapToObj(Long::toString).toList();
        Shape shape = call.value(0) instanceof OnnxStrings texts ? texts.shape() : call.shape(0);
        List<String> pool = call.isSet("pool_strings")
                ? call.texts("pool_strings")
                : Arrays.stream(call.integers("pool_int64s"))
                        .mapToObj(Integer::toString)
                        .toList();
        int[] indexes = call.integers("ngram_indexes");
        int width = Arrays.stream(indexes).max().orElse(-1) + 1;
        int rows = shape.rank() == 2 ? shape.size(0) : 1;
        int columns = Math.toIntExact(shape.elements() / Math.max(1, rows));
        double[] y = new double[rows * width];
        Map<List<String>, Integer> grams = grams(call, pool);
        for (int row = 0; row < rows; row++) {
            count(call, x.subList(row * columns, (row + 1) * columns), grams, indexes, y, row * width);
        }
        weighted(call, y, indexes, width);
        return List.of(OnnxTensor.of(OnnxType.FLOAT, shape.rank() == 2 ? Shape.of(rows, width) : Shape.of(width), y));
    }

    /** The n-grams by their position in the pool, in which those of each length lie one after another. */
    private static Map<List<String>, Integer> grams(Call call, List<String> pool) {
        int[] starts = call.integers("ngram_counts");
        Map<List<String>, Integer> grams = new HashMap<>();
        int next = 0;
        for (int n = 1; n <= starts.length; n++) {
            int end = n < starts.length ? starts[n] : pool.size();
            for (int i = starts[n - 1]; i + n <= end; i += n) {
                grams.put(List.copyOf(pool.subList(i, i + n)), next++);
            }
        }
        return grams;
    }

    private static void count(
            Call call, List<String> row, Map<List<String>, Integer> grams, int[] indexes, double[] y, int at) {
        int least = call.integer("min_gram_length", 1);
        int most = call.integer("max_gram_length", 1);
        int skips = call.integer("max_skip_count", 0);
        for (int skip = 1; skip <= skips + 1; skip++) {
            for (int n = Math.max(least, 1); n <= most && (n > 1 || skip == 1); n++) {
                for (int start = 0; start + (n - 1) * skip < row.size(); start++) {
                    int first = start;
                    int step = skip;
                    List<String> gram = IntStream.range(0, n)
                            .mapToObj(k -> row.get(first + k * step))
                            .toList();
                    Integer found = grams.get(gram);
                    if (found != null) {
                        y[at + indexes[found]]++;
                    }
                }
            }
        }
    }

    private static void weighted(Call call, double[] y, int[] indexes, int width) {
        double[] weights = call.reals("weights");
        String mode = call.text("mode", "TF");
        double[] byColumn = new double[width];
        Arrays.fill(byColumn, 1);
        for (int i = 0; i < weights.length && i < indexes.length; i++) {
            byColumn[indexes[i]] = weights[i];
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = switch (mode) {
                case "IDF" -> y[i] > 0 ? byColumn[i % width] : 0;
                case "TFIDF" -> y[i] * byColumn[i % width];
                default -> y[i];
            };
        }
    }
}
