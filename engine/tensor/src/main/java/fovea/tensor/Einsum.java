package fovea.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A sum of products in Einstein's notation. First every operand gets one axis a label: diagonals are taken, and the axes of an ellipsis
 * get labels of their own, shared by all operands. Then pairs are contracted: labels that both have and nobody else wants are the inner
 * axes of a matrix product, those that are wanted its batch.
 */
final class Einsum {
    /** Axes of an ellipsis are labelled from here, the last axis first; letters are below. */
    private static final int BROAD = 1000;

    private final String equation;
    private final Map<Integer, Integer> sizes = new LinkedHashMap<>();
    private final List<Term> terms = new ArrayList<>();
    private int broad;

    /** A tensor and the label of each of its axes, all different. */
    private record Term(Tensor x, List<Integer> labels) {
        int axis(int label) {
            return labels.indexOf(label);
        }
    }

    private Einsum(String equation) {
        this.equation = equation;
    }

    static Tensor of(String equation, Tensor... operands) {
        return new Einsum(equation).run(operands);
    }

    private Tensor run(Tensor... operands) {
        String compact = equation.replaceAll("\\s", "");
        int arrow = compact.indexOf("->");
        String[] left = (arrow < 0 ? compact : compact.substring(0, arrow)).split(",", -1);
        if (left.length != operands.length) {
            throw refused(left.length + " operands are written, " + operands.length + " given", "give one for each");
        }
        Map<Integer, Integer> occurrences = new TreeMap<>();
        for (int i = 0; i < operands.length; i++) {
            if (operands[i].dtype() != operands[0].dtype()) {
                throw refused(
                        "the operands are "
                                + Arrays.stream(operands).map(Tensor::spec).toList(),
                        "they need one type");
            }
            List<Integer> labels = labels(left[i], operands[i].shape(), i);
            labels.forEach(label -> occurrences.merge(label, 1, Integer::sum));
            terms.add(distinct(operands[i], labels, i));
        }
        List<Integer> result = arrow < 0 ? implied(occurrences) : explicit(compact.substring(arrow + 2), occurrences);
        while (terms.size() > 1) {
            contractCheapest(result);
        }
        return finished(terms.getFirst(), result);
    }

    private ShapeException refused(String found, String remedy) {
        return new ShapeException("einsum", "\"" + equation + "\": " + found, remedy);
    }

    /** The label of each axis of an operand. */
    private List<Integer> labels(String text, Shape x, int operand) {
        int dots = text.indexOf("...");
        int letters = text.length() - (dots < 0 ? 0 : 3);
        if (dots < 0 ? letters != x.rank() : letters > x.rank()) {
            throw refused(
                    "operand %d is %s and has %d letters".formatted(operand, x, letters),
                    dots < 0 ? "give a letter an axis, or ... for the others" : "there are more letters than axes");
        }
        List<Integer> labels = new ArrayList<>();
        int hidden = x.rank() - letters;
        for (int i = 0; i < text.length(); i++) {
            if (i == dots) {
                for (int k = hidden - 1; k >= 0; k--) {
                    labels.add(BROAD + k);
                }
                broad = Math.max(broad, hidden);
                i += 2;
            } else {
                labels.add(letter(text.charAt(i)));
            }
        }
        return labels;
    }

