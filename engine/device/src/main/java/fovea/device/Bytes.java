package fovea.device;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts of memory as people write them: {@code 512M}, {@code 2G}. */
final class Bytes {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12})([KMGT]?)", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGT";

    private Bytes() {}

    /** The number of bytes that {@code amount} says, K, M, G and T being powers of 1024 as in Java's own options; no limit if null. */
    static long parse(@Nullable String amount) {
        if (amount == null) {
            return Long.MAX_VALUE;
        }
        Matcher m = AMOUNT.matcher(amount.strip());
        if (!m.matches()) {
            throw new DeviceException(
                    "-Dfovea.memory=" + amount + " is no amount of memory", "write it as 512M or 2G, for example");
        }
        int power = m.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(m.group(2).toUpperCase(Locale.ROOT));
        return Math.multiplyExact(Long.parseLong(m.group(1)), 1L << (10 * power));
    }

    /** Exactly, with separators. */
    static String exact(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }
}
