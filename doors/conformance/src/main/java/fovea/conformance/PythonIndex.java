package fovea.conformance;

import fovea.tensor.DType;
import fovea.tensor.Index;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Indexing as PyTorch programs write it, such as {@code x[-3:-1, :, None]}, {@code x[i[:, None], j]} or {@code x[x > 0]}. */
final class PythonIndex {
    private static final List<String> COMPARISONS = List.of("<=", ">=", "==", "!=", "<", ">");

    private final Function<String, Tensor> values;

    /** @param values tensors by their names */
    PythonIndex(Function<String, Tensor> values) {
        this.values = values;
    }

    /** The value of {@code name[...][...]}, of a comparison of such a value with a number, or of a list. */
    Tensor value(String text) {
        String expression = text.strip();
        if (expression.startsWith("torch.tensor(") || expression.startsWith("(")) {
            return value(expression.substring(expression.indexOf('(') + 1, expression.lastIndexOf(')')));
        }
        if (expression.startsWith("[")) {
            return list(expression);
        }
        if (expression.startsWith("~")) {
            return value(expression.substring(1)).not();
        }
        for (String comparison : COMPARISONS) {
            int at = outside(expression, comparison);
            if (at > 0) {
                double number = Double.parseDouble(
                        expression.substring(at + comparison.length()).strip());
                return compared(value(expression.substring(0, at)), comparison, number);
            }
        }
        return subscripted(expression);
    }

    private static Tensor compared(Tensor x, String comparison, double number) {
        return switch (comparison) {
            case "<" -> x.lt(number);
            case "<=" -> x.le(number);
            case ">" -> x.gt(number);
            case ">=" -> x.ge(number);
            case "==" -> x.eq(number);
            default -> x.ne(number);
        };
    }

    private Tensor subscripted(String expression) {
        int bracket = expression.indexOf('[');
        Tensor value = values.apply((bracket < 0 ? expression : expression.substring(0, bracket)).strip());
        while (bracket >= 0) {
            int end = closing(expression, bracket);
            value = value.get(indices(expression.substring(bracket + 1, end)));
            bracket = expression.indexOf('[', end);
        }
        return value;
    }

    /** What stands between a pair of brackets. */
    Index[] indices(String text) {
        List<String> items = items(text);
        return items.stream().map(this::index).toArray(Index[]::new);
    }

    private Index index(String item) {
        if (item.startsWith("slice(")) {
            List<String> bounds = items(item.substring(6, item.lastIndexOf(')')));
            return range(bounds.size() == 1 ? List.of("None", bounds.getFirst()) : bounds);
        }
        if (outside(item, ":") >= 0) {
            return range(Arrays.asList(item.split(":", -1)));
        }
        return switch (item) {
            case "...", "Ellipsis" -> Index.ELLIPSIS;
            case "None" -> Index.NEW_AXIS;
            case "True", "False" -> Index.of(Tensor.of(Shape.SCALAR, item.equals("True")));
            default -> item.matches("-?\\d+") ? Index.at(Integer.parseInt(item)) : Index.of(value(item));
        };
    }

    private static Index range(List<String> bounds) {
        Integer step = bounds.size() > 2 ? bound(bounds.get(2)) : null;
        return new Index.Range(bound(bounds.get(0)), bound(bounds.get(1)), step == null ? 1 : step);
    }

    private static @Nullable Integer bound(String text) {
        return text.isBlank() || text.strip().equals("None") ? null : Integer.valueOf(text.strip());
    }

    private static Tensor list(String text) {
        List<String> items = items(text.substring(1, closing(text, 0)));
        if (items.isEmpty()) {
            return Tensor.of(Shape.of(0), new long[0]);
        }
        if (items.getFirst().startsWith("[")) {
            return Tensor.stack(0, items.stream().map(PythonIndex::list).toList());
        }
        if (items.getFirst().matches("True|False")) {
            boolean[] mask = new boolean[items.size()];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = items.get(i).equals("True");
            }
            return Tensor.of(Shape.of(mask.length), mask);
        }
        return Tensor.of(
                        Shape.of(items.size()),
                        items.stream().mapToLong(Long::parseLong).toArray())
                .cast(DType.I64);
    }

    /** The parts between commas outside brackets. */
    private static List<String> items(String text) {
        List<String> items = new ArrayList<>();
        int start = 0;
        int comma;
        while ((comma = outside(text.substring(start), ",")) >= 0) {
            items.add(text.substring(start, start + comma).strip());
            start += comma + 1;
        }
        if (!text.substring(start).isBlank()) {
            items.add(text.substring(start).strip());
        }
        return items;
    }

    /** Where {@code sought} stands outside brackets, −1 if it does not. */
    private static int outside(String text, String sought) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
            if (depth == 0 && text.startsWith(sought, i)) {
                return i;
            }
        }
        return -1;
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '[' ? 1 : text.charAt(i) == ']' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new CaseException("a bracket is not closed in \"" + text + "\"");
    }
}
