package fovea.bench.dl4j;

import fovea.bench.Classification;
import fovea.bench.Contestant;
import fovea.bench.Net;
import fovea.bench.Part;
import fovea.bench.Update;
import fovea.bench.Weight;
import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** {@link Classification} by linear layers in Deeplearning4j; the softmax is part of its last layer, and labels are one-hot. */
final class NetworkStep implements Contestant.Training {
    private final MultiLayerNetwork network;
    private final INDArray images;
    private final INDArray answers;

    NetworkStep(Classification work) {
        Net net = work.net();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(updater(work.update()))
                .list();
        List<Part.Dense> dense = net.parts().stream()
                .filter(Part.Dense.class::isInstance)
                .map(Part.Dense.class::cast)
                .toList();
        for (Part.Dense each : dense.subList(0, dense.size() - 1)) {
            layers.layer(new DenseLayer.Builder()
                    .nOut(each.out())
                    .activation(Activation.RELU)
                    .build());
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(dense.getLast().out())
                .activation(Activation.SOFTMAX)
                .build());
        int pixels = net.in().elements();
        network = new MultiLayerNetwork(
                layers.setInputType(InputType.feedForward(pixels)).build());
        network.init();
        fill(net.weights().iterator(), dense.size());
        images = Nd4j.create(work.pixels(), new long[] {work.batch(), pixels}, 'c');
        answers = Nd4j.create(oneHot(work.labels(), work.classes()), new long[] {work.batch(), work.classes()}, 'c');
    }

    private static IUpdater updater(Update update) {
        return switch (update) {
            case Update.Descent descent -> new Sgd(descent.rate());
            case Update.Adam adam -> new Adam(adam.rate(), adam.beta1(), Update.Adam.BETA2, Update.Adam.EPSILON);
        };
    }

    /** Its matrices are {@code [in, out]}. */
    private void fill(Iterator<Weight> weights, int layers) {
        for (int i = 0; i < layers; i++) {
            Weight weight = weights.next();
            long[] shape = {weight.shape().get(0), weight.shape().get(1)};
            network.setParam(i + "_W", Nd4j.create(weight.values(), shape, 'c').transpose());
            network.setParam(i + "_b", Nd4j.create(weights.next().values(), new long[] {1, shape[0]}, 'c'));
        }
    }

    private static float[] oneHot(int[] labels, int classes) {
        float[] rows = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            rows[i * classes + labels[i]] = 1;
        }
        return rows;
    }

    @Override
    public float loss() {
        network.fit(images, answers);
        return (float) network.score();
    }
}
