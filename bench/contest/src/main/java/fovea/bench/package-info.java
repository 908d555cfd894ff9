/**
 * Contests: the same work given to Fovea and to its peers, each in a JVM of its own, in turns, on one machine in one run.
 *
 * <p>{@link fovea.bench.Main} is the driver. {@link fovea.bench.Workload} says what is computed, {@link
 * fovea.bench.Contestant} is what a peer writes one class for, and {@link fovea.bench.Roster} lists who takes part.
 */
@NullMarked
package fovea.bench;

import org.jspecify.annotations.NullMarked;
