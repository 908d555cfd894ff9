import module fovea.lessons;

/*
 * Assignment 3, exercise 1: the parts of a captioning RNN. Fill the holes, run the file, and read what the checks say.
 */

/** One step: h′ = tanh(x Wxᵀ + h Whᵀ + b); x [N, D], h [N, H], Wx [H, D], Wh [H, H], b [H]. */
Tensor step(Tensor x, Tensor h, Tensor wx, Tensor wh, Tensor b) {
    return Hole.fill("h′, [N, H]");
}

/** The gradient by what the tanh was given, [N, H], from that by what it gave, next = tanh(…). */
Tensor beforeTanh(Tensor dNext, Tensor next) {
    return Hole.fill("dNext times the slope of the tanh, which next alone tells");
}

/** The gradient by Wh, [H, H], for a single step. */
Tensor stepDwh(Tensor dBefore, Tensor h) {
    return Hole.fill("dBeforeᵀ times the state that Wh was multiplied with");
}

/** The gradient by the first state of a whole sequence, [N, H]; dh[t] is what the loss says of the state after step t. */
Tensor throughTime(List<Tensor> dh, List<Tensor> states, Tensor wh) {
    Tensor back = dh.getFirst().mul(0);
    for (int t = dh.size() - 1; t >= 0; t--) {
        back = Hole.fill("from the later steps and the loss here together, through the tanh of step t and through Wh");
    }
    return back;
}

/** The vectors of words: words [N · T] of i32, table [V, D] → [N · T, D]. */
Tensor embed(Tensor words, Tensor table) {
    return Hole.fill("the row of the table for each word, in their order");
}

/** The mean −log p[word] over those positions that count, mask 1, of scores [M, V]; the sum is divided by N captions. */
double captionLoss(Tensor scores, Tensor right, Tensor mask, int n) {
    Tensor logP = scores.logSoftmax();
    return Hole.fill("Σ over the positions of −log p at the right word (right [M, V] is 1 there), times mask [M], divided by n");
}

void main() {
    var sheet = new Assignment("Assignment 3, RNN captioning");
    var random = new SplittableRandom(9);
    Tensor x = draw(random, 2, 3), h = draw(random, 2, 4), wx = draw(random, 4, 3), wh = draw(random, 4, 4), b = draw(random, 4);
    Tensor dNext = draw(random, 2, 4);
    Tensor sum = Affine.forward(x, wx, b).add(h.matmul(wh.transpose()));
    Tensor next = sum.tanh();
    sheet.answer("a step", () -> step(x, h, wx, wh, b), next, Mistake.gives(sum, "where is the tanh?"));
    sheet.gradient(
            "back through the tanh",
            () -> beforeTanh(dNext, next),
            t -> t.tanh().mul(dNext).sum(),
            sum,
            Mistake.gives(dNext.mul(next.neg().add(1).mul(next)), "that is the sigmoid's slope; the tanh's is 1 − y²"));
    Tensor dSum = dNext.mul(next.square().neg().add(1));
    Function<Tensor, Tensor> ofWh = t -> Affine.forward(x, wx, b).add(h.matmul(t.transpose())).tanh().mul(dNext).sum();
    sheet.gradient("dWh", () -> stepDwh(dSum, h), ofWh, wh);

    List<Tensor> dh = List.of(draw(random, 2, 4), draw(random, 2, 4), draw(random, 2, 4));
    Function<Tensor, Tensor> loss = start -> {
        Tensor total = start.sum().mul(0), state = start;
        for (Tensor d : dh) {
            state = state.matmul(wh.transpose()).tanh();
            total = total.add(state.mul(d).sum());
        }
        return total;
    };
    List<Tensor> states = Stream.iterate(h, s -> s.matmul(wh.transpose()).tanh()).skip(1).limit(3).toList();
    sheet.gradient("back through time", () -> throughTime(dh, states, wh), loss, h);

    Tensor table = draw(random, 5, 3), words = Tensor.of(Shape.of(4), 3, 0, 3, 1);
    Tensor oneHot = new OneHot(5, DType.F64).apply(words);
    sheet.answer("word vectors", () -> embed(words, table), oneHot.matmul(table));
    Tensor scores = draw(random, 4, 5), mask = Tensor.of(Shape.of(4), 1.0, 1, 0, 1);
    double right = -scores.logSoftmax().mul(oneHot).mul(mask.reshape(4, 1)).sum().item() / 2;
    double all = -scores.logSoftmax().mul(oneHot).sum().item() / 2;
    var unmasked = Mistake.gives(Tensor.of(Shape.SCALAR, all), "words after the end do not count: where is the mask?");
    sheet.number("the loss of two captions", () -> captionLoss(scores, oneHot, mask, 2), right, unmasked);
    IO.println(sheet);
}

Tensor draw(SplittableRandom random, int... sizes) {
    Shape shape = Shape.of(sizes);
    return Tensor.of(shape, random.doubles(shape.elements(), -1, 1).toArray());
}
