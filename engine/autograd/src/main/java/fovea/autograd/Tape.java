package fovea.autograd;

import fovea.tensor.Composite;
import fovea.tensor.Interpreter;
import fovea.tensor.Keep;
import fovea.tensor.Op;
import fovea.tensor.Parameter;
import fovea.tensor.Residuals;
import fovea.tensor.Spec;
import fovea.tensor.Taps;
import fovea.tensor.Tensor;
import fovea.tensor.Variable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers each step that touches a watched tensor, and walks the steps backwards. The steps themselves are carried out by the reading
 * around it, and so are the gradients: that is why they can be differentiated again.
 */
final class Tape implements Interpreter {
    private final Interpreter parent = Interpreter.current();
    private final List<Step> steps = new ArrayList<>();
    private final IdentityHashMap<Variable, Recorded> watched = new IdentityHashMap<>();
    /** What was read, with the number of writes at that time and by this tape since. */
    private final IdentityHashMap<Variable, Integer> read = new IdentityHashMap<>();

    private final List<Segment> segments = new ArrayList<>();
    private final Taps taps;
    private final Thread owner = Thread.currentThread();
    private int recorded;
    private @Nullable Segment segment;
    private int openings;
    private @Nullable List<Tensor> arguments;

    Tape() {
        this(new Taps(List.of()));
    }

    /** A tape that also watches what the program holds at these points. */
    Tape(Taps taps) {
        this.taps = taps;
    }

    /** A tensor on the tape: its number, and the tensor it stands for in the reading around. */
    private static final class Recorded extends Tensor {
        final Tape tape;
        final Tensor primal;
        final int number;

        Recorded(Tape tape, Tensor primal, int number) {
            super(primal.spec());
            this.tape = tape;
            this.primal = primal;
            this.number = number;
        }

        @Override
        public void copyTo(MemorySegment target) {
            primal.copyTo(target);
        }

        @Override
        public String toString() {
            return primal.toString();
        }
    }

    /** The tapes that record now, the innermost first. */
    static List<Tape> recording() {
        List<Tape> tapes = new ArrayList<>();
        for (Interpreter i = Interpreter.current(); i != null; i = i.around()) {
            if (i instanceof Tape tape) {
                tapes.add(tape);
            }
        }
        return tapes;
    }

    @Override
    public Interpreter around() {
        return parent;
    }

    /** Puts a leaf on the tape. */
    Tensor watch(Tensor leaf) {
        return new Recorded(this, leaf, recorded++);
    }

    /** Puts a parameter on the tape: reading it gives the leaf. */
    Tensor watch(Parameter parameter) {
        read.putIfAbsent(parameter, parameter.writes());
        return watched.computeIfAbsent(parameter, p -> new Recorded(this, parent.read(p), recorded++));
    }

