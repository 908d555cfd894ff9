package fovea.device;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lifetime: every tensor made while a region's lambda runs is given back when it ends, except those it returns. Users never close
 * anything. Threads that share a region, as those of a structured task scope do, may all make tensors in it; when it ends it waits for the
 * kernel that runs.
 */
public final class Region {
    private static final ScopedValue<Region> CURRENT = ScopedValue.newInstance();

    private static final Set<Region> OPEN = ConcurrentHashMap.newKeySet();

    private final List<Buffer> made = new ArrayList<>();
    private final @Nullable Region outer;
    private final Thread thread = Thread.currentThread();

    private Region(@Nullable Region outer) {
        this.outer = outer;
    }

    /** Those that have not ended. */
    static List<Region> open() {
        return List.copyOf(OPEN);
    }

    static @Nullable Region current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /**
     * Runs {@code work}. Tensors in what it returns (itself, or inside records, collections, maps, optionals and arrays) go to the region around
     * this one, or live as long as they are held.
     */
    public static <T> T run(Supplier<T> work) {
        Region region = new Region(current());
        OPEN.add(region);
        Set<Buffer> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        try {
            T result = ScopedValue.where(CURRENT, region).call(work::get);
            find(result, kept);
            return result;
        } finally {
            OPEN.remove(region);
            Hold.release(region.end(kept));
        }
    }

    /** As {@link #run(Supplier)}, returning nothing. */
    public static void run(Runnable work) {
        run(() -> {
            work.run();
            return List.of();
        });
    }

    synchronized void adopt(Buffer buffer) {
        made.add(buffer);
    }

    /** Who holds memory in it. */
    synchronized List<Hold> holds() {
        return made.stream().map(Buffer::hold).toList();
    }

    /** Sorts what was made into what is over and what goes on; whoever reports on memory sees it before or after. */
    private synchronized List<Hold> end(Set<Buffer> kept) {
        List<Hold> over = new ArrayList<>(made.size());
        for (Buffer buffer : made) {
            if (!kept.contains(buffer)) {
                over.add(buffer.hold());
            } else if (outer != null) {
                outer.adopt(buffer);
            } else {
                buffer.outlive();
            }
        }
        made.clear();
        return over;
    }

    /** Such as {@code region 2 on main}: one inside another. */
    @Override
    public String toString() {
        int depth = 1;
        for (Region r = outer; r != null; r = r.outer) {
            depth++;
        }
        return "region " + depth + " on " + (thread.getName().isEmpty() ? thread.toString() : thread.getName());
    }

    private static void find(@Nullable Object result, Set<Buffer> kept) {
        switch (result) {
            case DeviceTensor tensor -> kept.add(tensor.buffer());
            case Object[] many -> Arrays.asList(many).forEach(r -> find(r, kept));
            case Optional<?> maybe -> maybe.ifPresent(r -> find(r, kept));
            case Collection<?> many -> many.forEach(r -> find(r, kept));
            case Map<?, ?> map -> map.values().forEach(r -> find(r, kept));
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    if (!component.getType().isPrimitive()) {
                        find(read(component, record), kept);
                    }
                }
            }
            case null, default -> {}
        }
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalStateException(
                    "cannot look for tensors inside " + record.getClass().getName() + System.lineSeparator()
                            + "  open its package to fovea.device",
                    e);
        }
    }
}
