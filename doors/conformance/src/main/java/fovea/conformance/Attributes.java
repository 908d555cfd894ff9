package fovea.conformance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a case by name, each as the type it is asked for. An attribute that is null counts as not given. A
 * missing or ill-typed one ends in a message that names the attribute.
 *
 * @param values text, Long, Double, Boolean, List and Map, as JSON has them
 */
public record Attributes(Map<String, Object> values) {

    /** What a null inside a list reads as: PyTorch's sizes that are left to be inferred. */
    static final long NONE = -1;

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A whole number. */
    public int integer(String name) {
        return integer(name, value(name));
    }

    public int integer(String name, int otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    /** A number, also one spelled as text, such as {@code "3.0"} or {@code "inf"}. */
    public double number(String name) {
        return number(name, value(name));
    }

    public double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    public boolean bool(String name) {
        return as(Boolean.class, name, "true or false");
    }

    public boolean bool(String name, boolean otherwise) {
        return has(name) ? bool(name) : otherwise;
    }

    public String text(String name) {
        return as(String.class, name, "text");
    }

    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /** Whole numbers: a list of any length, or one number, which is a list of one. A null among them reads as −1. */
    public int[] ints(String name) {
        return value(name) instanceof List<?> list
                ? list.stream().mapToInt(each -> integer(name, each)).toArray()
                : new int[] {integer(name)};
    }

    /** One whole number for each of {@code n} axes: a list of that length, or one number that holds for all. */
    public int[] ints(String name, int n) {
        int[] found = ints(name);
        if (!(value(name) instanceof List<?>)) {
            int[] all = new int[n];
            Arrays.fill(all, found[0]);
            return all;
        }
        if (found.length != n) {
            throw wrong(name, "one whole number or a list of " + n);
        }
        return found;
    }

    public int[] ints(String name, int n, int otherwise) {
        if (has(name)) {
            return ints(name, n);
        }
        int[] all = new int[n];
        Arrays.fill(all, otherwise);
        return all;
    }

    /** Numbers: a list of any length, or one number, which is a list of one. */
    public double[] numbers(String name) {
        return value(name) instanceof List<?> list
                ? list.stream().mapToDouble(each -> number(name, each)).toArray()
                : new double[] {number(name)};
    }

    /** A list of text. */
    public List<String> texts(String name) {
        List<?> list = as(List.class, name, "a list of text");
        return list.stream()
                .map(each -> each instanceof String text ? text : text(name))
                .toList();
    }

    /** An object inside. */
    public Attributes nested(String name) {
        return of(name, value(name));
    }

    /** A list of objects inside. */
    public List<Attributes> list(String name) {
        List<?> list = as(List.class, name, "a list of objects");
        return list.stream().map(each -> of(name, each)).toList();
    }

    private Attributes of(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name, "an object");
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        map.forEach((key, each) -> inner.put(String.valueOf(key), each));
        return new Attributes(inner);
    }

    /** Whatever type it has. */
    Object value(String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new CaseException(
                        "the attribute '%s' is missing; there are %s".formatted(name, values.keySet())));
    }

    private int integer(String name, Object value) {
        double number = number(name, value);
        if (number != (int) number) {
            throw wrong(name, "a whole number");
        }
        return (int) number;
    }

    private double number(String name, Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case String text -> parsed(name, text);
            default -> throw wrong(name, "a number");
        };
    }

    private double parsed(String name, String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException _) {
                    throw wrong(name, "a number");
                }
            }
        };
    }

    private <T> T as(Class<T> type, String name, String expected) {
        Object value = value(name);
        if (!type.isInstance(value)) {
            throw wrong(name, expected);
        }
        return type.cast(value);
    }

    private CaseException wrong(String name, String expected) {
        return new CaseException("the attribute '%s' is %s: expected %s".formatted(name, values.get(name), expected));
    }
}
