package fovea.data;

/** Weights that make up for classes with few samples. */
public final class ClassWeights {

    private ClassWeights() {}

    /**
     * {@code n / (classes · count)} for each class, as scikit-learn's {@code balanced} (King and Zeng 2001): all classes weigh alike
     * together, and the mean over the samples is 1.
     *
     * @throws DataException if a class has no sample
     */
    public static double[] balanced(Source source) {
        int[] counts = Split.counts(source);
        double[] weights = new double[counts.length];
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                throw new DataException(
                        "class weights: class %s has no samples"
                                .formatted(source.classes().get(label)),
                        "add some, or leave the class out");
            }
            weights[label] = (double) source.size() / ((double) counts.length * counts[label]);
        }
        return weights;
    }
}
