import module fovea.train;

/**
 * Trains a small convolutional net on pictures of shapes, with the loop that trains all nets.
 *
 * <p>Lecture 5, part 10. About 4 s.
 */
void main() {
    // Convolution, normalization, ReLU, three times, smaller maps each time; then a linear layer. In place of the scenes, DataSets.open("cifar10", ...) fits.
    var random = new SplittableRandom(1);
    var scenes = Scenes.dataSet(1, 2000, 300, 32);
    var net = Sequential.of(
            Conv2dLayer.unbiased(3, 16, Window.of(5, 5).withStride(2).withPadding(2), random), BatchNormLayer.of(16),
            Tensor::relu,
            Conv2dLayer.unbiased(16, 32, Window.of(3, 3).withPadding(1), random), BatchNormLayer.of(32), Tensor::relu,
            MaxPoolLayer.of(2),
            Conv2dLayer.unbiased(32, 32, Window.of(3, 3).withPadding(1), random), BatchNormLayer.of(32), Tensor::relu,
            MaxPoolLayer.of(2),
            new Flatten(), Linear.of(32 * 4 * 4, 10, random));
    var summary = Summary.of(net, Shape.of(1, 3, 32, 32));
    IO.println("%,d parameters, %,d multiply-adds a picture".formatted(summary.parameters(), summary.multiplyAdds()));

    var train = new Loader(scenes.train(), scenes.normalization(), LoaderOptions.training(50, 1));
    var test = new Loader(scenes.test(), scenes.normalization(), LoaderOptions.evaluation(150));
    var trainer = new Trainer(net, Sgd.of(net, 0.9, 5e-4).withNesterov(), Schedule.oneCycle(0.05), Loss::crossEntropy,
            List.of(event -> {
                if (event instanceof TrainEvent.EpochDone done) {
                    IO.println("epoch %d  loss %.3f  training %.1f %%  test %.1f %%".formatted(
                            done.at().epoch(), done.trained().loss(), 100 * done.trained().accuracy(),
                            100 * done.held().accuracy()));
                }
            }));
    trainer.fit(train, test, 6, Position.START);
    IO.println("guessing gives 10 %, and a linear classifier hardly more");
}
