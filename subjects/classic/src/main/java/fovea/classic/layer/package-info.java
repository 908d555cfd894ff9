/** Layers as one writes them to understand them: forward, and the way back by hand. Fast ones are in {@code fovea.nn}. */
@org.jspecify.annotations.NullMarked
package fovea.classic.layer;
