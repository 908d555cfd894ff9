package fovea.plot;

import java.util.List;

/**
 * Pictures side by side under a title, each with up to two lines of text below it; without any text a plain grid. Small
 * pictures are enlarged by whole factors with sharp pixels, large ones reduced to fit.
 *
 * @param title above all; may be empty
 * @param tiles at most {@value #MOST_TILES}; none gives a sheet that says so
 * @param columns how many side by side; 0 chooses
 * @param side room for each picture, in points (two pixels of the PNG), {@value #LEAST_SIDE} to {@value #MOST_SIDE}
 */
public record Sheet(String title, List<Tile> tiles, int columns, int side) {

    private static final int MOST_TILES = 400;
    private static final int LEAST_SIDE = 16, MOST_SIDE = 512;
    private static final int USUAL_SIDE = 140, PLAIN_SIDE = 48;

    /** Refuses what would not make a picture that can be looked at. */
    public Sheet {
        tiles = List.copyOf(tiles);
        if (tiles.size() > MOST_TILES) {
            throw new PictureException(
                    "sheet '" + title + "': " + tiles.size() + " pictures", "choose at most " + MOST_TILES);
        }
        if (columns < 0 || columns > MOST_TILES || side < LEAST_SIDE || side > MOST_SIDE) {
            throw new PictureException(
                    "sheet '" + title + "': " + columns + " columns of " + side + " points",
                    "give 0 (to choose) to " + MOST_TILES + " columns and " + LEAST_SIDE + " to " + MOST_SIDE
                            + " points");
        }
    }

    /** A sheet of captioned pictures. */
    public static Sheet of(String title, List<Tile> tiles) {
        return new Sheet(title, tiles, 0, USUAL_SIDE);
    }

    /** A grid of small pictures without text. */
    public static Sheet plain(List<Pixels> pictures, int columns) {
        return new Sheet("", pictures.stream().map(p -> new Tile(p, "", "")).toList(), columns, PLAIN_SIDE);
    }

    /** The same with a number of columns. */
    public Sheet withColumns(int columns) {
        return new Sheet(title, tiles, columns, side);
    }

    /** The same with larger or smaller pictures. */
    public Sheet withSide(int side) {
        return new Sheet(title, tiles, columns, side);
    }

    /** Lays the sheet out. */
    public Picture picture() {
        return new Picture(new SheetLayout(this).drawing());
    }

    /**
     * A picture and what is said below it, shortened to its room.
     *
     * @param first such as {@code truth: circle}; may be empty
     * @param second such as {@code square 87 %, circle 9 %}; may be empty
     */
    public record Tile(Pixels picture, String first, String second) {

        boolean isSilent() {
            return first.isBlank() && second.isBlank();
        }
    }
}
