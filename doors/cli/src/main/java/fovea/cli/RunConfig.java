package fovea.cli;

import fovea.data.DataSet;
import fovea.data.Normalization;
import fovea.device.Device;
import fovea.format.FormatException;
import fovea.format.WholeFile;
import fovea.nn.Layer;
import fovea.tensor.Shape;
import fovea.train.Precision;
import fovea.train.RunFolder;
import fovea.zoo.Architectures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * All that decides a run, as its folder's {@code config.json} holds it.
 *
 * @param image {@code [C, H, W]}
 * @param images trained on
 */
record RunConfig(
        Recipe recipe,
        String data,
        long seed,
        List<String> classes,
        Shape image,
        Normalization normalization,
        int images) {

    private static final int MOST = 1 << 16;

    /** Pixels of a side, as {@code --image-size} allows. */
    static final int MOST_PIXELS = 1024;

    static RunConfig of(Recipe recipe, String data, long seed, DataSet set) {
        return new RunConfig(
                recipe,
                data,
                seed,
                set.classes(),
                Models.image(set),
                set.normalization(),
                set.train().size());
    }

    /**
     * A fresh model, the same for the same seed.
     *
     * @param folder where the run keeps what its network is made of, if it began with a file that says it
     */
    Layer model(RunFolder folder) {
        RandomGenerator random = new SplittableRandom(seed).split();
        if (recipe.isImported()) {
            return Imported.network(Imported.file(folder, recipe), classes.size(), random);
        }
        return recipe.isTransfer()
                ? Architectures.of(recipe.model(), classes.size(), 0, random)
                : Models.of(recipe.model(), image, classes.size(), random);
    }

    /** What it is called above pictures. */
    String title() {
        return recipe.model() + " on " + data;
    }

    /** A set in the numbers that the run's weights expect. */
    DataSet prepared(DataSet set) {
        return recipe.isTransfer()
                ? new DataSet(set.name(), set.train(), set.test(), normalization, set.skipped())
                : set;
    }

    /** Whether models of both answer the same questions about the same pictures. */
    boolean hasDataOf(RunConfig other) {
        return data.equals(other.data)
                && (seed == other.seed || !data.matches("(?s)(folder|archive):.*")) // which decides what is held out
                && image.equals(other.image)
                && classes.equals(other.classes)
                && normalization.equals(other.normalization);
    }

    /** Refuses a set that is not the one the run began with. */
    void check(DataSet set, RunFolder folder) {
        RunConfig now = of(recipe, data, seed, set);
        if (!now.equals(this)) {
            throw new CommandException(
                    "%s is not as it was when %s was begun: %,d images %s of %d classes then, %,d images %s of %d classes now"
                            .formatted(
                                    data,
                                    folder,
                                    images,
                                    image,
                                    classes.size(),
                                    now.images,
                                    now.image,
                                    now.classes.size()),
                    "bring the images back as they were, or train anew");
        }
    }

    /** What one run is compared with another by. */
    SequencedMap<String, Object> settings() {
        SequencedMap<String, Object> settings = new LinkedHashMap<>();
        settings.put("data", data);
        settings.put("model", recipe.model());
        settings.put("epochs", recipe.epochs());
        settings.put("batch_size", recipe.batchSize());
        settings.put("lr", recipe.lr());
        settings.put("weight_decay", recipe.weightDecay());
        settings.put("shift", recipe.shift());
        settings.put("mirror", recipe.mirror());
        settings.put("recipe", recipe.name());
        settings.put("precision", recipe.extras().precision().name());
        settings.put("accumulation", recipe.extras().accumulation());
        settings.put("averaging", recipe.extras().averaging());
        settings.put("patience", recipe.extras().patience());
        settings.put("snapshots", recipe.extras().snapshots());
        settings.put("layer_rate", recipe.extras().layerRate());
        settings.put("weights", recipe.beginning().weights());
        settings.put("learned", recipe.beginning().learned());
        settings.put("probe", recipe.beginning().probe());
        settings.put("seed", seed);
        return settings;
    }

    /** Writes it, with the versions of everything in use. */
    void write(RunFolder folder, Device device) {
        Json settings = new Json();
        settings().forEach(settings::with);
        WholeFile.write(
                folder.config(),
                settings.with("images", images)
                        .with("channels", image.size(0))
                        .with("height", image.size(1))
                        .with("width", image.size(2))
                        .with("mean", normalization.mean())
                        .with("std", normalization.std())
                        .with("classes", classes)
                        .with("device", device.name() + ": " + device.description())
                        .with("fovea", Main.VERSION)
                        .with("java", System.getProperty("java.vm.name") + " " + Runtime.version())
                        .with(
                                "os",
                                "%s %s %s"
                                        .formatted(
                                                System.getProperty("os.name"),
                                                System.getProperty("os.version"),
                                                System.getProperty("os.arch")))
                        .with("processors", Runtime.getRuntime().availableProcessors())
                        .indented());
    }

    /** Reads what {@link #write} wrote. */
    static RunConfig read(RunFolder folder) {
        Settings from = new Settings(
                folder.config(),
                Json.read(folder.config()),
                "give a folder that `fovea train` made; do not edit this file");
        try {
            Recipe recipe = new Recipe(
                    from.text("recipe"),
                    from.text("model"),
                    from.whole("epochs", 1, Integer.MAX_VALUE),
                    from.whole("batch_size", 1, Integer.MAX_VALUE),
                    from.number("lr"),
                    from.number("weight_decay"),
                    from.whole("shift", 0, MOST),
                    from.truth("mirror"),
                    new Recipe.Extras(
                            Precision.valueOf(from.text("precision")),
                            from.whole("accumulation", 1, Integer.MAX_VALUE),
                            from.number("averaging"),
                            from.whole("patience", 0, Integer.MAX_VALUE),
                            from.whole("snapshots", 0, Integer.MAX_VALUE),
                            from.number("layer_rate")),
                    new Recipe.Beginning(
                            from.text("weights"), from.whole("learned", 0, Integer.MAX_VALUE), from.truth("probe")));
            Shape image = Shape.of(
                    from.whole("channels", 1, 3),
                    from.whole("height", 1, MOST_PIXELS),
                    from.whole("width", 1, MOST_PIXELS));
            return new RunConfig(
                    recipe,
                    from.text("data"),
                    from.seed(),
                    from.list("classes", String.class),
                    image,
                    new Normalization(from.list("mean", Double.class), from.list("std", Double.class)),
                    from.whole("images", 1, Integer.MAX_VALUE));
        } catch (IllegalArgumentException e) {
            throw new FormatException(folder.config(), "does not fit together: " + e.getMessage(), "train anew", e);
        }
    }
}
