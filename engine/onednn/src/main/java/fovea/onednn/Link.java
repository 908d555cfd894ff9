package fovea.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Turns a C function's name and a word of letters into a method handle.
 *
 * <p>The letters: L a pointer or {@code size_t}, I an int, unsigned or enumeration, F a float, V nothing. Pointers cross as {@code
 * long}: handles are opaque anyway, equal signatures share one linker stub, and a call need not guard the life of every segment;
 * whoever passes an address keeps its arena open meanwhile.
 *
 * <p>All restricted methods of {@code java.lang.foreign} are called here and nowhere else.
 */
@SuppressWarnings("restricted") // Native calls are what this module is for, and its users have to enable them by name.
final class Link {

    private Link() {}

    /** A function that answers an {@code int}. */
    static MethodHandle function(SymbolLookup library, String name, String parameters) {
        return function(library, name, 'I', parameters);
    }

    static MethodHandle function(SymbolLookup library, String name, char result, String parameters) {
        return function(symbol(library, name), result, parameters);
    }

    static MethodHandle function(MemorySegment symbol, char result, String parameters) {
        return Linker.nativeLinker().downcallHandle(symbol, descriptor(result, parameters));
    }

    /** As {@link #function} for calls of a few nanoseconds that never wait: the thread's state change is left out. */
    static MethodHandle brief(SymbolLookup library, String name, char result, String parameters) {
        return Linker.nativeLinker()
                .downcallHandle(symbol(library, name), descriptor(result, parameters), Linker.Option.critical(false));
    }

    /** All native memory, to be read and written at bare addresses. */
    static MemorySegment memory() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /** Opens a library for the rest of the process. */
    static SymbolLookup library(Path file) {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException withoutCause) {
            throw new IllegalArgumentException(linkerMessage(file), withoutCause);
        }
    }

    /** The foreign-function API does not say why a library would not open; the older door does. */
    private static String linkerMessage(Path file) {
        try {
            System.load(file.toString());
            return file + " opened only on the second attempt";
        } catch (UnsatisfiedLinkError e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A function of the C library; NULL where there is none. */
    static MemorySegment standard(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).orElse(MemorySegment.NULL);
    }

    /** The address at which C may call a Java method, for the rest of the process. */
    static long upcall(MethodHandle method, String parameters) {
        return Linker.nativeLinker()
                .upcallStub(method, descriptor('V', parameters), Arena.global())
                .address();
    }

    /** Memory that the library owns; the caller knows that it holds so many bytes. */
    static MemorySegment view(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    /** Memory at an address that {@code arena} owns from now on; {@code release} is run when it closes. */
    static MemorySegment owned(long address, long bytes, Arena arena, Runnable release) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, _ -> release.run());
    }

    /** A C string that the library owns. */
    static String text(long address) {
        return view(address, Integer.MAX_VALUE).getString(0);
    }

    static MemorySegment symbol(SymbolLookup library, String name) {
        return library.find(name)
                .orElseThrow(() -> new IllegalStateException(
                        "no native function " + name + "\n  the library is not the version this was built for"));
    }

    static FunctionDescriptor descriptor(char result, String parameters) {
        MemoryLayout[] layouts = parameters.chars().mapToObj(Link::layout).toArray(MemoryLayout[]::new);
        return result == 'V' ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(layout(result), layouts);
    }

    private static MemoryLayout layout(int letter) {
        return switch (letter) {
            case 'L' -> ValueLayout.JAVA_LONG;
            case 'I' -> ValueLayout.JAVA_INT;
            case 'F' -> ValueLayout.JAVA_FLOAT;
            default -> throw new IllegalArgumentException("no parameter is called " + (char) letter);
        };
    }

    /** What a method handle threw: unchecked ones pass as they are, and there are no others. */
    static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error error) {
            throw error;
        }
        return t instanceof RuntimeException e ? e : new IllegalStateException("a native call threw", t);
    }
}
