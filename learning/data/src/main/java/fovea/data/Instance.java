package fovea.data;

/**
 * One thing to be seen in a picture.
 *
 * @param label index of its class
 * @param color name of its color, such as {@code red}; empty where nobody said
 * @param box the tightest box around what is visible of it
 * @param area how many pixels of it are visible
 */
public record Instance(int label, String color, Box box, int area) {}
