package fovea.bench.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.LSTM;
import fovea.bench.CharacterModel;
import fovea.bench.Part;
import java.util.List;

/** Nets as DJL's blocks. */
final class DjlBlocks {
    private static final float MOMENTUM = 0.1f;

    private DjlBlocks() {}

    static Block chain(List<Part> parts) {
        SequentialBlock chain = new SequentialBlock();
        parts.forEach(part -> chain.add(block(part)));
        return parts.isEmpty() ? Blocks.identityBlock() : chain;
    }

    /** Characters {@code [T, N, V]} → logits {@code [T·N, V]}; its cross-entropy takes no more than two axes. */
    static Block characters() {
        return new SequentialBlock()
                .add(LSTM.builder()
                        .setStateSize(CharacterModel.HIDDEN)
                        .setNumLayers(CharacterModel.LAYERS)
                        .optReturnState(false)
                        .optBatchFirst(false)
                        .build())
                .add(Linear.builder().setUnits(CharacterModel.VOCABULARY).build())
                .add(new LambdaBlock(x -> new NDList(x.singletonOrThrow().reshape(-1, CharacterModel.VOCABULARY))));
    }

    private static Block block(Part part) {
        return switch (part) {
            case Part.Convolution c ->
                Conv2d.builder()
                        .setKernelShape(square(c.kernel()))
                        .optStride(square(c.stride()))
                        .optPadding(square(c.padding()))
                        .setFilters(c.out())
                        .optBias(c.biased())
                        .build();
            case Part.Norm n ->
                BatchNorm.builder()
                        .optEpsilon((float) n.epsilon())
                        .optMomentum(MOMENTUM)
                        .build();
            case Part.Dense d -> Linear.builder().setUnits(d.out()).build();
            case Part.Relu _ -> Activation.reluBlock();
            case Part.LeakyRelu l -> Activation.leakyReluBlock((float) l.slope());
            case Part.Tanh _ -> Activation.tanhBlock();
            case Part.MaxPool p ->
                Pool.maxPool2dBlock(square(p.kernel()), square(p.stride()), square(p.padding()), p.ceil());
            case Part.Mean _ -> Pool.globalAvgPool2dBlock();
            case Part.Flatten _ -> Blocks.batchFlattenBlock();
            case Part.Halved _ -> new LambdaBlock(DjlBlocks::halved);
            case Part.Sum s -> new ParallelBlock(DjlBlocks::sum, List.of(chain(s.body()), chain(s.shortcut())));
            case Part.Branches b ->
                new ParallelBlock(
                        DjlBlocks::joined,
                        b.branches().stream().map(DjlBlocks::chain).toList());
            case Part.Transposed _ -> throw new UnsupportedOperationException("no contest needs it");
        };
    }

    private static Shape square(long side) {
        return new Shape(side, side);
    }

    private static NDList sum(List<NDList> both) {
        return new NDList(both.get(0).singletonOrThrow().add(both.get(1).singletonOrThrow()));
    }

    private static NDList joined(List<NDList> all) {
        NDList list = new NDList();
        all.forEach(list::addAll);
        return new NDList(NDArrays.concat(list, 1));
    }

    private static NDList halved(NDList list) {
        NDArray x = list.singletonOrThrow().get(new NDIndex(":, :, ::2, ::2"));
        Shape shape = x.getShape();
        NDArray zeros = x.getManager().zeros(new Shape(shape.get(0), shape.get(1) / 2, shape.get(2), shape.get(3)));
        return new NDList(NDArrays.concat(new NDList(zeros, x, zeros), 1));
    }
}