    private int letter(char c) {
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
            throw refused("'" + c + "' is no label", "labels are the letters a to z and A to Z, and ...");
        }
        return c;
    }

    /** The operand with one axis a label; also notes the sizes. */
    private Term distinct(Tensor operand, List<Integer> labels, int number) {
        Tensor x = operand;
        List<Integer> left = new ArrayList<>(labels);
        for (int i = 0; i < left.size(); i++) {
            int second;
            while ((second = left.subList(i + 1, left.size()).indexOf(left.get(i))) >= 0) {
                second += i + 1;
                if (x.shape().size(i) != x.shape().size(second)) {
                    throw refused(
                            "operand %d is %s".formatted(number, operand.shape()),
                            "'%c' must have one size, and has %d and %d"
                                    .formatted(
                                            (char) (int) left.get(i),
                                            x.shape().size(i),
                                            x.shape().size(second)));
                }
                x = x.diagonal(0, i, second).moveAxis(-1, i);
                left.remove(/* index */ second);
            }
        }
        for (int i = 0; i < left.size(); i++) {
            note(left.get(i), x.shape().size(i), number, operand.shape());
        }
        return new Term(x, left);
    }

    private void note(int label, int size, int number, Shape operand) {
        int before = sizes.getOrDefault(label, 1);
        if (before != size && before != 1 && size != 1) {
            throw refused(
                    "operand %d is %s".formatted(number, operand),
                    label >= BROAD
                            ? "the axes of ... must have equal sizes or 1, and there are %d and %d"
                                    .formatted(before, size)
                            : "'%c' must have one size, and has %d and %d".formatted((char) label, before, size));
        }
        sizes.put(label, before == 1 ? size : before);
    }

    private List<Integer> implied(Map<Integer, Integer> occurrences) {
        List<Integer> result = new ArrayList<>();
        for (int k = broad - 1; k >= 0; k--) {
            result.add(BROAD + k);
        }
        occurrences.forEach((label, times) -> {
            if (label < BROAD && times == 1) {
                result.add(label);
            }
        });
        return result;
    }

    private List<Integer> explicit(String text, Map<Integer, Integer> occurrences) {
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("...", i)) {
                for (int k = broad - 1; k >= 0; k--) {
                    result.add(BROAD + k);
                }
                i += 2;
                continue;
            }
            int label = letter(text.charAt(i));
            if (result.contains(label) || !occurrences.containsKey(label)) {
                throw refused(
                        "'%c' in the result".formatted(text.charAt(i)),
                        result.contains(label) ? "a letter can stand there once" : "no operand has it");
            }
            result.add(label);
        }
        return result;
    }

    /** Replaces the pair whose product takes the fewest multiplications, and of those makes the smallest result, by that product. */
    private void contractCheapest(List<Integer> result) {
        int bestA = 0;
        int bestB = 1;
        double best = Double.POSITIVE_INFINITY;
        for (int a = 0; terms.size() > 2 && a < terms.size(); a++) {
            for (int b = a + 1; b < terms.size(); b++) {
                Set<Integer> both = new LinkedHashSet<>(terms.get(a).labels);
                both.addAll(terms.get(b).labels);
                double cost = volume(both);
                both.retainAll(wanted(result, a, b));
                cost += 1e-3 * volume(both);
                if (cost < best) {
                    best = cost;
                    bestA = a;
                    bestB = b;
                }
            }
        }
        Set<Integer> wanted = wanted(result, bestA, bestB);
        Term second = terms.remove(bestB);
        Term first = terms.remove(bestA);
        terms.add(product(first, second, wanted));
    }

    private double volume(Set<Integer> labels) {
        return labels.stream().mapToDouble(sizes::get).reduce(1, (m, n) -> m * n);
    }

    /** Labels of the result and of all operands but these two. */
    private Set<Integer> wanted(List<Integer> result, int a, int b) {
        Set<Integer> wanted = new LinkedHashSet<>(result);
        for (int i = 0; i < terms.size(); i++) {
            if (i != a && i != b) {
                wanted.addAll(terms.get(i).labels);
            }
        }
        return wanted;
    }

    private Term product(Term first, Term second, Set<Integer> wanted) {
        Term a = summed(first, wanted, second);
        Term b = summed(second, wanted, first);
        List<Integer> batch = new ArrayList<>();
        List<Integer> inner = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        List<Integer> columns = new ArrayList<>(b.labels);
        for (int label : a.labels) {
            boolean shared = columns.remove(Integer.valueOf(label));
            (!shared ? rows : wanted.contains(label) ? batch : inner).add(label);
        }
        List<Integer> all = joined(batch, rows, columns);
        if (inner.isEmpty()) {
            return new Term(aligned(a, all).mul(aligned(b, all)), all);
        }
        Tensor left = matrix(a, batch, rows, inner);
        Tensor right = matrix(b, batch, inner, columns);
        Tensor y = left.matmul(right);
        return new Term(y.reshape(shape(all)), all);
    }

    /** Without the labels that only this one has and nobody wants; those of size 1 that are larger elsewhere are repeated. */
    private Term summed(Term term, Set<Integer> wanted, Term other) {
        List<Integer> gone = term.labels.stream()
                .filter(label -> !wanted.contains(label) && !other.labels.contains(label))
                .toList();
        List<Integer> left = new ArrayList<>(term.labels);
        left.removeAll(gone);
        Tensor x = gone.isEmpty()
                ? term.x
                : term.x.sum(gone.stream().mapToInt(term::axis).toArray());
        return new Term(x, left);
    }

    @SafeVarargs
    private static List<Integer> joined(List<Integer>... parts) {
        List<Integer> all = new ArrayList<>();
        for (List<Integer> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    private Shape shape(List<Integer> labels) {
        return Shape.of(labels.stream().mapToInt(sizes::get).toArray());
    }

    /** Axes in the order of {@code all}, those it lacks with size 1. */
    private static Tensor aligned(Term term, List<Integer> all) {
        int[] order =
                all.stream().filter(term.labels::contains).mapToInt(term::axis).toArray();
        Tensor ordered = term.x.permute(order);
        int[] own = new int[all.size()];
        int next = 0;
        for (int i = 0; i < own.length; i++) {
            own[i] = term.labels.contains(all.get(i)) ? ordered.shape().size(next++) : 1;
        }
        return ordered.reshape(Shape.of(own));
    }

    /** {@code [batch, rows, columns]}, each the product of its sizes. */
    private Tensor matrix(Term term, List<Integer> batch, List<Integer> rows, List<Integer> columns) {
        List<Integer> all = joined(batch, rows, columns);
        Tensor x = term.x.permute(all.stream().mapToInt(term::axis).toArray()).broadcastTo(shape(all));
        int[] three = {size(batch), size(rows), size(columns)};
        return batch.isEmpty() ? x.reshape(three[1], three[2]) : x.reshape(Shape.of(three));
    }

    private int size(List<Integer> labels) {
        return Math.toIntExact(shape(labels).elements());
    }

    /** What is not wanted summed, the rest in the order of the result. */
    private Tensor finished(Term term, List<Integer> result) {
        Term left = summed(term, new LinkedHashSet<>(result), new Term(term.x, List.of()));
        return left.x.permute(result.stream().mapToInt(left::axis).toArray()).broadcastTo(shape(result));
    }
}
