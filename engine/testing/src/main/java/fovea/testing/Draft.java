package fovea.testing;

import fovea.device.Device;
import fovea.tensor.DType;
import fovea.tensor.Op;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.tensor.Tensor;
import fovea.tensor.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A program while it is made, with what each value is in {@code f64} on the reference. */
final class Draft {
    private static final int[] SIZES = {1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 16, 17};
    private static final int ELEMENTS = 200;

    private final SplittableRandom random;
    private final Margins margins = new Margins(Device.named("reference").interpreter());
    private final List<RandomProgram.Node> nodes = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private int next;
    private int steps;

    Draft(SplittableRandom random) {
        this.random = random;
    }

    /** A value so far: its number, and what it is. */
    record Value(int id, Tensor truth) {
        Shape shape() {
            return truth.shape();
        }

        DType dtype() {
            return truth.dtype();
        }

        int rank() {
            return truth.shape().rank();
        }

        int size(int axis) {
            return truth.shape().size(axis);
        }

        boolean isEmpty() {
            return truth.shape().elements() == 0;
        }
    }

    /** A point of a draft to which it can be taken back. */
    record Mark(int nodes, int values, int next, int steps) {}

    Mark mark() {
        return new Mark(nodes.size(), values.size(), next, steps);
    }

    void back(Mark mark) {
        nodes.subList(mark.nodes, nodes.size()).clear();
        values.subList(mark.values, values.size()).clear();
        next = mark.next;
        steps = mark.steps;
    }

    /** Whether a tensor without elements is among the values since {@code mark}, or those there were. */
    boolean hasEmpty(Mark mark) {
        return mark.values >= 0 && values.stream().anyMatch(Value::isEmpty);
    }

    SplittableRandom random() {
        return random;
    }

    int steps() {
        return steps;
    }

