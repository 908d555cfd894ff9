package fovea.format;

import org.jspecify.annotations.Nullable;

/**
 * Pictures of CIFAR with their labels, in the order of the files.
 *
 * @param images {@code U8 [N, 3, 32, 32]}: red, green, blue planes of 0..255, rows from the top
 * @param labels {@code U8 [N]}: 0..9 for CIFAR-10, the fine label 0..99 for CIFAR-100
 * @param coarseLabels {@code U8 [N]}: the superclass 0..19 for CIFAR-100; null for CIFAR-10
 */
public record CifarBatch(
        NdArray images, NdArray labels, @Nullable NdArray coarseLabels) {}
