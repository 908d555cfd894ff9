/** The Deep Java Library as a contestant, with its PyTorch engine. */
@NullMarked
package fovea.bench.djl;

import org.jspecify.annotations.NullMarked;
