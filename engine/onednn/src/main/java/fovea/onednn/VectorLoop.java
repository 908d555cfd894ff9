package fovea.onednn;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the class that runs a {@link Chain} as one loop over memory, in vectors as wide as the processor's:
 *
 * <pre>  run:  for (i = 0; i + lanes ≤ n; i += lanes)  load the inputs, compute, store the outputs
 *  rest: the same once more, under a mask</pre>
 *
 * Inputs that are one number, and constants, are spread over a vector before the loop. Each class is hidden: it goes when its chain goes.
 *
 * <p>The rest is a method of its own, since the JIT's first compiler gives up on long ones ("out of virtual registers", JDK 25: a dozen
 * steps with an exponential and an error function were too many twice over), and what it gives up on may never come to the last compiler.
 */
final class VectorLoop {

    /** What is written: {@code at} holds the addresses of the inputs, then of the outputs. */
    interface Code {
        void run(long[] at, float[] constants, int n);
    }

    /** All native memory. A constant, so that the JIT knows its kind and bounds, whatever segments the operands are. */
    static final MemorySegment MEMORY = Link.memory();

    /** The bytes of a number as the processor has them. */
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** A number at any address. */
    static final ValueLayout.OfFloat NUMBER = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private static final ClassDesc SELF = desc(VectorLoop.class);
    private static final ClassDesc HALVES = desc(Halves.class);
    private static final ClassDesc SEGMENT = desc(MemorySegment.class);
    private static final ClassDesc BYTE_ORDER = desc(ByteOrder.class);
    private static final ClassDesc FLOAT_LAYOUT = desc(ValueLayout.OfFloat.class);

    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(CD_void, CD_long.arrayType(), CD_float.arrayType(), CD_int);
    private static final MethodTypeDesc REST = RUN.insertParameterTypes(3, CD_int);

    private static final int AT = 1;
    private static final int CONSTANTS = 2;
    private static final int N = 3;

    /** In {@code rest}, where it begins. */
    private static final int FROM = 4;

    private final Chain chain;
    private final CodeBuilder code;
    private final VectorCode vectors;
    private final int lanes;
    private final List<Integer> slots = new ArrayList<>();
    private final List<Integer> addresses = new ArrayList<>();
    private final int i;
    private final int mask;
    private final int halfMask;

    /** @param code the body of one of the methods */
    private VectorLoop(Chain chain, CodeBuilder code, int lanes) {
        this.chain = chain;
        this.code = code;
        this.vectors = new VectorCode(code);
        this.lanes = lanes;
        this.i = code.allocateLocal(TypeKind.INT);
        this.mask = code.allocateLocal(TypeKind.REFERENCE);
        this.halfMask = code.allocateLocal(TypeKind.REFERENCE);
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** The loop of a chain, for vectors of so many lanes. */
    static Code of(Chain chain, int lanes) {
        ClassDesc name = ClassDesc.of(VectorLoop.class.getPackageName(), "ChainLoop");
        byte[] bytes = ClassFile.of()
                .build(
                        name,
                        c -> c.withInterfaceSymbols(desc(Code.class))
                                .withMethodBody(
                                        INIT_NAME,
                                        MTD_void,
                                        ClassFile.ACC_PUBLIC,
                                        m -> m.aload(0)
                                                .invokespecial(CD_Object, INIT_NAME, MTD_void)
                                                .return_())
                                .withMethodBody(
                                        "run",
                                        RUN,
                                        ClassFile.ACC_PUBLIC,
                                        m -> new VectorLoop(chain, m, lanes).run(name))
                                .withMethodBody(
                                        "rest",
                                        REST,
                                        ClassFile.ACC_PRIVATE,
                                        m -> new VectorLoop(chain, m, lanes).rest()));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (Code) lookup.lookupClass().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no loop for " + chain, e);
        }
    }

    private void run(ClassDesc self) {
        prologue();
        code.loadConstant(0).istore(i);
        Label rest = code.newLabel();
        Label end = code.newLabel();
        Label next = code.newBoundLabel();
        code.iload(i).iload(N).loadConstant(lanes).isub().if_icmpgt(rest);
        body(false);
        code.iinc(i, lanes).goto_(next);
        code.labelBinding(rest).iload(i).iload(N).if_icmpge(end);
        code.aload(0).aload(AT).aload(CONSTANTS).iload(N).iload(i).invokevirtual(self, "rest", REST);
        code.labelBinding(end).return_();
    }

