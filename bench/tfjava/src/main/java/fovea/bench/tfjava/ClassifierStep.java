package fovea.bench.tfjava;

import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.Size;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** {@link Classification} in TensorFlow; labels are one-hot, for its sparse cross-entropy has no gradient in C++. */
final class ClassifierStep implements Contestant.Training {
    private final Session session;
    private final Placeholder<TFloat32> images;
    private final Placeholder<TFloat32> answers;
    private final TFloat32 pixels;
    private final TFloat32 oneHot;
    private final TfNet net;
    private final Operand<TFloat32> loss;
    private final Op train;
    private final List<Op> first;

    ClassifierStep(Classification work) {
        Graph graph = new Graph();
        Ops tf = Ops.create(graph);
        Size in = work.net().in();
        Shape batch = Shape.of(work.batch(), in.height(), in.width(), in.channels());
        Shape rows = Shape.of(work.batch(), work.classes());
        images = tf.placeholder(TFloat32.class, Placeholder.shape(batch));
        answers = tf.placeholder(TFloat32.class, Placeholder.shape(rows));
        net = new TfNet(tf, work.net(), images);
        loss = tf.math.mean(
                tf.nn.softmaxCrossEntropyWithLogits(net.logits(), answers).loss(), tf.constant(0));
        TfUpdate update = new TfUpdate(tf, loss, net.parameters());
        train = update.op(work.update());
        first = update.first();
        pixels = TFloat32.tensorOf(batch, DataBuffers.of(channelsLast(work.pixels(), in)));
        oneHot = TFloat32.tensorOf(rows, DataBuffers.of(oneHot(work.labels(), work.classes())));
        session = new Session(graph, threads());
        start();
    }

    private static ConfigProto threads() {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(Runtime.getRuntime().availableProcessors())
                .setInterOpParallelismThreads(1)
                .build();
    }

    private void start() {
        for (TfNet.Start start : net.starts()) {
            Shape shape = Shape.of(start.array().shape());
            try (TFloat32 value =
                    TFloat32.tensorOf(shape, DataBuffers.of(start.array().values()))) {
                session.runner()
                        .feed(start.value(), value)
                        .addTarget(start.assignment())
                        .run()
                        .close();
            }
        }
        net.statisticsAtStart().forEach(this::once);
        first.forEach(this::once);
    }

    private void once(Op op) {
        session.runner().addTarget(op).run().close();
    }

    private static float[] oneHot(int[] labels, int classes) {
        float[] rows = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            rows[i * classes + labels[i]] = 1;
        }
        return rows;
    }

    private static float[] channelsLast(float[] values, Size size) {
        float[] moved = new float[values.length];
        int pixels = size.height() * size.width();
        for (int i = 0; i < values.length; i++) {
            int channel = i / pixels % size.channels();
            moved[(i / size.elements() * pixels + i % pixels) * size.channels() + channel] = values[i];
        }
        return moved;
    }

    @Override
    public float loss() {
        Session.Runner runner = session.runner()
                .feed(images, pixels)
                .feed(answers, oneHot)
                .addTarget(train)
                .fetch(loss);
        for (Op each : net.statistics()) {
            runner.addTarget(each);
        }
        try (Result result = runner.run()) {
            return ((TFloat32) result.get(0)).getFloat();
        }
    }
}
