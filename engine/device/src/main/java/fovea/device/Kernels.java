package fovea.device;

import fovea.tensor.Op;
import fovea.tensor.Spec;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The kernels prepared for one device, each made once per op, shapes and layouts; those not used for long are let go. Where the device has
 * none, the next best one serves.
 */
public final class Kernels {
    private static final Map<Device, Kernels> BY_DEVICE = new ConcurrentHashMap<>();

    /** Kernels run one at a time: each uses all threads, and prepared ones hold scratch memory. */
    private static final ReentrantLock COMPUTE = new ReentrantLock();

    /** Kernels that a device keeps at least; a step of ResNet-50 takes about 500, forward and back. */
    private static final int KEPT = 4096;

    private final Device device;
    private final List<Device> fallbacks;
    private final Recent<Key, Kernel> prepared = new Recent<>(KEPT);
    private final Recent<Move, Kernel> moves = new Recent<>(KEPT);

    private Kernels(Device device) {
        this.device = device;
        this.fallbacks =
                Devices.usable().stream().filter(d -> d.rank() < device.rank()).toList();
    }

    public static Kernels of(Device device) {
        return BY_DEVICE.computeIfAbsent(device, Kernels::new);
    }

    public Device device() {
        return device;
    }

    /** The kernel for {@code op} on inputs such as these. */
    public Kernel get(Op op, Operand[] inputs, Spec[] outputs) {
        Key key = new Key(op, inputs);
        Kernel kernel = prepared.get(key);
        return kernel != null ? kernel : prepared.get(key, k -> prepare(op, inputs, outputs));
    }

    /** The kernel that copies {@code from} into another layout. */
    public Kernel reorder(Operand from, Layout to) {
        return moves.get(new Move(from, to), m -> {
            Kernel kernel = device.reorder(from, to);
            return kernel != null ? kernel : new StridedCopy(from, (Layout.Strided) to);
        });
    }

    /** Copies the elements of {@code from} to {@code to}, which has the same shape. */
    public void copy(DeviceTensor from, DeviceTensor to) {
        run(reorder(from.operand(), to.layout()), new DeviceTensor[] {from}, new DeviceTensor[] {to});
    }

    /**
     * A copy of {@code from} in memory of its own.
     *
     * @param holder what it is for, as a report of memory should say it
     */
    public DeviceTensor copied(DeviceTensor from, String holder) {
        DeviceTensor copy = new DeviceTensor(from.operand(), Buffer.take(from.operand(), holder), 0);
        copy(from, copy);
        return copy;
    }

    /** Runs {@code kernel} while no other runs and no region ends, so that what it works on stays. */
    static void run(Kernel kernel, DeviceTensor[] inputs, DeviceTensor[] outputs) {
        COMPUTE.lock();
        try {
            kernel.run(segments(inputs), segments(outputs));
        } finally {
            COMPUTE.unlock();
            Reference.reachabilityFence(inputs);
            Reference.reachabilityFence(outputs);
        }
    }

    private static MemorySegment[] segments(DeviceTensor[] tensors) {
        MemorySegment[] segments = new MemorySegment[tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            segments[i] = tensors[i].segment();
        }
        return segments;
    }

    /** Runs {@code work}, which runs many kernels, while no other runs and no region ends. */
    public static void exclusively(Runnable work) {
        COMPUTE.lock();
        try {
            work.run();
        } finally {
            COMPUTE.unlock();
        }
    }

    private Kernel prepare(Op op, Operand[] inputs, Spec[] outputs) {
        Kernel kernel = device.prepare(op, inputs, outputs);
        for (int i = 0; kernel == null && i < fallbacks.size(); i++) {
            kernel = fallbacks.get(i).prepare(op, inputs, outputs);
        }
        if (kernel == null) {
            throw new DeviceException(
                    "no device has a kernel for " + op + " of " + Arrays.toString(inputs),
                    "add fovea.reference to the module or class path; it has one for every op");
        }
        return kernel;
    }

    private record Move(Operand from, Layout to) {}

    /** An op and its inputs, with the hash worked out once. */
    private static final class Key {
        private final Op op;
        private final Operand[] inputs;
        private final int hash;

        Key(Op op, Operand[] inputs) {
            this.op = op;
            this.inputs = inputs;
            this.hash = 31 * op.hashCode() + Arrays.hashCode(inputs);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Key k && hash == k.hash && op.equals(k.op) && Arrays.equals(inputs, k.inputs);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
