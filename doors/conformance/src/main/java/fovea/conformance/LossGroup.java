package fovea.conformance;

/** Losses: of classes and labels, of numbers, of vectors and of sequences. */
final class LossGroup {
    private LossGroup() {}

    static Operations operations() {
        Operations operations = new Operations();
        ClassLosses.addTo(operations);
        ElementLosses.addTo(operations);
        VectorLosses.addTo(operations);
        SequenceLosses.addTo(operations);
        return operations;
    }
}
