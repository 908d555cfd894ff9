package fovea.classic.linear;

import fovea.tensor.OneHot;
import fovea.tensor.Tensor;

/** Targets of each class against all others. */
final class Signs {
    private Signs() {}

    /** 1 at the label, −1 elsewhere; like {@code x [N, C]}. */
    static Tensor of(Tensor x, Tensor labels) {
        return new OneHot(x.shape().size(1), x.dtype()).apply(labels).mul(2).sub(1);
    }
}
