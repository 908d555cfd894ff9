/** Deeplearning4j as a contestant. */
@NullMarked
package fovea.bench.dl4j;

import org.jspecify.annotations.NullMarked;
