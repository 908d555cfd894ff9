package fovea.testing;

import java.util.List;
import java.util.stream.Stream;

/** A way to add a step or a few to a program that is being drafted. */
record Move(String name, Maker maker) {
    /** All there are: for every op of the vocabulary one that makes it, forward or backward. */
    static final List<Move> ALL = Stream.of(ElementMoves.all(), ArrayMoves.all(), WindowMoves.all(), MatrixMoves.all())
            .flatMap(List::stream)
            .toList();

    /** Chooses operands and adds steps; may be refused by {@link Margins} at any of them. */
    interface Maker {
        void make(Draft draft);
    }

    void make(Draft draft) {
        maker.make(draft);
    }
}
