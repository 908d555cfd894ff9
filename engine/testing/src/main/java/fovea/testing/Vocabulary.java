package fovea.testing;

import fovea.tensor.CustomOp;
import fovea.tensor.Op;
import java.util.List;
import java.util.stream.Stream;

/** The classes of a sealed family of ops. */
public final class Vocabulary {
    private Vocabulary() {}

    /** Every class of op there is; {@link CustomOp}, which others bring, aside. */
    public static List<Class<?>> all() {
        return classes(Op.class).toList();
    }

    private static Stream<Class<?>> classes(Class<?> family) {
        if (family.equals(CustomOp.class)) {
            return Stream.of();
        }
        return family.isSealed()
                ? Stream.of(family.getPermittedSubclasses())
                        .flatMap(Vocabulary::classes)
                        .distinct()
                : Stream.of(family);
    }

    /** One op of each class of {@code family} that has no settings. */
    static <T extends Op> List<T> plain(Class<T> family) {
        return classes(family)
                .filter(c -> c.isRecord() && c.getRecordComponents().length == 0)
                .map(c -> family.cast(made(c)))
                .toList();
    }

    private static Object made(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }
}
