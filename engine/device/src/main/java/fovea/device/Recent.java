package fovea.device;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A cache that forgets what was not asked for lately, so that a program whose shapes never come again does not fill memory with kernels.
 * Two generations: what is found in the old one moves to the young one; when that is full it becomes the old one, and what was left there is
 * let go. So at least the last {@code size} different keys are known, and at most twice as many.
 */
final class Recent<K, V> {
    private final int size;
    private volatile Map<K, V> young = new ConcurrentHashMap<>();
    private volatile Map<K, V> old = new ConcurrentHashMap<>();

    Recent(int size) {
        this.size = size;
    }

    @Nullable
    V get(K key) {
        V found = young.get(key);
        return found != null ? found : old.isEmpty() ? null : promoted(key);
    }

    /** The value of {@code key}; made where it is not known, by one thread while others that want one wait. */
    V get(K key, Function<K, V> make) {
        V found = get(key);
        return found != null ? found : added(key, make);
    }

    private @Nullable V promoted(K key) {
        V found = old.get(key);
        return found == null ? null : added(key, k -> found);
    }

    private V added(K key, Function<K, V> make) {
        V value = young.computeIfAbsent(key, make);
        if (young.size() > size) {
            turn();
        }
        return value;
    }

    private synchronized void turn() {
        if (young.size() > size) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }

    /** How many keys are known, those in both generations twice. */
    int known() {
        return young.size() + old.size();
    }
}
