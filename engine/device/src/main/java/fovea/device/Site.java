package fovea.device;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The line of a program that made a tensor. To find it costs about a microsecond, so it is looked for only with {@code
 * -Dfovea.sites=true}.
 */
final class Site {
    private static final boolean ON = Boolean.getBoolean("fovea.sites");

    /** Whose lines say nothing: they make tensors for others. */
    private static final Set<String> ENGINE =
            Set.of("fovea.tensor", "fovea.device", "fovea.reference", "fovea.onednn", "fovea.autograd", "fovea.graph");

    private Site() {}

    /** The innermost line outside the engine and the JDK, such as {@code Foo.java:12}; null where it is not looked for. */
    static @Nullable String here() {
        return ON
                ? StackWalker.getInstance()
                        .walk(frames -> frames.filter(Site::tells)
                                .findFirst()
                                .map(f -> f.getFileName() + ":" + f.getLineNumber())
                                .orElse(null))
                : null;
    }

    private static boolean tells(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return !name.startsWith("java.") && !ENGINE.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
    }

    /** What to add to a message about a tensor of unknown site. */
    static String hint() {
        return ON ? "" : System.lineSeparator() + "  -Dfovea.sites=true says on which line it was made";
    }
}