    /** The program; its outputs are the values that no step reads. */
    RandomProgram finish(long seed) {
        Set<Integer> read = new HashSet<>();
        nodes.forEach(node -> read.addAll(node.read()));
        List<Integer> outputs =
                values.stream().map(Value::id).filter(id -> !read.contains(id)).toList();
        return new RandomProgram(seed, nodes, outputs);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    @SafeVarargs
    final <T> T among(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Adds a step. */
    List<Value> step(String name, RandomProgram.Body body, Value... from) {
        List<Tensor> x = Arrays.stream(from).map(Value::truth).toList();
        List<Tensor> y = margins.interpret(() -> body.run(DType.F64, x));
        List<Integer> made = new ArrayList<>();
        List<Value> results = new ArrayList<>();
        for (Tensor t : y) {
            results.add(new Value(next, t));
            made.add(next++);
        }
        nodes.add(new RandomProgram.Step(
                name,
                body,
                Arrays.stream(from).map(Value::id).toList(),
                made,
                y.stream().map(Tensor::spec).toList()));
        values.addAll(results);
        steps++;
        return results;
    }

    /** Adds an op as a step. */
    List<Value> op(Op op, Value... from) {
        return step(op.toString(), (real, x) -> List.of(op.outputs(x.toArray(Tensor[]::new))), from);
    }

    /** Adds a function of one tensor as a step. */
    Value map(String name, UnaryOperator<Tensor> f, Value x) {
        return step(name, (real, in) -> List.of(f.apply(in.getFirst())), x).getFirst();
    }

    /** Adds an input of numbers that {@code f32} holds. */
    Value input(Shape shape, double from, double to) {
        double[] elements = new double[Math.toIntExact(shape.elements())];
        Arrays.setAll(elements, i -> (float) random.nextDouble(from, to));
        return add(new Spec(shape, DType.F64), elements);
    }

    Value input(Shape shape) {
        return input(shape, -1, 1);
    }

    /** Adds an input of integers from 0 up to {@code below}, not included. */
    Value labels(Shape shape, int below) {
        double[] elements = new double[Math.toIntExact(shape.elements())];
        Arrays.setAll(elements, i -> random.nextInt(below));
        return add(new Spec(shape, chance(0.8) ? DType.I32 : DType.I64), elements);
    }

    /** A value of small {@code i32}. */
    Value wholes(Shape shape) {
        Value found = chance(0.4)
                ? pick(v -> v.dtype() == DType.I32 && v.shape().equals(shape) && isWithin(v, -100, 100))
                : null;
        if (found != null) {
            return found;
        }
        double[] elements = new double[Math.toIntExact(shape.elements())];
        Arrays.setAll(elements, i -> random.nextInt(12));
        return add(new Spec(shape, DType.I32), elements);
    }

    private Value add(Spec spec, double[] elements) {
        RandomProgram.Input input = new RandomProgram.Input(next++, spec, elements);
        Value value = new Value(input.value(), input.in(DType.F64));
        nodes.add(input);
        values.add(value);
        return value;
    }

    /** One of the values that suit, late ones more often; null where there is none. */
    @org.jspecify.annotations.Nullable
    Value pick(Predicate<Value> suits) {
        List<Value> all = values.stream().filter(suits).toList();
        if (all.isEmpty()) {
            return null;
        }
        int back = Math.min(random.nextInt(all.size()), random.nextInt(all.size()));
        return all.get(all.size() - 1 - back);
    }

    /** A value of the program's type with so many axes, few elements and no large numbers. */
    Value real(int least, int most) {
        Value found = chance(0.85) ? pick(v -> isReal(v) && v.rank() >= least && v.rank() <= most && isSmall(v)) : null;
        if (found == null && chance(0.7)) {
            Value any = pick(v -> isReal(v) && isSmall(v) && !v.isEmpty());
            if (any != null) {
                Shape to = factored(Math.toIntExact(any.shape().elements()), random.nextInt(least, most + 1));
                found = to.elements() == any.shape().elements()
                        ? op(new fovea.tensor.Reshape(to), any).getFirst()
                        : null;
            }
        }
        Value value = found == null ? input(shape(random.nextInt(least, most + 1))) : found;
        return size(value) > 4 && chance(0.8) ? fitted(value, Domain.BOUNDED) : value;
    }

    Value real() {
        return real(0, 5);
    }

    /** A value of this shape: one that is there, one reshaped, or a new input. */
    Value like(Shape shape) {
        Value found = chance(0.6) ? pick(v -> isReal(v) && v.shape().equals(shape)) : null;
        if (found == null && chance(0.3)) {
            Value any = pick(v -> isReal(v) && v.shape().elements() == shape.elements());
            found = any == null
                    ? null
                    : any.shape().equals(shape)
                            ? any
                            : op(new fovea.tensor.Reshape(shape), any).getFirst();
        }
        return found == null ? input(shape) : size(found) > 4 ? fitted(found, Domain.BOUNDED) : found;
    }

    /** A value of places from 0 up to {@code below}, not included. */
    Value places(Shape shape, int below) {
        Value found = chance(0.4)
                ? pick(v -> v.dtype().isIndex() && v.shape().equals(shape) && isWithin(v, 0, below - 1))
                : null;
        return found == null ? labels(shape, below) : found;
    }

    static boolean isReal(Value v) {
        return v.dtype() == DType.F64;
    }

    static boolean isSmall(Value v) {
        return v.shape().elements() <= ELEMENTS;
    }

    boolean isWithin(Value v, double least, double most) {
        return Arrays.stream(margins.values(v.truth())).allMatch(e -> e >= least && e <= most);
    }

    /** The largest magnitude in it. */
    double size(Value v) {
        return Arrays.stream(margins.values(v.truth())).map(Math::abs).max().orElse(0);
    }

    /** {@code v}, moved to where functions of a domain are smooth, unless it is there. */
    Value fitted(Value v, Domain domain) {
        if (domain == Domain.ANY || (isWithin(v, domain.least, domain.most) && chance(0.8))) {
            return v;
        }
        double scale = (domain.most - domain.least) / 2;
        return op(
                        new Unary.Affine(scale, domain.least + scale),
                        op(new Unary.Tanh(), v).getFirst())
                .getFirst();
    }

    /** Where numbers lie. */
    enum Domain {
        ANY(0, 0),
        BOUNDED(-2, 2),
        UNIT(-0.8, 0.8),
        POSITIVE(0.5, 2),
        LARGE(1.5, 3);

        final double least;
        final double most;

        Domain(double least, double most) {
            this.least = least;
            this.most = most;
        }
    }

    int size() {
        return SIZES[random.nextInt(SIZES.length)];
    }

    /** A random shape with so many axes; now and then one of them is empty. */
    Shape shape(int rank) {
        int[] sizes = new int[rank];
        int left = ELEMENTS;
        for (int i = rank - 1; i >= 0; i--) {
            sizes[i] = Math.max(1, Math.min(size(), left));
            left /= sizes[i];
        }
        if (rank > 0 && chance(0.01)) {
            sizes[random.nextInt(rank)] = 0;
        }
        return Shape.of(sizes);
    }

    /** A shape with so many axes and {@code n} elements; a scalar has one. */
    private Shape factored(int n, int rank) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        int left = n;
        for (int p = 2; rank > 0 && left > 1; p++) {
            while (left % p == 0) {
                sizes[random.nextInt(rank)] *= p;
                left /= p;
            }
        }
        return Shape.of(sizes);
    }

    /** One of the axes. */
    int axis(Value v) {
        return random.nextInt(v.rank());
    }
}
