package fovea.classic.neighbor;

import fovea.device.Device;
import fovea.device.Region;
import fovea.tensor.DType;
import fovea.tensor.Interpreter;
import fovea.tensor.Shape;
import fovea.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Whether matrix products of 16-bit numbers are the faster ones here. What is found does not depend on it, only how soon. */
final class NarrowProducts {
    private static final Map<Device, Boolean> FASTER = new ConcurrentHashMap<>();
    private static final int ROWS = 128;
    private static final int SIZE = 512;
    private static final int TRIES = 3;

    private NarrowProducts() {}

    /** Tries both once for each device; they must differ clearly. */
    static boolean areFaster() {
        return Device.evaluating(Interpreter.current())
                .or(() -> java.util.Optional.of(Device.best()))
                .map(device -> FASTER.computeIfAbsent(device, NarrowProducts::measured))
                .orElse(false);
    }

    private static boolean measured(Device device) {
        return device.use(() -> Region.run(() -> {
            Tensor wide = Tensor.ones(Shape.of(ROWS, SIZE));
            Tensor narrow = wide.cast(DType.BF16);
            return 1.3 * seconds(() -> narrow.wideLinear(narrow)) < seconds(() -> wide.linear(wide));
        }));
    }

    private static double seconds(Supplier<Tensor> product) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= TRIES; i++) {
            long start = System.nanoTime();
            Shape done = Region.run(() -> product.get().shape());
            least = i == 0 || done.elements() == 0 ? least : Math.min(least, (System.nanoTime() - start) / 1e9);
        }
        return least;
    }
}
