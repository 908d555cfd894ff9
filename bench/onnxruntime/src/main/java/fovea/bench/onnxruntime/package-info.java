/** Exported models in ONNX Runtime. */
@NullMarked
package fovea.bench.onnxruntime;

import org.jspecify.annotations.NullMarked;
