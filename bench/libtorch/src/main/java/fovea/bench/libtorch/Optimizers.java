package fovea.bench.libtorch;

import fovea.bench.Update;
import java.util.List;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** libtorch's own optimizers. */
final class Optimizers {
    private Optimizers() {}

    static Optimizer of(Update update, List<Tensor> parameters) {
        TensorVector all = new TensorVector(parameters.toArray(new Tensor[0]));
        return switch (update) {
            case Update.Descent descent -> new SGD(all, options(descent));
            case Update.Adam adam -> new Adam(all, options(adam));
        };
    }

    private static SGDOptions options(Update.Descent descent) {
        SGDOptions options = new SGDOptions(descent.rate());
        options.momentum().put(descent.momentum());
        options.weight_decay().put(descent.decay());
        return options;
    }

    /** The binding shows the pair of betas as it lies in memory, which is the last first. */
    private static AdamOptions options(Update.Adam adam) {
        AdamOptions options = new AdamOptions(adam.rate());
        options.betas().put(0, Update.Adam.BETA2);
        options.betas().put(1, adam.beta1());
        options.eps().put(Update.Adam.EPSILON);
        return options;
    }
}
