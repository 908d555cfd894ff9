package fovea.device;

import fovea.tensor.Interpreter;
import fovea.tensor.Op;
import fovea.tensor.Spec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that computes: it prepares a {@link Kernel} for an op. Found as a service. */
public interface Device {

    /** The name users choose it by, such as {@code onednn}. */
    String name();

    /** What it is, with version and threads; for people. */
    String description();

    /** Why it cannot be used on this machine, or nothing if it can. */
    Optional<String> unavailable();

    /** Greater is tried first. */
    int rank();

    /** A kernel for {@code op}, or null where this device has none and another must serve. */
    @Nullable
    Kernel prepare(Op op, Operand[] inputs, Spec[] outputs);

    /** A kernel that copies elements from one layout to another, or null where this device cannot. */
    @Nullable
    Kernel reorder(Operand from, Layout to);

    /**
     * Whether plans must round numbers of 16 bits after each op, as evaluation at once does, and not only where values are stored. The
     * reference must: others are held against it.
     */
    default boolean roundsAfterEachOp() {
        return false;
    }

    /**
     * Fresh memory of the operating system's, page-aligned, that goes back when {@code arena} closes; or null where there is none, or this
     * device leaves that to Java.
     */
    default @Nullable MemorySegment memory(long bytes, Arena arena) {
        return null;
    }

    /** Every device found, the best first. */
    static List<Device> all() {
        return Devices.ALL;
    }

    /** The best device that can be used here. */
    static Device best() {
        return Devices.usable().getFirst();
    }

    /** The device of that name; says why where it cannot be used. */
    static Device named(String name) {
        return Devices.named(name);
    }

    /** Runs {@code program} on this device. */
    default <T> T use(Supplier<T> program) {
        return interpreter().interpret(program);
    }

    /** The reading that evaluates on this device at once. */
    default Interpreter interpreter() {
        return Evaluation.on(this);
    }

    /** The device that {@code reading} evaluates on, or nothing where it is not evaluation. */
    static Optional<Device> evaluating(Interpreter reading) {
        return reading instanceof Evaluation e ? Optional.of(e.device()) : Optional.empty();
    }
}
