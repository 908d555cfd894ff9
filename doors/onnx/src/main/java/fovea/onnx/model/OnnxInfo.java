package fovea.onnx.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a file says of a value that goes in or comes out ({@code ValueInfoProto}). */
public record OnnxInfo(String name, Type type) {

    /**
     * The type of a value.
     *
     * @param kind whether it is a tensor, a sequence or one that may be missing
     * @param element of a tensor, if the file says it
     * @param shape of a tensor, if the file says it; sizes without a number are known at each run only
     */
    public record Type(Kind kind, Optional<OnnxType> element, Optional<List<OptionalLong>> shape) {
        public static final Type UNKNOWN = new Type(Kind.TENSOR, Optional.empty(), Optional.empty());
    }

    /** The outermost kind of a value. */
    public enum Kind {
        TENSOR,
        SEQUENCE,
        OPTIONAL
    }
}
