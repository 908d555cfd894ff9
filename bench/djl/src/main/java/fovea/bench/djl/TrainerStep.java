package fovea.bench.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import fovea.bench.CharacterModel;
import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.Size;
import fovea.bench.Update;
import fovea.bench.Weight;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** A step of DJL's trainer on one batch, all whose buffers are let go behind it. */
final class TrainerStep implements Contestant.Training {
    private final Trainer trainer;
    private final NDArray x;
    private final NDArray labels;

    private TrainerStep(Block block, Update update, List<Weight> weights, float[] batch, Shape shape, int[] classes) {
        Model model = Model.newInstance("contest", "PyTorch");
        model.setBlock(block);
        trainer = model.newTrainer(
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(optimizer(update)));
        trainer.initialize(shape);
        fill(block, weights.iterator());
        x = trainer.getManager().create(batch, shape);
        labels = trainer.getManager()
                .create(Arrays.stream(classes).asLongStream().toArray());
    }

    static TrainerStep of(Classification work) {
        Size in = work.net().in();
        return new TrainerStep(
                DjlBlocks.chain(work.net().parts()),
                work.update(),
                work.net().weights(),
                work.pixels(),
                new Shape(work.batch(), in.channels(), in.height(), in.width()),
                work.labels());
    }

    static TrainerStep of(CharacterModel work) {
        return new TrainerStep(
                DjlBlocks.characters(),
                CharacterModel.UPDATE,
                work.weights(),
                work.oneHot(),
                new Shape(CharacterModel.SEQUENCE, CharacterModel.BATCH, CharacterModel.VOCABULARY),
                work.targets());
    }

    private static Optimizer optimizer(Update update) {
        return switch (update) {
            case Update.Descent descent ->
                Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed((float) descent.rate()))
                        .optMomentum((float) descent.momentum())
                        .optWeightDecays((float) descent.decay())
                        .build();
            case Update.Adam adam ->
                Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed((float) adam.rate()))
                        .optBeta1((float) adam.beta1())
                        .optBeta2((float) Update.Adam.BETA2)
                        .optEpsilon((float) Update.Adam.EPSILON)
                        .build();
        };
    }

    /** Blocks list their parameters in the order of the forward pass, as workloads do, and running statistics among them. */
    private static void fill(Block block, Iterator<Weight> weights) {
        for (Parameter parameter : block.getParameters().values()) {
            boolean isLearnt = parameter.requiresGradient();
            if (isLearnt) {
                Weight weight = weights.next();
                long[] shape =
                        weight.shape().stream().mapToLong(Integer::longValue).toArray();
                if (!parameter.getArray().getShape().equals(new Shape(shape))) {
                    throw new IllegalStateException(
                            parameter.getName() + " " + parameter.getArray().getShape() + " is not " + weight);
                }
                parameter.getArray().set(FloatBuffer.wrap(weight.values()));
            }
        }
    }

    @Override
    public float loss() {
        try (NDManager step = trainer.getManager().newSubManager()) {
            step.tempAttachAll(x, labels);
            float value;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList logits = trainer.forward(new NDList(x));
                NDArray loss = trainer.getLoss().evaluate(new NDList(labels), logits);
                collector.backward(loss);
                value = loss.getFloat();
            }
            trainer.step();
            return value;
        }
    }
}
