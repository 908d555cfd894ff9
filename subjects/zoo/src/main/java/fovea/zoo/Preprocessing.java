package fovea.zoo;

import fovea.data.Image;
import fovea.data.Normalization;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is done to a picture before a network sees it: the shorter side is scaled, bilinear with antialiasing as Pillow does it, the middle
 * is cut out, and bytes become numbers around zero. Weights are worth little without it.
 *
 * @param resize pixels of the shorter side
 * @param crop pixels of each side of the middle, at most {@code resize}
 * @param normalization of the three colors
 */
public record Preprocessing(int resize, int crop, Normalization normalization) {
    /** torchvision's. */
    public static final Preprocessing IMAGENET = new Preprocessing(256, 224, Normalization.IMAGENET);

    /** The same with numbers from −1 to 1, as Google's networks have it. */
    public static final Preprocessing HALVES = new Preprocessing(256, 224, same(0.5, 0.5));

    private static final int MOST_PIXELS = 4096;
    private static final String NUMBER = "(\\d*\\.?\\d+)";
    private static final String THREE = NUMBER + "[/, ]+" + NUMBER + "[/, ]+" + NUMBER;
    private static final Pattern MEAN = Pattern.compile("mean " + THREE);
    private static final Pattern STD = Pattern.compile("std " + THREE);
    private static final Pattern RESIZE = Pattern.compile("resize (\\d{1,4})");
    private static final Pattern CROP = Pattern.compile("crop (\\d{1,4})");

    /** Checks that the middle is inside. */
    public Preprocessing {
        if (crop < 1 || crop > resize || resize > MOST_PIXELS || normalization.channels() != 3) {
            throw new IllegalArgumentException(
                    "preprocessing: resize %d, crop %d, %d channels%n  give 1 ≤ crop ≤ resize ≤ %d and 3 channels"
                            .formatted(resize, crop, normalization.channels(), MOST_PIXELS));
        }
    }

    private static Normalization same(double mean, double std) {
        return new Normalization(List.of(mean, mean, mean), List.of(std, std, std));
    }

    /** The numbers a network wants, {@code [H, W, C]} with both sides {@link #crop}. */
    public float[] apply(Image picture) {
        Image fitted = picture.toChannels(3).resizeShortSide(resize).centerCrop(crop, crop);
        return normalization.apply(fitted);
    }

    /**
     * What a file of weights says in words: {@link #toString()}'s, or {@code RGB/255, mean .485/.456/.406, std .229/.224/.225} or {@code
     * x/127.5-1}. Sizes that it does not name are as {@code otherwise} has them.
     */
    public static Optional<Preprocessing> parse(String words, Preprocessing otherwise) {
        Optional<Normalization> normalization = normalization(words);
        int resize = size(RESIZE, words).orElse(otherwise.resize);
        int crop = size(CROP, words).orElse(otherwise.crop);
        return crop < 1 || crop > resize || resize > MOST_PIXELS
                ? Optional.empty()
                : normalization.map(found -> new Preprocessing(resize, crop, found));
    }

    private static Optional<Normalization> normalization(String words) {
        Matcher mean = MEAN.matcher(words);
        Matcher std = STD.matcher(words);
        if (mean.find() && std.find()) {
            return three(std).stream().allMatch(each -> each > 0)
                    ? Optional.of(new Normalization(three(mean), three(std)))
                    : Optional.empty();
        }
        if (words.contains("x/127.5-1")) {
            return Optional.of(HALVES.normalization);
        }
        return words.contains("RGB/255") ? Optional.of(same(0, 1)) : Optional.empty();
    }

    private static List<Double> three(Matcher found) {
        return Stream.of(1, 2, 3).map(i -> Double.valueOf(found.group(i))).toList();
    }

    private static Optional<Integer> size(Pattern pattern, String words) {
        Matcher matcher = pattern.matcher(words);
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** Such as {@code resize 256, crop 224, mean 0.485/0.456/0.406, std 0.229/0.224/0.225}; {@link #parse} reads it. */
    @Override
    public String toString() {
        return "resize %d, crop %d, mean %s, std %s"
                .formatted(resize, crop, joined(normalization.mean()), joined(normalization.std()));
    }

    private static String joined(List<Double> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining("/"));
    }
}
