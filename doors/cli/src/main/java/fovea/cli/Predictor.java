package fovea.cli;

import fovea.data.Image;
import fovea.device.Buffer;
import fovea.device.DeviceTensor;
import fovea.device.Layout;
import fovea.device.Region;
import fovea.graph.Inference;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.tensor.Spec;
import fovea.train.metric.Logits;
import fovea.zoo.Architectures;
import fovea.zoo.ImageNet;
import fovea.zoo.Preprocessing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A model that is ready to say what pictures show.
 *
 * @param image {@code [C, H, W]}
 * @param prepared the numbers it is given for a picture, {@code [H, W, C]}
 * @param about what a person should know of how it was made ready
 */
record Predictor(Inference model, List<String> classes, Shape image, Function<Image, float[]> prepared, String about) {

    /** The model of a run of {@code fovea train}, with its weights in it. */
    static Predictor of(RunConfig config, Layer model) {
        Shape image = config.image();
        return new Predictor(
                model.compile(batch(image)),
                config.classes(),
                image,
                picture -> config.normalization()
                        .apply(picture.cover(image.size(1), image.size(2)).toChannels(image.size(0))),
                "");
    }

    /** A network by its name, with weights out of a file. */
    static Predictor of(String name, fovea.zoo.Weights weights) {
        int classes = weights.classes()
                .orElseThrow(() -> new CommandException(
                        weights.file() + " does not tell for how many classes it is: its last layer has no known name",
                        "give weights of one of " + String.join(", ", Architectures.names())));
        Layer model = Architectures.of(name, classes, 0, new SplittableRandom(1));
        weights.into(model);
        Preprocessing usual = Architectures.preprocessing(name);
        Preprocessing preprocessing = weights.preprocessing(usual).orElse(usual);
        List<String> names = classes == ImageNet.classes().size()
                ? ImageNet.classes()
                : IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
        Shape image = Shape.of(3, preprocessing.crop(), preprocessing.crop());
        return new Predictor(model.compile(batch(image)), names, image, preprocessing::apply, preprocessing.toString());
    }

    private static Shape batch(Shape image) {
        return Shape.of(1, image.size(0), image.size(1), image.size(2));
    }

    /** The most probable classes of a picture, the likeliest first. */
    List<Logits.Guess> guess(Image picture, int most) {
        float[] pixels = prepared.apply(picture);
        Spec spec = Spec.f32(batch(image));
        float[] logits = Region.run(() -> {
            DeviceTensor x =
                    DeviceTensor.over(Buffer.lasting(spec.bytes(), "picture"), spec, Layout.channelsLast(spec.shape()));
            MemorySegment.copy(pixels, 0, x.segment(), ValueLayout.JAVA_FLOAT, 0, pixels.length);
            return model.forward(x).toArray();
        });
        return new Logits(logits, classes.size()).top(0, most);
    }
}
