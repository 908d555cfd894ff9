package fovea.cli;

import fovea.data.Image;
import fovea.device.Buffer;
import fovea.device.DeviceTensor;
import fovea.device.Layout;
import fovea.device.Region;
import fovea.graph.Inference;
import fovea.tensor.Spec;
import fovea.train.metric.Logits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A model that is ready to say what pictures show. */
record Predictor(Inference model, Recognizer recognizer) {

    static Predictor of(Recognizer recognizer) {
        return new Predictor(recognizer.layer().compile(recognizer.batch()), recognizer);
    }

    List<String> classes() {
        return recognizer.classes();
    }

    /** The most probable classes of a picture, the likeliest first. */
    List<Logits.Guess> guess(Image picture, int most) {
        float[] pixels = recognizer.prepared(picture);
        Spec spec = Spec.f32(recognizer.batch());
        float[] logits = Region.run(() -> {
            DeviceTensor x =
                    DeviceTensor.over(Buffer.lasting(spec.bytes(), "picture"), spec, Layout.channelsLast(spec.shape()));
            MemorySegment.copy(pixels, 0, x.segment(), ValueLayout.JAVA_FLOAT, 0, pixels.length);
            return model.forward(x).toArray();
        });
        return new Logits(logits, classes().size()).top(0, most);
    }
}
