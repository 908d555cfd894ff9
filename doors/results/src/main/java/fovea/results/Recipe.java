package fovea.results;

import fovea.data.Augmentation;
import fovea.data.DataSet;
import fovea.data.Loader;
import fovea.data.LoaderOptions;
import fovea.data.Source;
import fovea.nn.Layer;
import fovea.nn.Loss;
import fovea.tensor.RandomStream;
import fovea.train.Evaluator;
import fovea.train.Position;
import fovea.train.TrainEvent;
import fovea.train.Trainer;
import fovea.train.optim.Schedule;
import fovea.train.optim.Sgd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a net is trained here: Nesterov's momentum 0.9, the rate up to {@code peak} and down again in one cycle, cross-entropy.
 *
 * @param weightDecay of all parameters
 * @param held samples at the end of the training half that are only measured on
 */
record Recipe(int epochs, int batch, double peak, double weightDecay, int held, Augmentation augmentation) {
    private static final int AT_ONCE = 500;

    /**
     * Trains, and measures the last weights on what was held out and once on the test half.
     *
     * @return {@code test accuracy}, {@code validation accuracy}
     */
    Map<String, Double> run(Layer model, DataSet set, Setting setting) {
        int learned = set.train().size() - held;
        LoaderOptions options = LoaderOptions.training(batch, setting.seed()).withAugmentation(augmentation);
        Loader train = new Loader(new Portion(set.train(), 0, learned), set.normalization(), options);
        Loader validation = whole(new Portion(set.train(), learned, held), set);
        Sgd optimizer = Sgd.of(model, 0.9, weightDecay).withNesterov();
        Trainer trainer = new Trainer(
                model,
                optimizer,
                Schedule.oneCycle(peak),
                Loss::crossEntropy,
                RandomStream.of(setting.seed()),
                List.of(event -> tell(event, setting)));
        trainer.fit(train, validation, epochs, Position.START);
        Evaluator evaluator = new Evaluator(model, Loss::crossEntropy);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("test accuracy", evaluator.run(whole(set.test(), set)).accuracy());
        figures.put("validation accuracy", evaluator.run(validation).accuracy());
        return figures;
    }

    private static Loader whole(Source source, DataSet set) {
        return new Loader(source, set.normalization(), LoaderOptions.evaluation(AT_ONCE));
    }

    private static void tell(TrainEvent event, Setting setting) {
        if (event instanceof TrainEvent.EpochDone done) {
            setting.tell(String.format(
                    Locale.ROOT,
                    "epoch %d  held out %.4f  (%.1f s)",
                    done.at().epoch(),
                    done.held().accuracy(),
                    done.trained().seconds()));
        }
    }
}
