package fovea.data.scenes;

/**
 * A figure placed in a scene.
 *
 * @param color the shade of its hue
 * @param x column of its middle, in pixels from the left edge
 * @param y row of its middle, in pixels from the upper edge
 * @param radius pixels per unit of the figure
 * @param angle by which it is turned clockwise, in radians
 * @param front whether it lies over the main thing rather than under it
 */
record Thing(Figure figure, Hue hue, Rgb color, double x, double y, double radius, double angle, boolean front) {}