    private void rest() {
        prologue();
        code.iload(FROM).istore(i);
        vectors.species();
        inRange(mask);
        if (chain.half().contains(true)) {
            vectors.halfSpecies(lanes);
            inRange(halfMask);
        }
        body(true);
        code.return_();
    }

    /** The species is on the stack. */
    private void inRange(int slot) {
        code.iload(i)
                .iload(N)
                .invokeinterface(VectorCode.SPECIES, "indexInRange", MethodTypeDesc.of(VectorCode.MASK, CD_int, CD_int))
                .astore(slot);
    }

    /** Where the operands lie, and slots for the inputs and constants; those that stay the same are filled. */
    private void prologue() {
        for (int k = 0; k < chain.single().size() + chain.outputs().size(); k++) {
            addresses.add(code.allocateLocal(TypeKind.LONG));
            code.aload(AT).loadConstant(k).laload().lstore(addresses.get(k));
        }
        for (int k = 0; k < chain.single().size(); k++) {
            slots.add(code.allocateLocal(TypeKind.REFERENCE));
            if (chain.single().get(k)) {
                vectors.species();
                number(k);
                vectors.broadcastFloat();
                code.astore(slots.get(k));
            }
        }
        for (int k = 0; k < chain.constants(); k++) {
            slots.add(code.allocateLocal(TypeKind.REFERENCE));
            vectors.species().aload(CONSTANTS).loadConstant(k).faload();
            vectors.broadcastFloat();
            code.astore(slots.getLast());
        }
    }

    private void number(int operand) {
        if (chain.half().get(operand)) {
            code.lload(addresses.get(operand)).invokestatic(HALVES, "number", MethodTypeDesc.of(CD_float, CD_long));
            return;
        }
        code.getstatic(SELF, "MEMORY", SEGMENT)
                .getstatic(SELF, "NUMBER", FLOAT_LAYOUT)
                .lload(addresses.get(operand))
                .invokeinterface(SEGMENT, "get", MethodTypeDesc.of(CD_float, FLOAT_LAYOUT, CD_long));
    }

    private void body(boolean masked) {
        List<Integer> values = new ArrayList<>(slots);
        for (int k = 0; k < chain.single().size(); k++) {
            if (!chain.single().get(k)) {
                load(k, masked);
                code.astore(values.get(k));
            }
        }
        for (Chain.Call call : chain.calls()) {
            vectors.call(
                    call.function(), call.arguments().stream().map(values::get).toList());
            values.add(code.allocateLocal(TypeKind.REFERENCE));
            code.astore(values.getLast());
        }
        for (int k = 0; k < chain.outputs().size(); k++) {
            store(chain.single().size() + k, values.get(chain.outputs().get(k)), masked);
        }
    }

    private void load(int operand, boolean masked) {
        boolean half = chain.half().get(operand);
        ClassDesc type = type(half);
        if (half) {
            vectors.halfSpecies(lanes);
        } else {
            vectors.species();
        }
        place(operand, masked);
        code.invokestatic(
                type,
                "fromMemorySegment",
                masked
                        ? MethodTypeDesc.of(type, VectorCode.SPECIES, SEGMENT, CD_long, BYTE_ORDER, VectorCode.MASK)
                        : MethodTypeDesc.of(type, VectorCode.SPECIES, SEGMENT, CD_long, BYTE_ORDER));
        if (half) {
            vectors.widen();
        }
    }

    private void store(int operand, int slot, boolean masked) {
        boolean half = chain.half().get(operand);
        if (half) {
            vectors.call("half", List.of(slot));
            vectors.narrow(lanes);
        } else {
            code.aload(slot);
        }
        place(operand, masked);
        code.invokevirtual(
                type(half),
                "intoMemorySegment",
                masked
                        ? MethodTypeDesc.of(CD_void, SEGMENT, CD_long, BYTE_ORDER, VectorCode.MASK)
                        : MethodTypeDesc.of(CD_void, SEGMENT, CD_long, BYTE_ORDER));
    }

    private static ClassDesc type(boolean half) {
        return half ? VectorCode.SHORTS : VectorCode.FLOATS;
    }

    /** Puts on the stack where the operand's next vector lies. */
    private void place(int operand, boolean masked) {
        boolean half = chain.half().get(operand);
        code.getstatic(SELF, "MEMORY", SEGMENT)
                .lload(addresses.get(operand))
                .iload(i)
                .i2l()
                .loadConstant(half ? 1 : 2)
                .lshl()
                .ladd()
                .getstatic(SELF, "ORDER", BYTE_ORDER);
        if (masked) {
            code.aload(half ? halfMask : mask);
        }
    }
}
