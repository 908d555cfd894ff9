package fovea.train.tune;

import java.util.List;
import java.util.Locale;

/**
 * Something that is to be chosen, such as a learning rate, and the values it may have. Every value has a place from 0 to 1; places are what
 * searches draw, and equal stretches of places are equally likely.
 */
public sealed interface Dimension {

    /** Such as {@code lr}. */
    String name();

    /** The value at a place, 0 to 1; of {@link Choice}, the position of an option. */
    double at(double place);

    /** The place of a value; of one of finitely many, the middle of its stretch. */
    double place(double value);

    /** How many values there are; {@link Integer#MAX_VALUE} where there is no end of them. */
    int count();

    /** As a person writes the value; {@link #parse} reads it back to the bit. */
    String text(double value);

    /**
     * The value a text stands for.
     *
     * @throws IllegalArgumentException if it stands for none of this dimension
     */
    double parse(String text);

    /** Any number from {@code low} to {@code high}, all equally likely. */
    record Uniform(String name, double low, double high) implements Dimension {

        /** Refuses a range that is empty or has no end. */
        public Uniform {
            Ranges.check(name, low, high, Double.NEGATIVE_INFINITY);
        }

        @Override
        public double at(double place) {
            return Math.clamp(low + (high - low) * place, low, high);
        }

        @Override
        public double place(double value) {
            return (value - low) / (high - low);
        }

        @Override
        public int count() {
            return Integer.MAX_VALUE;
        }

        @Override
        public String text(double value) {
            return Double.toString(value);
        }

        @Override
        public double parse(String text) {
            return Ranges.within(this, Double.parseDouble(text), low, high);
        }
    }

    /**
     * Any number from {@code low} to {@code high}, both above 0, all orders of magnitude equally likely, as learning rates and penalties are
     * best drawn (CS231n notes, Neural Networks Part 3, "Hyperparameter ranges").
     */
    record LogUniform(String name, double low, double high) implements Dimension {

        /** Refuses a range that is empty, has no end or reaches down to 0. */
        public LogUniform {
            Ranges.check(name, low, high, 0);
        }

        @Override
        public double at(double place) {
            // StrictMath, not Math, whose last bit may differ between machines.
            return Math.clamp(low * StrictMath.pow(high / low, place), low, high);
        }

        @Override
        public double place(double value) {
            return StrictMath.log(value / low) / StrictMath.log(high / low);
        }

        @Override
        public int count() {
            return Integer.MAX_VALUE;
        }

        @Override
        public String text(double value) {
            return Double.toString(value);
        }

        @Override
        public double parse(String text) {
            return Ranges.within(this, Double.parseDouble(text), low, high);
        }
    }

    /** Any whole number from {@code low} to {@code high}, both included, all equally likely. */
    record Whole(String name, int low, int high) implements Dimension {

        /** Refuses an empty range. */
        public Whole {
            Ranges.check(name, low, high, Double.NEGATIVE_INFINITY);
        }

        @Override
        public double at(double place) {
            return low + (double) Ranges.step(place, count());
        }

        @Override
        public double place(double value) {
            return (value - low + 0.5) / count();
        }

        @Override
        public int count() {
            return Math.toIntExact((long) high - low + 1);
        }

        @Override
        public String text(double value) {
            return String.format(Locale.ROOT, "%.0f", value);
        }

        @Override
        public double parse(String text) {
            return Ranges.within(this, Integer.parseInt(text), low, high);
        }
    }

    /** One of several options without an order, such as the kinds of an optimizer. */
    record Choice(String name, List<String> options) implements Dimension {

        /** Copies the options, and refuses fewer than two and the same one twice. */
        public Choice {
            options = List.copyOf(options);
            if (options.size() < 2 || options.stream().distinct().count() < options.size()) {
                throw new IllegalArgumentException(
                        "%s: the options are %s\n  give two or more, all different".formatted(name, options));
            }
        }

        @Override
        public double at(double place) {
            return Ranges.step(place, count());
        }

        @Override
        public double place(double value) {
            return (value + 0.5) / count();
        }

        @Override
        public int count() {
            return options.size();
        }

        @Override
        public String text(double value) {
            return options.get((int) value);
        }

        @Override
        public double parse(String text) {
            return Ranges.within(this, options.indexOf(text), 0, count() - 1.0);
        }
    }
}
