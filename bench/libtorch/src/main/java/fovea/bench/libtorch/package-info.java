/** libtorch as a contestant, through the bytedeco presets. */
@NullMarked
package fovea.bench.libtorch;

import org.jspecify.annotations.NullMarked;
