package fovea.data.scenes;

/** A color, each part from 0 to 255 (and a little beyond, before it is rounded). */
record Rgb(double red, double green, double blue) {

    /** On the straight line from this ({@code t = 0}) to the other ({@code t = 1}). */
    Rgb towards(Rgb other, double t) {
        return new Rgb(red + t * (other.red - red), green + t * (other.green - green), blue + t * (other.blue - blue));
    }

    /** Root of the summed squares of the differences. */
    double distance(Rgb other) {
        double r = red - other.red;
        double g = green - other.green;
        double b = blue - other.blue;
        return Math.sqrt(r * r + g * g + b * b);
    }

    double channel(int c) {
        return c == 0 ? red : c == 1 ? green : blue;
    }
}
