"""Makes the files beside it: what Keras 3 writes of a small model, and the model's answer to one input.

KERAS_BACKEND=numpy python make.py FOLDER
"""
import json, sys, pathlib
import numpy as np, keras
from keras import layers

folder = pathlib.Path(sys.argv[1])
keras.utils.set_random_seed(3)
rng = np.random.default_rng(3)

model = keras.Sequential([
    keras.Input((6, 6, 2)),
    layers.Conv2D(3, 3, padding="same", name="first"),
    layers.BatchNormalization(epsilon=1e-5, name="norm"),
    layers.ReLU(),
    layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same", name="deep"),
    layers.Conv2D(4, (3, 2), use_bias=False),
    layers.BatchNormalization(epsilon=1e-5, scale=False),
    layers.Dropout(0.5),
    layers.Flatten(),
    layers.Dense(5, name="last"),
])
model.set_weights([rng.uniform(0.5, 1.5, w.shape).astype("float32") if "variance" in v.path or "gamma" in v.path
                   else rng.uniform(-1, 1, w.shape).astype("float32") for v, w in zip(model.weights, model.get_weights())])
x = rng.uniform(-1, 1, (1, 6, 6, 2)).astype("float32")
y = np.asarray(model(x, training=False))
model.save(folder / "tiny.keras")
model.save(folder / "tiny.h5")
model.save_weights(folder / "tiny.weights.h5")
np.save(folder / "x.npy", x)
np.save(folder / "y.npy", y)
print([v.path for v in model.weights], y)
