package fovea.format;

import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * What the header of a safetensors file says: where each array lies, and the metadata, both in the header's order.
 *
 * <p>Keys of an entry other than the three known ones are passed over, as the format's own reader does.
 */
record SafetensorsHeader(SequencedMap<String, Entry> entries, SequencedMap<String, String> metadata) {
    static final String METADATA = "__metadata__";
    static final String DTYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";

    /** Characters that {@link Safetensors#write} allows in a name. */
    static final int MAX_NAME = 10_000;

    /** Without its table of names seen before: the names of a hostile file would stay in it. */
    static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(10 * MAX_NAME) // room for escapes
                    .maxStringLength((int) Safetensors.MAX_HEADER_BYTES)
                    .build())
            .build();

    /** One array: its bytes are {@code begin} to {@code end} (exclusive), counted from the end of the header. */
    static final class Entry {
        final ElementType type;
        final long[] shape;
        final long begin;
        final long end;

        Entry(ElementType type, long[] shape, long begin, long end) {
            this.type = type;
            this.shape = shape;
            this.begin = begin;
            this.end = end;
        }
    }

    /**
     * Reads a header and checks it against the file.
     *
     * @param dataBytes bytes of the file after the header
     */
    static SafetensorsHeader parse(Path file, CharBuffer text, long dataBytes) {
        try (JsonParser json =
                JSON.createParser(ObjectReadContext.empty(), text.array(), text.arrayOffset(), text.length())) {
            SafetensorsHeader header = new SafetensorsParser(file, json).header();
            header.checkLayout(file, dataBytes);
            return header;
        } catch (JacksonException e) {
            throw bad(file, "its header is not valid JSON: " + e.getOriginalMessage());
        }
    }

    /** A name for a message: a hostile one may be megabytes long. */
    static String quoted(String name) {
        return name.length() <= 80 ? "'" + name + "'" : "'" + name.substring(0, 80) + "…'";
    }

    static FormatException bad(Path file, String what) {
        return new FormatException(file, what, "the file is damaged or no safetensors file: fetch or save it again");
    }

    /** The arrays must fill the data from its first byte to its last, without gap or overlap. */
    private void checkLayout(Path file, long dataBytes) {
        List<String> names = new ArrayList<>(entries.keySet());
        names.sort(Comparator.comparingLong((String name) -> entry(name).begin)
                .thenComparingLong(name -> entry(name).end));
        long at = 0;
        for (String name : names) {
            Entry entry = entry(name);
            if (entry.begin != at) {
                String what = entry.begin < at ? "overlaps the array before it" : "leaves a hole before it";
                throw bad(
                        file,
                        "%s %s: it begins at byte %d of the data, expected %d"
                                .formatted(quoted(name), what, entry.begin, at));
            }
            if (entry.end > dataBytes) {
                throw bad(
                        file,
                        "%s ends at byte %d of the data: found only %d bytes"
                                .formatted(quoted(name), entry.end, dataBytes));
            }
            at = entry.end;
        }
        if (at != dataBytes) {
            throw bad(file, "its arrays take %d bytes: found %d after the header".formatted(at, dataBytes));
        }
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no entry named " + name);
        }
        return entry;
    }
}
