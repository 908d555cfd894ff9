package fovea.format.torch;

import fovea.format.torch.Value.Dict;
import fovea.format.torch.Value.Items;
import fovea.format.torch.Value.None;
import fovea.format.torch.Value.Text;
import fovea.format.torch.Value.Tuple;
import fovea.format.torch.Value.Whole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Python's pickle machine without Python: a stack, a memo and the opcodes of protocols 0 to 5, which here make nothing
 * but the {@link Value}s. A name that is not in {@link Known} ends the reading before anything is done with it.
 *
 * <p>Nothing it does calls itself, and what it makes is counted, so that neither depth nor repetition costs more than
 * the pickle is long.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools, the opcodes' definition</a>
 */
final class Unpickler {
    /** Values, marks and memos that one file may make; each takes at most some 100 bytes. */
    private static final int MAX_MADE = 3_000_000;

    private static final int NEWEST_PROTOCOL = 5;

    private final PickleBytes in;
    private final Function<Value, Value> persistent;
    private final List<Value> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Value> memo = new HashMap<>();
    private final Rebuild rebuild = new Rebuild(this::count);
    private int made;
    private boolean hasStopped;

    /**
     * A machine for one pickle.
     *
     * @param persistent what an item that is kept outside the pickle stands for
     */
    Unpickler(PickleBytes in, Function<Value, Value> persistent) {
        this.in = in;
        this.persistent = persistent;
    }

    /** Reads up to the pickle's end. */
    Value load() {
        while (!hasStopped) {
            step(in.u8());
        }
        return pop();
    }

    private void step(int opcode) {
        switch (opcode) {
            case '.' -> hasStopped = true;
            case 0x80 -> protocol(in.u8());
            case 0x95 -> in.need(in.i64());
            case '(' -> mark();
            case '0' -> popOrMark();
            case '1' -> cut();
            case '2' -> push(top());
            case 'N' -> push(None.NONE);
            case 0x88 -> push(new Value.Truth(true));
            case 0x89 -> push(new Value.Truth(false));
            case 'I', 'L', 'J', 'K', 'M', 0x8a, 0x8b, 'F', 'G' -> push(number(opcode));
            case 'S', 'T', 'U', 'V', 'X', 0x8c, 0x8d -> push(text(opcode));
            case 'B', 'C', 0x8e, 0x96 -> push(bytes(opcode));
            case 'p', 'q', 'r', 0x94, 'g', 'h', 'j' -> memo(opcode);
            case ')', 't', 0x85, 0x86, 0x87 -> push(tuple(opcode));
            case ']', 'l', 'a', 'e' -> list(opcode);
            case '}', 'd', 's', 'u' -> dict(opcode);
            case 0x8f, 0x90, 0x91 -> set(opcode);
            case 'c', 0x93, 'i', 'o', 'R', 0x81, 0x92 -> named(opcode);
            case 'b' -> build();
            case 'Q' -> push(persistent.apply(pop()));
            default -> throw refused(opcode);
        }
    }

    private void protocol(int version) {
        if (version > NEWEST_PROTOCOL) {
            throw new PickleException("is of protocol %d: expected at most %d".formatted(version, NEWEST_PROTOCOL));
        }
    }

    private PickleException refused(int opcode) {
        String what = switch (opcode) {
            case 'P' -> "refers to something kept elsewhere by a line of text";
            case 0x82, 0x83, 0x84 -> "asks for a name of Python's extension registry, which may be code";
            case 0x97, 0x98 -> "refers to a buffer that is kept elsewhere";
            default -> "has the byte %02X at %d, which is no opcode".formatted(opcode, in.at() - 1);
        };
        return new PickleException(what);
    }

    private Value number(int opcode) {
        return switch (opcode) {
            case 'I' -> oldNumber(in.line());
            case 'L' -> PickleBytes.decimal(in.line());
            case 'J' -> new Whole(in.i32());
            case 'K' -> new Whole(in.u8());
            case 'M' -> new Whole(in.u16());
            case 0x8a -> in.whole(in.u8());
            case 0x8b -> in.whole(in.i32());
            case 'F' -> PickleBytes.real(in.line());
            default -> new Value.Real(in.f64());
        };
    }

    /** Protocol 0 wrote truths as numbers with two digits. */
    private static Value oldNumber(String line) {
        return switch (line) {
            case "00" -> new Value.Truth(false);
            case "01" -> new Value.Truth(true);
            default -> PickleBytes.decimal(line);
        };
    }

    private Text text(int opcode) {
        return switch (opcode) {
            case 'S' -> new Text(unquoted(in.line()));
            case 'V' -> new Text(unescaped(in.line()));
            case 'U', 0x8c -> in.text(in.u8());
            case 'T' -> in.text(in.i32());
            case 'X' -> in.text(in.u32());
            default -> in.text(in.i64());
        };
    }

    private static String unquoted(String line) {
        int last = line.length() - 1;
        boolean isQuoted = last > 0 && "'\"".indexOf(line.charAt(0)) >= 0 && line.charAt(last) == line.charAt(0);
        if (!isQuoted) {
            throw new PickleException("has text without quotes where they belong");
        }
        return unescaped(line.substring(1, last));
    }

    private static String unescaped(String line) {
        if (line.indexOf('\\') >= 0 || line.chars().anyMatch(c -> c > 127)) {
            throw new PickleException("has text with escapes of protocol 0, which are not read");
        }
        return line;
    }

    private Value bytes(int opcode) {
        long n = switch (opcode) {
            case 'C' -> in.u8();
            case 'B' -> in.u32();
            default -> in.i64();
        };
        in.skip(n);
        return new Value.Passed("bytes");
    }