    @Override
    public Tensor[] apply(Op op, Tensor... inputs) {
        if (!Thread.currentThread().equals(owner)) {
            throw new IllegalStateException(op.label() + ": a tape that " + owner + " records is written to by "
                    + Thread.currentThread() + System.lineSeparator() + "  differentiate on each thread by itself");
        }
        int[] from = new int[inputs.length];
        boolean tracked = false;
        for (int i = 0; i < inputs.length; i++) {
            from[i] = op.isDifferentiable(i) ? number(inputs[i]) : -1;
            tracked |= from[i] >= 0;
        }
        if (arguments != null) {
            for (int i = 0; i < inputs.length; i++) {
                requireArgument(from[i], inputs[i], arguments);
            }
            tracked = false;
        }
        Substitute<?> override = tracked ? Substitute.of(op) : null;
        if (tracked && override == null && op instanceof Composite composite) {
            return level().interpret(() -> composite.definition(inputs));
        }
        Tensor[] primals = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            primals[i] = primal(inputs[i]);
        }
        Tensor[] outputs = parent.apply(op, primals);
        if (segment != null) {
            segment.add(op, primals, outputs);
        }
        return tracked ? record(op, override, from, primals, outputs) : outputs;
    }

    /** The reading in force where this tape's tensors are at home: the tape itself, or what is laid over it. */
    private Interpreter level() {
        Interpreter level = Interpreter.current();
        for (Interpreter i = level; i != null && !i.equals(this); i = i.around()) {
            if (i instanceof Tape inner) {
                level = inner.parent;
            }
        }
        return level;
    }

    private Tensor[] record(Op op, @Nullable Substitute<?> override, int[] from, Tensor[] inputs, Tensor[] outputs) {
        Keep keep = op.keep();
        int n = inputs.length;
        Spec[] specs = new Spec[n];
        @Nullable Tensor[] kept = new Tensor[n + outputs.length];
        for (int i = 0; i < n; i++) {
            specs[i] = inputs[i].spec();
            kept[i] = override != null || keep.input(i) ? inputs[i] : null;
        }
        for (int i = 0; i < outputs.length; i++) {
            kept[n + i] = override != null || keep.output(i) ? outputs[i] : null;
        }
        return add(
                (values, wanted, dy) -> {
                    Residuals residuals = new Residuals(
                            op, specs, Arrays.copyOf(values, n), Arrays.copyOfRange(values, n, values.length), wanted);
                    return override == null ? op.vjp(residuals, dy) : override.vjp(op, residuals, n, dy);
                },
                from,
                kept,
                outputs);
    }

    private Tensor[] add(Step.Rule rule, int[] from, @Nullable Tensor[] kept, Tensor[] outputs) {
        int[] to = new int[outputs.length];
        Tensor[] results = new Tensor[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            boolean floating = outputs[i].dtype().isFloating();
            to[i] = floating ? recorded++ : -1;
            results[i] = floating ? new Recorded(this, outputs[i], to[i]) : outputs[i];
        }
        steps.add(
                segment == null
                        ? new Step(rule, from, to, kept, null)
                        : new Step(rule, from, to, new Tensor[0], segment.again(kept)));
        return results;
    }

    /** From here to {@link #close} values are not kept but computed again. What is opened within joins what is open. */
    void open() {
        if (openings++ == 0) {
            segment = new Segment();
            segments.add(segment);
        }
    }

    void close() {
        if (--openings == 0 && segment != null) {
            segment.close();
            segment = null;
        }
    }

    /** Carries steps out without remembering them, until given null; they may read {@code x} and nothing else that is on the tape. */
    @Nullable
    List<Tensor> within(@Nullable List<Tensor> x) {
        List<Tensor> before = arguments;
        arguments = x;
        return before;
    }

    /** A function that hands on {@code y} as they are may do so with its arguments only. */
    void requireArguments(List<Tensor> y, List<Tensor> arguments) {
        y.forEach(each -> requireArgument(number(each), each, arguments));
    }

    private static void requireArgument(int number, Tensor input, List<Tensor> arguments) {
        if (number >= 0 && arguments.stream().noneMatch(input::equals)) {
            throw new IllegalStateException("a function with a gradient of its own reads a " + input.spec()
                    + " tensor that is not among its arguments, and would lose its gradient" + System.lineSeparator()
                    + "  hand it in as an argument, or cut it off with stopGradient()");
        }
    }

    /** Remembers a function as one step; {@code y} as the reading around gave them. */
    List<Tensor> call(Backward backward, List<Tensor> x, List<Tensor> y) {
        int n = x.size();
        int[] from = x.stream().mapToInt(this::number).toArray();
        if (arguments != null || Arrays.stream(from).allMatch(number -> number < 0)) {
            return y;
        }
        @Nullable Tensor[] kept = new Tensor[n + y.size()];
        for (int i = 0; i < n; i++) {
            kept[i] = primal(x.get(i));
        }
        for (int i = 0; i < y.size(); i++) {
            kept[n + i] = y.get(i);
        }
        return List.of(add(
                (values, wanted, dy) -> {
                    List<Tensor> all = Arrays.stream(values)
                            .map(java.util.Objects::requireNonNull)
                            .toList();
                    List<Tensor> outputs = all.subList(n, all.size());
                    List<Tensor> inputs = all.subList(0, n);
                    var dx = backward.gradients(inputs, outputs, Gradients.filled(Arrays.asList(dy), outputs));
                    Gradients.check("withGradient", dx, n, i -> inputs.get(i).spec());
                    return dx.toArray(new Tensor[0]);
                },
                from,
                kept,
                y.toArray(new Tensor[0])));
    }

    /** The gradients by each leaf of a scalar whose gradients by {@code y} are {@code dy}; null where it does not depend on one. */
    List<@Nullable Tensor> backward(List<Tensor> y, List<Tensor> dy, List<Tensor> leaves) {
        return parent.interpret(() -> {
            @Nullable Tensor[] gradients = new Tensor[recorded];
            for (int i = 0; i < y.size(); i++) {
                int number = number(y.get(i));
                if (number >= 0) {
                    Tensor before = gradients[number];
                    gradients[number] = before == null ? dy.get(i) : before.add(dy.get(i));
                }
            }
            walk(gradients, leaves);
            List<@Nullable Tensor> found = new ArrayList<>();
            for (Tensor leaf : leaves) {
                found.add(gradients[number(leaf)]);
            }
            requireUnchanged();
            return found;
        });
    }

    private void walk(@Nullable Tensor[] gradients, List<Tensor> leaves) {
        boolean[] asked = new boolean[recorded];
        leaves.forEach(leaf -> asked[number(leaf)] = true);
        boolean[] needed = needed(asked);
        Segment computed = null;
        @Nullable Tensor[] values = new Tensor[0];
        for (Step step : steps.reversed()) {
            if (step.isOnTheWay(gradients, needed)) {
                Step.Again again = step.again();
                Segment from = again == null ? null : again.segment();
                if (from != computed) {
                    computed = from;
                    values = from == null ? new Tensor[0] : from.compute();
                }
                step.propagate(again == null ? step.kept() : again.in(values), gradients, needed);
            }
            forget(step.to(), gradients, asked);
        }
    }

    /** Lets go of gradients that nothing reads any more. */
    private static void forget(int[] numbers, @Nullable Tensor[] gradients, boolean[] asked) {
        for (int number : numbers) {
            if (number >= 0 && !asked[number]) {
                gradients[number] = null;
            }
        }
    }

    /** Which tensors depend on one that is asked for; gradients of others are not computed. */
    private boolean[] needed(boolean[] asked) {
        boolean[] needed = asked.clone();
        for (Step step : steps) {
            boolean any = false;
            for (int from : step.from()) {
                any |= from >= 0 && needed[from];
            }
            for (int to : step.to()) {
                if (to >= 0) {
                    needed[to] |= any;
                }
            }
        }
        return needed;
    }

    Tensor primal(Tensor tensor) {
        return tensor instanceof Recorded r && r.tape == this ? r.primal : tensor;
    }

    private int number(Tensor tensor) {
        return tensor instanceof Recorded r && r.tape == this ? r.number : -1;
    }

    @Override
    public Tensor tap(String name, Tensor x) {
        Tensor met = relabelled(x, parent.tap(name, primal(x)));
        if (!taps.asks(name)) {
            return met;
        }
        Gradients.requireFloating("gradientsAt", name, x.spec());
        Tensor leaf = number(met) >= 0 ? met : watch(met);
        taps.meet(name, leaf);
        return leaf;
    }

    /** {@code x}, standing for another tensor of the same value in the reading around. */
    private Tensor relabelled(Tensor x, Tensor primal) {
        if (primal.equals(primal(x))) {
            return x;
        }
        return number(x) >= 0 ? new Recorded(this, primal, number(x)) : primal;
    }

    @Override
    public Tensor read(Variable variable) {
        read.putIfAbsent(variable, variable.writes());
        Recorded leaf = watched.get(variable);
        return leaf != null ? leaf : parent.read(variable);
    }

    /** What the way back will read of the variable is kept as it was; a parameter that is written is read anew, as a constant. */
    @Override
    public void write(Variable variable, Tensor value) {
        Integer known = read.get(variable);
        if (known != null) {
            steps.forEach(step -> step.save(parent, variable));
            segments.forEach(s -> s.save(parent, variable));
        }
        watched.remove(variable);
        int before = variable.writes();
        parent.write(variable, primal(value));
        if (known != null) {
            // One write at most is this one; a traced write is none.
            read.put(variable, known + Math.min(1, variable.writes() - before));
        }
    }

    /** Says so where what was read has been changed meanwhile, not through this tape: gradients would be of two programs. */
    private void requireUnchanged() {
        read.forEach((variable, writes) -> {
            if (variable.writes() != writes) {
                throw new IllegalStateException(
                        "a " + variable + " was written by another thread while " + owner
                                + " differentiated what it read of it" + System.lineSeparator()
                                + "  train a model on one thread at a time, or compile the whole step: compiled steps take turns");
            }
        });
    }

    @Override
    public Tensor saved(Tensor value, Variable variable) {
        return relabelled(value, parent.saved(primal(value), variable));
    }

    @Override
    public Tensor constant(Spec spec, MemorySegment elements) {
        return parent.constant(spec, elements);
    }

    @Override
    public Tensor own(Tensor value) {
        return parent.own(primal(value));
    }
}
