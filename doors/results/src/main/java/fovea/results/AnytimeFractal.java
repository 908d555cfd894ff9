package fovea.results;

import fovea.data.DataSet;
import fovea.nn.Loss;
import fovea.train.Evaluator;
import fovea.zoo.FractalNet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Row 9.7: a FractalNet trained with drop-path, measured whole and column by column: each column answers alone, the shallow ones at little
 * cost.
 *
 * @param widths channels of each block
 */
record AnytimeFractal(int columns, List<Integer> widths, int epochs) {
    /** The paper's; at 0.1, where single columns are drawn, the first losses rise. */
    static final double PEAK = 0.02;

    /** The paper's drop-path; its dropout is for hundreds of epochs. */
    private static final FractalNet.Drop DROP = new FractalNet.Drop(0.15, 0);

    Map<String, Double> run(Setting setting) {
        Contender whole = new Contender(
                "FractalNet of " + columns + " columns",
                epochs,
                PEAK,
                (image, n, random) -> FractalNet.cifar(columns, widths, DROP, image.size(0), n, random));
        Contender.Outcome outcome = whole.train(setting);
        Map<String, Double> figures = whole.figures(outcome, setting);
        DataSet cifar = setting.data("cifar10");
        Map<String, Double> alone = new LinkedHashMap<>();
        for (int column = 0; column < columns; column++) {
            Evaluator evaluator = new Evaluator(((FractalNet) outcome.net()).column(column), Loss::crossEntropy);
            double accuracy = evaluator.run(Recipe.whole(cifar.test(), cifar)).accuracy();
            setting.tell("column %d alone: %.4f".formatted(column + 1, accuracy));
            alone.put("accuracy of column " + (column + 1) + " alone", accuracy);
            if (column == columns - 1) {
                figures.put("whole less deepest column", outcome.reached().test() - accuracy);
            }
        }
        figures.putAll(alone);
        return figures;
    }
}
