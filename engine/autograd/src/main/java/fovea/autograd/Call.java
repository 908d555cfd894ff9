package fovea.autograd;

import fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A function that tapes remember as one step, with the gradient it brings. */
final class Call {
    private Call() {}

    /** Runs {@code forward}; every tape in force then remembers it, the outermost first, each in its own tensors. */
    static List<Tensor> of(Function<List<Tensor>, List<Tensor>> forward, Backward backward, List<Tensor> x) {
        List<Tape> tapes = Tape.recording();
        List<List<Tensor>> arguments = new ArrayList<>();
        List<Tensor> seen = x;
        for (Tape tape : tapes) {
            arguments.add(seen);
            seen = seen.stream().map(tape::primal).toList();
        }
        List<Tensor> y = run(forward, x, tapes, arguments);
        for (int i = 0; i < tapes.size(); i++) {
            tapes.get(i).requireArguments(y, arguments.get(i));
            y = y.stream().map(tapes.get(i)::primal).toList();
        }
        for (int i = tapes.size() - 1; i >= 0; i--) {
            y = tapes.get(i).call(backward, arguments.get(i), y);
        }
        return y;
    }

    private static List<Tensor> run(
            Function<List<Tensor>, List<Tensor>> forward,
            List<Tensor> x,
            List<Tape> tapes,
            List<List<Tensor>> arguments) {
        List<@Nullable List<Tensor>> before = new ArrayList<>();
        for (int i = 0; i < tapes.size(); i++) {
            before.add(tapes.get(i).within(arguments.get(i)));
        }
        try {
            return forward.apply(x);
        } finally {
            for (int i = 0; i < tapes.size(); i++) {
                tapes.get(i).within(before.get(i));
            }
        }
    }
}
