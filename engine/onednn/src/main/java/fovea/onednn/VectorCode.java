package fovea.onednn;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Turns the bytecode of a function of {@link Lanes} into code of the Vector API ({@code jdk.incubator.vector}) that does the same to all
 * lanes of a vector: each arithmetic instruction becomes the method of that name, each number a vector of it. A function that is called is
 * written out in place, so that nothing depends on what the JIT inlines.
 */
final class VectorCode {
    static final String PACKAGE = "jdk.incubator.vector";
    static final ClassDesc FLOATS = ClassDesc.of(PACKAGE, "FloatVector");
    static final ClassDesc SPECIES = ClassDesc.of(PACKAGE, "VectorSpecies");
    static final ClassDesc MASK = ClassDesc.of(PACKAGE, "VectorMask");
    private static final ClassDesc INTS = ClassDesc.of(PACKAGE, "IntVector");
    private static final ClassDesc VECTOR = ClassDesc.of(PACKAGE, "Vector");
    private static final ClassDesc OPERATORS = ClassDesc.of(PACKAGE, "VectorOperators");
    private static final ClassDesc BINARY = OPERATORS.nested("Binary");
    private static final ClassDesc ASSOCIATIVE = OPERATORS.nested("Associative");
    private static final ClassDesc COMPARISON = OPERATORS.nested("Comparison");

    private static final Map<String, MethodModel> FUNCTIONS = functions();

    private final CodeBuilder code;

    /** The number on top of the stack, where that is a constant other than 0. */
    private float top = Float.NaN;

    VectorCode(CodeBuilder code) {
        this.code = code;
    }

