package fovea.data.scenes;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Decides what a picture shows.
 *
 * <p>One main thing, wholly in the frame, with a radius of 0.24 to 0.38 of the picture's side; none, one or two others
 * with less than half that, each of another color. They may lie under the main thing, then at least 60 % of each
 * stays visible, or over it, hiding no more than 12 % of it between them; they never touch each other.
 */
final class Composer {

    private static final double LEAST_VISIBLE = 0.6;
    private static final double MOST_HIDDEN = 0.12;

    /** Colors closer than this, on the way from black (0) to white (442), would melt into each other. */
    private static final double LEAST_CONTRAST = 85;

    private static final int PLACES_TRIED = 12;

    private final int size;
    private final RandomGenerator random;
    private final List<Thing> things = new ArrayList<>();
    private final List<Stencil> stencils = new ArrayList<>();
    private int hidden;

    private Composer(int size, RandomGenerator random) {
        this.size = size;
        this.random = random;
    }

    static Scene compose(int size, Figure main, RandomGenerator random) {
        Composer composer = new Composer(size, random);
        composer.placeMain(main);
        int others = random.nextInt(10);
        for (int i = 0; i < (others < 3 ? 0 : others < 7 ? 1 : 2); i++) {
            composer.placeOther();
        }
        Background background = composer.background();
        return new Scene(
                size, background, List.copyOf(composer.things), List.copyOf(composer.stencils), random.nextLong());
    }

    private void placeMain(Figure figure) {
        double radius = size * (0.24 + 0.14 * random.nextDouble());
        Thing thing = place(figure, radius, false);
        things.add(thing);
        stencils.add(Stencil.of(thing, size));
    }

    private void placeOther() {
        Figure figure = Figure.ALL.get(random.nextInt(Figure.ALL.size()));
        double radius = size * (0.105 + 0.05 * random.nextDouble());
        boolean front = random.nextDouble() < 0.35;
        for (int i = 0; i < PLACES_TRIED; i++) {
            Thing thing = place(figure, radius, front);
            if (isFarFromMiddle(thing) && fits(thing, Stencil.of(thing, size))) {
                return;
            }
        }
    }

    /** Anywhere wholly in the frame, in a color not yet taken. */
    private Thing place(Figure figure, double radius, boolean front) {
        double margin = Figure.EXTENT * radius;
        double x = margin + (size - 2 * margin) * random.nextDouble();
        double y = margin + (size - 2 * margin) * random.nextDouble();
        double angle = figure.spin() * (2 * random.nextDouble() - 1);
        Hue hue = Hue.ALL.get(random.nextInt(Hue.ALL.size()));
        while (isTaken(hue)) {
            hue = Hue.ALL.get(random.nextInt(Hue.ALL.size()));
        }
        return new Thing(figure, hue, hue.shade(random), x, y, radius, angle, front);
    }

    private boolean isTaken(Hue hue) {
        return things.stream().anyMatch(thing -> thing.hue() == hue);
    }

    /** A cheap first look, before points are counted. */
    private boolean isFarFromMiddle(Thing thing) {
        Thing main = things.getFirst();
        double x = thing.x() - main.x();
        double y = thing.y() - main.y();
        double least = 0.75 * main.radius();
        return x * x + y * y >= least * least;
    }

    private boolean fits(Thing thing, Stencil stencil) {
        for (Stencil other : stencils.subList(1, stencils.size())) {
            if (stencil.overlap(other) > 0) {
                return false;
            }
        }
        int common = stencil.overlap(stencils.getFirst());
        int newlyHidden = thing.front() ? common : 0;
        boolean fits = thing.front()
                ? hidden + common <= MOST_HIDDEN * stencils.getFirst().area()
                : common <= (1 - LEAST_VISIBLE) * stencil.area();
        if (fits) {
            hidden += newlyHidden;
            things.add(thing);
            stencils.add(stencil);
        }
        return fits;
    }

    /** Colors that every thing stands out from; the best of many tries. */
    private Background background() {
        Rgb from = contrasting();
        Rgb to = contrasting();
        return new Background(from, from.towards(to, 0.6), size, random);
    }

    private Rgb contrasting() {
        Rgb best = Background.muted(random);
        for (int i = 0; i < 20 && contrast(best) < LEAST_CONTRAST; i++) {
            Rgb other = Background.muted(random);
            best = contrast(other) > contrast(best) ? other : best;
        }
        return best;
    }

    private double contrast(Rgb color) {
        double least = Double.MAX_VALUE;
        for (Thing thing : things) {
            least = Math.min(least, color.distance(thing.color()));
        }
        return least;
    }
}
