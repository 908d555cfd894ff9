package fovea.nn.recurrent;

import fovea.tensor.Tensor;

/** What a plain recurrent layer applies to its sum. */
public enum Nonlinearity {
    TANH {
        @Override
        Tensor of(Tensor x) {
            return x.tanh();
        }
    },
    RELU {
        @Override
        Tensor of(Tensor x) {
            return x.relu();
        }
    };

    abstract Tensor of(Tensor x);
}