    private static Map<String, MethodModel> functions() {
        try (InputStream in = Objects.requireNonNull(Lanes.class.getResourceAsStream("Lanes.class"))) {
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            Map<String, MethodModel> functions = new HashMap<>();
            model.methods().forEach(m -> functions.put(key(m.methodName().stringValue(), m.methodTypeSymbol()), m));
            return functions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(String name, MethodTypeDesc type) {
        return name + "/" + type.parameterCount();
    }

    /** Leaves the value of a function of the vectors in these slots on the stack. */
    void call(String function, List<Integer> slots) {
        slots.forEach(code::aload);
        inline(Objects.requireNonNull(FUNCTIONS.get(function + "/" + slots.size()), function));
    }

    /** The arguments are on the stack. */
    private void inline(MethodModel function) {
        int count = function.methodTypeSymbol().parameterCount();
        Map<Integer, Integer> slots = new HashMap<>();
        for (int i = count - 1; i >= 0; i--) {
            code.astore(slots.computeIfAbsent(i, _ -> code.allocateLocal(TypeKind.REFERENCE)));
        }
        for (var element : function.code().orElseThrow()) {
            if (element instanceof Instruction instruction) {
                translate(instruction, slots);
            }
        }
    }

    private void translate(Instruction instruction, Map<Integer, Integer> slots) {
        float number = top;
        top = Float.NaN;
        switch (instruction) {
            case LoadInstruction load -> code.aload(Objects.requireNonNull(slots.get(load.slot())));
            case StoreInstruction store ->
                code.astore(slots.computeIfAbsent(store.slot(), _ -> code.allocateLocal(TypeKind.REFERENCE)));
            case ConstantInstruction constant -> constant(constant.constantValue());
            case OperatorInstruction operator -> operator(operator);
            case InvokeInstruction invoke -> invoke(invoke, !Float.isNaN(number));
            case ConvertInstruction _, ReturnInstruction _ -> {}
            default -> throw new IllegalStateException(instruction + " is not straight-line arithmetic");
        }
    }

    private void constant(Object value) {
        if (value instanceof Float f) {
            species(FLOATS).loadConstant(f);
            broadcastFloat();
            top = f == 0 ? Float.NaN : f;
        } else {
            species(INTS).loadConstant((Integer) value);
            code.invokestatic(INTS, "broadcast", MethodTypeDesc.of(INTS, SPECIES, CD_int));
        }
    }

    /** The kind of vector that fits the processor. */
    private CodeBuilder species(ClassDesc type) {
        return code.getstatic(type, "SPECIES_PREFERRED", SPECIES);
    }

    CodeBuilder species() {
        return species(FLOATS);
    }

    /** A vector of the number on the stack, below which is the species. */
    void broadcastFloat() {
        code.invokestatic(FLOATS, "broadcast", MethodTypeDesc.of(FLOATS, SPECIES, CD_float));
    }

    private void operator(OperatorInstruction operator) {
        switch (operator.opcode()) {
            case FADD -> binary(FLOATS, "add");
            case FSUB -> binary(FLOATS, "sub");
            case FMUL -> binary(FLOATS, "mul");
            case FDIV -> binary(FLOATS, "div");
            case FNEG -> code.invokevirtual(FLOATS, "neg", MethodTypeDesc.of(FLOATS));
            case IADD -> binary(INTS, "add");
            case ISUB -> binary(INTS, "sub");
            case IAND -> lanewise("AND", ASSOCIATIVE);
            case IOR -> lanewise("OR", ASSOCIATIVE);
            case ISHL -> lanewise("LSHL", BINARY);
            case ISHR -> lanewise("ASHR", BINARY);
            default -> throw new IllegalStateException(operator.opcode() + " has no vector form here");
        }
    }

    private void binary(ClassDesc type, String method) {
        code.invokevirtual(type, method, MethodTypeDesc.of(type, VECTOR));
    }

    private void lanewise(String operator, ClassDesc kind) {
        code.getstatic(OPERATORS, operator, kind)
                .swap()
                .invokevirtual(INTS, "lanewise", MethodTypeDesc.of(INTS, BINARY, VECTOR));
    }

    private void invoke(InvokeInstruction invoke, boolean withNumber) {
        String name = invoke.name().stringValue();
        MethodTypeDesc type = invoke.typeSymbol();
        if (invoke.owner().asSymbol().equals(Lanes.class.describeConstable().orElseThrow())) {
            switch (key(name, type)) {
                case "less/4" -> choose("LT");
                case "lessEqual/4" -> choose("LE");
                case "equal/4" -> choose("EQ");
                default -> inline(Objects.requireNonNull(FUNCTIONS.get(key(name, type))));
            }
            return;
        }
        switch (name) {
            case "fma" -> code.invokevirtual(FLOATS, "fma", MethodTypeDesc.of(FLOATS, VECTOR, VECTOR));
            case "min" -> extreme(name, withNumber, "LT");
            case "max" -> extreme(name, withNumber, "GT");
            case "abs", "sqrt" -> code.invokevirtual(FLOATS, name, MethodTypeDesc.of(FLOATS));
            case "floatToRawIntBits" -> code.invokevirtual(FLOATS, "reinterpretAsInts", MethodTypeDesc.of(INTS));
            case "intBitsToFloat" -> code.invokevirtual(INTS, "reinterpretAsFloats", MethodTypeDesc.of(FLOATS));
            default -> throw new IllegalStateException(name + " has no vector form here");
        }
    }

    /**
     * On the stack: two vectors, the second perhaps a number to take where that compares with the first. Full minima mind not-a-numbers and signs of zeros on either side, at
     * three times the cost.
     */
    private void extreme(String name, boolean withNumber, String comparison) {
        if (!withNumber) {
            binary(FLOATS, name);
            return;
        }
        int number = code.allocateLocal(TypeKind.REFERENCE);
        int x = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(number).astore(x);
        code.aload(x).aload(number).aload(number);
        compare(comparison, x);
        code.invokevirtual(FLOATS, "blend", MethodTypeDesc.of(FLOATS, VECTOR, MASK));
    }

    /** On the stack: a; leaves the mask of where it compares with b. */
    private void compare(String comparison, int b) {
        code.getstatic(OPERATORS, comparison, COMPARISON)
                .aload(b)
                .invokevirtual(FLOATS, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    }

    /** On the stack: a, b, what to take where they compare, what elsewhere. */
    private void choose(String comparison) {
        int no = code.allocateLocal(TypeKind.REFERENCE);
        int yes = code.allocateLocal(TypeKind.REFERENCE);
        int b = code.allocateLocal(TypeKind.REFERENCE);
        int mask = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(no).astore(yes).astore(b);
        compare(comparison, b);
        code.astore(mask);
        code.aload(no).aload(yes).aload(mask).invokevirtual(FLOATS, "blend", MethodTypeDesc.of(FLOATS, VECTOR, MASK));
    }
}
