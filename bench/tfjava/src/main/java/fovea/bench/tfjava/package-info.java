/** TensorFlow as a contestant, through TensorFlow-Java. */
@NullMarked
package fovea.bench.tfjava;

import org.jspecify.annotations.NullMarked;
