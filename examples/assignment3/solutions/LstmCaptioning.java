import module fovea.lessons;
import fovea.tensor.Parameter;

/*
 * Assignment 3, exercise 2: a step of an LSTM, solved.
 */

/** The four gates of a [N, 4 H]: input i, forget f and output o through the sigmoid, the new content g through the tanh. */
record Gates(Tensor i, Tensor f, Tensor o, Tensor g) {
    static Gates of(Tensor a) {
        int h = a.shape().size(1) / 4;
        Tensor i = a.slice(1, 0, h).sigmoid(), f = a.slice(1, h, 2 * h).sigmoid();
        Tensor o = a.slice(1, 2 * h, 3 * h).sigmoid(), g = a.slice(1, 3 * h, 4 * h).tanh();
        return new Gates(i, f, o, g);
    }
}

/** The next cell, c′ = f c + i g, all [N, H]. */
Tensor nextCell(Gates gates, Tensor c) {
    return gates.f().mul(c).add(gates.i().mul(gates.g()));
}

/** The next state, h′ = o tanh c′. */
Tensor nextState(Gates gates, Tensor nextCell) {
    return gates.o().mul(nextCell.tanh());
}

/** The gradient by c′ in all: what came back for it, dCell, and what comes through h′ = o tanh c′. */
Tensor dNextCell(Tensor dCell, Tensor dState, Gates gates, Tensor nextCell) {
    return dCell.add(dState.mul(gates.o()).mul(nextCell.tanh().square().neg().add(1)));
}

/** The gradient by the old cell. */
Tensor dCell(Tensor dNextCell, Gates gates) {
    return dNextCell.mul(gates.f());
}

/** The gradient by a [N, 4 H], what the gates were given. */
Tensor dGates(Tensor dNextCell, Tensor dState, Gates gates, Tensor c, Tensor nextCell) {
    Tensor di = dNextCell.mul(gates.g()).mul(slope(gates.i()));
    Tensor df = dNextCell.mul(c).mul(slope(gates.f()));
    Tensor out = dState.mul(nextCell.tanh()).mul(slope(gates.o()));
    Tensor dg = dNextCell.mul(gates.i()).mul(gates.g().square().neg().add(1));
    return Tensor.concat(1, di, df, out, dg);
}

/** The sigmoid's slope, from what it gave. */
Tensor slope(Tensor y) {
    return y.mul(y.neg().add(1));
}

void main() {
    var sheet = new Assignment("Assignment 3, LSTM captioning");
    var random = new SplittableRandom(9);
    Tensor a = draw(random, 2, 12), c = draw(random, 2, 3), dState = draw(random, 2, 3), dNext = draw(random, 2, 3);
    Gates gates = Gates.of(a);
    Tensor cell = cell(a, c), state = state(a, c);
    var swapped = Mistake.gives(gates.i().mul(c).add(gates.f().mul(gates.g())), "f keeps, i writes");
    sheet.answer("next cell", () -> nextCell(gates, c), cell, swapped);
    var open = Mistake.gives(gates.o().mul(cell), "where is the tanh?");
    sheet.answer("next state", () -> nextState(gates, cell), state, open);

    // The loss is Σ dState h′ + Σ dNext c′: then dState and dNext are what comes back.
    Function<Tensor, Tensor> ofNext = t -> gates.o().mul(t.tanh()).mul(dState).sum().add(t.mul(dNext).sum());
    var half = Mistake.gives(dNext, "the cell is read by h′ too");
    sheet.gradient("dc′", () -> dNextCell(dNext, dState, gates, cell), ofNext, cell, half);
    Tensor dCell = dNext.add(dState.mul(gates.o()).mul(cell.tanh().square().neg().add(1)));
    Function<Tensor, Tensor> ofC = t -> state(a, t).mul(dState).sum().add(cell(a, t).mul(dNext).sum());
    Function<Tensor, Tensor> ofA = t -> state(t, c).mul(dState).sum().add(cell(t, c).mul(dNext).sum());
    sheet.gradient("dc", () -> dCell(dCell, gates), ofC, c);
    sheet.gradient("da", () -> dGates(dCell, dState, gates, c, cell), ofA, a);
    IO.println(sheet);
}

/** The library's step: its gates are in the order i, f, g, o. With weights of one it takes a as it is. */
LstmState library(Tensor a, Tensor c) {
    Tensor i = a.slice(1, 0, 3), f = a.slice(1, 3, 6), o = a.slice(1, 6, 9), g = a.slice(1, 9, 12);
    Tensor ordered = Tensor.concat(1, i, f, g, o);
    var identity = new Parameter(Tensor.eye(12).cast(DType.F64));
    var nothing = new Parameter(Tensor.zeros(Shape.of(12, 3)).cast(DType.F64));
    return new LstmCell(identity, nothing, null, null).step(ordered, new LstmState(c.mul(0), c));
}

Tensor cell(Tensor a, Tensor c) {
    return library(a, c).c();
}

Tensor state(Tensor a, Tensor c) {
    return library(a, c).h();
}

Tensor draw(SplittableRandom random, int... sizes) {
    Shape shape = Shape.of(sizes);
    return Tensor.of(shape, random.doubles(shape.elements(), -1, 1).toArray());
}