    private void memo(int opcode) {
        switch (opcode) {
            case 'p' -> remember(index(in.line()));
            case 'q' -> remember(in.u8());
            case 'r' -> remember(in.i32());
            case 0x94 -> remember(memo.size());
            case 'g' -> push(recall(index(in.line())));
            case 'h' -> push(recall(in.u8()));
            default -> push(recall(in.i32()));
        }
    }

    private static int index(String line) {
        if (PickleBytes.decimal(line) instanceof Whole(long index) && index == (int) index) {
            return (int) index;
        }
        throw new PickleException("has the memo number '%s'".formatted(PickleBytes.shortened(line)));
    }

    private void remember(int index) {
        count(1);
        memo.put(index, top());
    }

    private Value recall(int index) {
        Value value = memo.get(index);
        if (value == null) {
            throw new PickleException("refers to memo %d, which is not there".formatted(index));
        }
        return value;
    }

    private Tuple tuple(int opcode) {
        List<Value> items = switch (opcode) {
            case ')' -> List.of();
            case 't' -> cut();
            default -> last(opcode - 0x84);
        };
        return new Tuple(items);
    }

    private void list(int opcode) {
        switch (opcode) {
            case ']' -> push(new Items());
            case 'l' -> {
                Items list = new Items();
                list.items.addAll(cut());
                push(list);
            }
            case 'a' -> append(last(1));
            default -> append(cut());
        }
    }

    private void append(List<Value> items) {
        if (!(top() instanceof Items list)) {
            throw new PickleException("appends to %s".formatted(top().kind()));
        }
        list.items.addAll(items);
    }

    private void dict(int opcode) {
        switch (opcode) {
            case '}' -> push(new Dict());
            case 'd' -> {
                List<Value> items = cut();
                push(new Dict());
                put(items);
            }
            case 's' -> put(last(2));
            default -> put(cut());
        }
    }

    private void put(List<Value> items) {
        if (!(top() instanceof Dict dict)) {
            throw new PickleException("sets an item of %s".formatted(top().kind()));
        }
        if (items.size() % 2 != 0) {
            throw new PickleException("has a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(items.get(i), items.get(i + 1));
            count(1);
        }
    }

    private void set(int opcode) {
        switch (opcode) {
            case 0x8f -> push(new Value.Elements());
            case 0x91 -> push(rebuild.call(new Value.Function(Known.FROZENSET), List.of(new Tuple(cut()))));
            default -> {
                List<Value> items = cut();
                if (!(top() instanceof Value.Elements)) {
                    throw new PickleException("adds elements to %s".formatted(top().kind()));
                }
                rebuild.call(new Value.Function(Known.SET), List.of(new Tuple(items)));
            }
        }
    }

    private void named(int opcode) {
        switch (opcode) {
            case 'c' -> push(Known.named(in.line(), in.line()));
            case 0x93 -> {
                List<Value> both = last(2);
                if (!(both.getFirst() instanceof Text(String module))
                        || !(both.getLast() instanceof Text(String name))) {
                    throw new PickleException("asks for a name that is no text");
                }
                push(Known.named(module, name));
            }
            case 'i' -> push(rebuild.call(Known.named(in.line(), in.line()), cut()));
            case 'o' -> {
                List<Value> items = cut();
                if (items.isEmpty()) {
                    throw new PickleException("makes an object of nothing");
                }
                push(rebuild.call(items.getFirst(), items.subList(1, items.size())));
            }
            case 0x92 -> {
                List<Value> three = last(3);
                if (!(three.getLast() instanceof Dict options) || options.size() > 0) {
                    throw new PickleException("calls %s with named arguments"
                            .formatted(three.getFirst().kind()));
                }
                push(call(three.getFirst(), three.get(1)));
            }
            default -> {
                List<Value> both = last(2);
                push(call(both.getFirst(), both.getLast()));
            }
        }
    }

    private Value call(Value function, Value args) {
        if (!(args instanceof Tuple(List<Value> items))) {
            throw new PickleException("calls %s with %s: expected a tuple".formatted(function.kind(), args.kind()));
        }
        return rebuild.call(function, items);
    }

    /** Ordered dictionaries of PyTorch have attributes, such as the versions of the layers; nobody needs them here. */
    private void build() {
        Value state = pop();
        if (!(top() instanceof Dict) || !(state instanceof Dict)) {
            throw new PickleException("sets the state of %s".formatted(top().kind()));
        }
    }

    private void push(Value value) {
        count(1);
        stack.add(value);
    }

    private Value top() {
        if (stack.size() <= floor()) {
            throw new PickleException("takes more from its stack than it put there, at byte " + in.at());
        }
        return stack.getLast();
    }

    private Value pop() {
        Value top = top();
        stack.removeLast();
        return top;
    }

    private void popOrMark() {
        if (stack.size() > floor()) {
            pop();
        } else {
            cut();
        }
    }

    private void mark() {
        count(1);
        marks.add(stack.size());
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    /** Takes what stands above the last mark, and the mark. */
    private List<Value> cut() {
        if (marks.isEmpty()) {
            throw new PickleException("has no mark where one is needed, at byte " + in.at());
        }
        int from = marks.removeLast();
        return take(from);
    }

    private List<Value> last(int n) {
        if (stack.size() - floor() < n) {
            throw new PickleException("takes more from its stack than it put there, at byte " + in.at());
        }
        return take(stack.size() - n);
    }

    private List<Value> take(int from) {
        List<Value> above = stack.subList(from, stack.size());
        List<Value> taken = List.copyOf(above);
        above.clear();
        return taken;
    }

    private void count(int more) {
        made += more; // at most the 3 million of one list beyond the bound
        if (made > MAX_MADE) {
            throw new PickleException("makes more than %d values".formatted(MAX_MADE));
        }
    }
}
