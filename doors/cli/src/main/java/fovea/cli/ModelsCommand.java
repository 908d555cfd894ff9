package fovea.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what there is to choose from. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        description = "Lists every model by name: parameters, multiply-adds, memory, published and measured accuracy.")
final class ModelsCommand implements Callable<Integer> {
    private static final int BYTES = 4;

    @Mixin
    private Shared shared = new Shared();

    @Override
    public Integer call() {
        List<ModelCard> cards = ModelCard.all();
        if (shared.json()) {
            shared.print(new Json()
                    .with("models", cards.stream().map(ModelsCommand::object).toList()));
        } else {
            print(cards);
        }
        return 0;
    }

    private static Json object(ModelCard card) {
        Json object = new Json()
                .with("model", card.name())
                .with("input", Zoo.input(card.name()).toString())
                .with("parameters", card.parameters())
                .with("multiply_adds", card.multiplyAdds())
                .with("activations", card.activations())
                .with("activation_bytes", card.activations() * BYTES);
        card.published().ifPresent(accuracy -> object.with("published", object(accuracy)));
        card.measured().ifPresent(accuracy -> object.with("measured", object(accuracy)));
        return object;
    }

    private static Json object(ModelCard.Accuracy accuracy) {
        return new Json()
                .with("accuracy", accuracy.percent() / 100)
                .with("data", accuracy.data())
                .with("source", accuracy.source());
    }

    private void print(List<ModelCard> cards) {
        PrintStream out = shared.terminal().out();
        String line = "%-20s %12s %15s %10s  %-8s %-8s  %s%n";
        out.printf(
                line, "model", "parameters", "multiply-adds", "memory", "paper", "here", "accuracy on, according to");
        for (ModelCard card : cards) {
            out.printf(
                    Locale.ROOT,
                    line,
                    card.name(),
                    "%,d".formatted(card.parameters()),
                    "%,d".formatted(card.multiplyAdds()),
                    String.format(Locale.ROOT, "%.1f MB", card.activations() * BYTES / 1e6),
                    card.published().map(ModelsCommand::percent).orElse("-"),
                    card.measured().map(ModelsCommand::percent).orElse("-"),
                    card.published()
                            .map(accuracy -> accuracy.data() + ", " + accuracy.source())
                            .orElse(""));
        }
        out.printf("%nMemory is that of the activations of one picture. One in full: fovea summary NAME%n");
    }

    private static String percent(ModelCard.Accuracy accuracy) {
        return String.format(Locale.ROOT, "%.2f %%", accuracy.percent());
    }
}
