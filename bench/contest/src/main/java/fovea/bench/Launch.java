package fovea.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Starts JVMs of the contest, each with its own class path, and with no setting but its own. */
final class Launch {
    /** What a shell may have set that would steer natives or the JVM behind our back. */
    private static final Pattern STEERING = Pattern.compile(
            "(OMP|GOMP|KMP|MKL|OPENBLAS|BLAS|NVPL|MALLOC|DNNL|ONEDNN|TORCH|ATEN|LD|JDK_JAVA|JAVA_TOOL)_.*");

    private Launch() {}

    /**
     * Starts a main class.
     *
     * @param home the folder {@code bench/}
     * @param first what it is given before the entry's own arguments
     */
    static Process start(Entry entry, Path home, String... first) {
        Path module = home.resolve(entry.module());
        ProcessBuilder builder = new ProcessBuilder(command(entry, List.of(first), module));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> STEERING.matcher(name).matches());
        entry.environment().forEach((name, value) -> environment.put(name, expand(value, module)));
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> command(Entry entry, List<String> first, Path module) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(entry.jvmOptions());
        command.add("-cp");
        command.add(classPath(module));
        command.add(entry.main());
        command.addAll(first);
        command.addAll(entry.arguments());
        return command;
    }

    private static String classPath(Path module) {
        try {
            Path target = module.resolve("target");
            return target.resolve("classes") + ":"
                    + Files.readString(target.resolve("classpath.txt")).strip();
        } catch (IOException failure) {
            throw new ContestException(
                    "no class path for " + module + " (" + failure.getMessage() + ")", "build it: bench/run does");
        }
    }

    private static String expand(String value, Path module) {
        String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
        return value.replace("@cores@", cores).replace("@module@", module.toString());
    }
}
