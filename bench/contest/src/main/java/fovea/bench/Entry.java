package fovea.bench;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How to start one contestant.
 *
 * @param name what it is called in results
 * @param module the folder under {@code bench/} that holds its class path
 * @param main the class whose {@code main} serves it; it is given the workload's name, its precision, then {@code arguments}
 * @param arguments which variant of it to run
 * @param jvmOptions options of its JVM
 * @param environment variables of its process, on top of an environment cleared of all that steers natives; {@code @cores@}
 *     stands for the number of processors and {@code @module@} for the folder of {@code module}
 * @param offers which workloads it takes part in
 * @param note the settings in words
 */
record Entry(
        String name,
        String module,
        String main,
        List<String> arguments,
        List<String> jvmOptions,
        Map<String, String> environment,
        Predicate<Workload> offers,
        String note) {}
