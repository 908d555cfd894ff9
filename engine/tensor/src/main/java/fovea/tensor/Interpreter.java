package fovea.tensor;

import java.lang.foreign.MemorySegment;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reading of programs: evaluation computes each step, a tape remembers it, a trace writes it down.
 *
 * <p>The reading in force is a {@link ScopedValue}: a transform binds one for the length of a lambda and keeps the one
 * before it as its parent. Where none is bound, evaluation on the best device found is in force.
 */
public interface Interpreter {

    /** Carries out one step. */
    Tensor[] apply(Op op, Tensor... inputs);

    /** What a variable holds at this point of the program. */
    Tensor read(Variable variable);

    /** Gives a variable another value from this point of the program on. */
    void write(Variable variable, Tensor value);

    /** {@code value}, safe from a write to {@code variable}: a copy where it lies in the variable's memory, else itself. */
    Tensor saved(Tensor value, Variable variable);

    /** A tensor of elements from the host, copied, in row-major order. */
    Tensor constant(Spec spec, MemorySegment elements);

    /** A copy that outlives every region, for a variable to own. */
    Tensor own(Tensor value);

    /** The program passes a point of this name, where it holds {@code x}; gives back the same value. See {@link Taps}. */
    default Tensor tap(String name, Tensor x) {
        return x;
    }

    /** The reading to which this one hands its steps, or null where it carries them out itself. */
    default @Nullable Interpreter around() {
        return null;
    }

    /** The reading in force. */
    static Interpreter current() {
        return Bound.CURRENT.isBound() ? Bound.CURRENT.get() : Bound.Evaluation.INSTANCE;
    }

    /** Runs {@code program} under this reading. */
    default <T> T interpret(Supplier<T> program) {
        return ScopedValue.where(Bound.CURRENT, this).call(program::get);
    }

    /** Where the reading in force is kept. */
    final class Bound {
        private static final ScopedValue<Interpreter> CURRENT = ScopedValue.newInstance();

        private Bound() {}

        /** The reading where none is bound; found on first use. */
        private static final class Evaluation {
            static final Interpreter INSTANCE = ServiceLoader.load(
                            Interpreter.class, Interpreter.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no device found"
                            + System.lineSeparator()
                            + "  add fovea.device and fovea.reference or fovea.onednn to the module or class path"));
        }
    }
}
