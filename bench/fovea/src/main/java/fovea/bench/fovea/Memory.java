package fovea.bench.fovea;

import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.scenes.Scenes;
import fovea.device.Pool;
import fovea.nn.Loss;
import fovea.tensor.Shape;
import fovea.train.Position;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import fovea.zoo.LeNet5;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Trains a LeNet-5 on Scenes and prints, after every epoch, what memory is held: it must not grow. */
public final class Memory {
    private static final int BATCH = 64;

    private Memory() {}

    /** The first argument is how many epochs; 10 if none. */
    public static void main(String[] arguments) {
        int epochs = arguments.length == 0 ? 10 : Integer.parseInt(arguments[0]);
        DataSet set = Scenes.dataSet();
        LeNet5 model = LeNet5.of(Shape.of(3, 32, 32), set.classes().size(), new SplittableRandom(42));
        Sgd optimizer = Sgd.of(model, 0.9, 5e-4);
        System.out.printf("%5s %12s %14s %14s %14s%n", "epoch", "heap MB", "native MB", "reserved MB", "resident MB");
        Trainer trainer =
                new Trainer(model, optimizer, Schedule.constant(0.01), Loss::crossEntropy, List.of(Memory::show));
        trainer.fit(
                new Loader(set.train(), set.normalization(), LoaderOptions.training(BATCH, 42)),
                new Loader(set.test(), set.normalization(), LoaderOptions.evaluation(250)),
                epochs,
                Position.START);
    }

    /** The heap after a collection, the pool's blocks in use, what it took from the system, and the process as the system sees it. */
    private static void show(TrainEvent event) {
        if (event instanceof TrainEvent.EpochDone done) {
            System.gc();
            double heap =
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
            System.out.printf(
                    Locale.ROOT,
                    "%5d %12.2f %14.2f %14.2f %14.1f%n",
                    done.at().epoch(),
                    heap,
                    Pool.HOST.used() / 1e6,
                    Pool.HOST.reserved() / 1e6,
                    Resident.megabytes());
        }
    }
}
