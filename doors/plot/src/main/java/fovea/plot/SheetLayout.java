package fovea.plot;

import fovea.plot.Mark.Anchor;
import fovea.plot.Sheet.Tile;
import java.util.ArrayList;
import java.util.List;

/** Where everything of a {@link Sheet} goes. All lengths are in points. */
final class SheetLayout {

    private static final double EDGE = 24;
    private static final double TITLE_ROOM = 34;
    private static final double CAPTION_ROOM = 34, NARROWEST_CAPTION = 112;
    private static final double EMPTY_WIDTH = 330, EMPTY_HEIGHT = 30;

    private static final Lettering TITLE = Lettering.bold(16);
    private static final Lettering FIRST = Lettering.bold(10);
    private static final Lettering SECOND = Lettering.plain(10);

    private final Sheet sheet;
    private final boolean silent;
    private final int columns, rows;
    private final List<Mark.Image> images;
    private final double tileWidth, imageHeight, tileHeight;
    private final double edge, gap, top;
    private final List<Mark> marks = new ArrayList<>();

    SheetLayout(Sheet sheet) {
        this.sheet = sheet;
        this.silent = sheet.tiles().stream().allMatch(Tile::isSilent);
        this.columns =
                Math.max(1, Math.min(sheet.tiles().size(), sheet.columns() > 0 ? sheet.columns() : columns(sheet)));
        this.rows = (sheet.tiles().size() + columns - 1) / columns;
        this.images = sheet.tiles().stream()
                .map(tile -> fitted(tile.picture(), sheet.side()))
                .toList();
        double widest = images.stream().mapToDouble(Mark.Image::width).max().orElse(0);
        this.tileWidth = silent ? widest : Math.max(widest, NARROWEST_CAPTION);
        this.imageHeight = images.stream().mapToDouble(Mark.Image::height).max().orElse(0);
        this.tileHeight = imageHeight + (silent ? 0 : CAPTION_ROOM);
        boolean bare = silent && sheet.title().isBlank() && !images.isEmpty();
        this.edge = bare ? 4 : EDGE;
        this.gap = silent ? 4 : 18;
        this.top = edge + (sheet.title().isBlank() ? 0 : TITLE_ROOM);
    }

    /** A little wider than high. */
    private static int columns(Sheet sheet) {
        return Math.clamp(Math.round(Math.sqrt(1.6 * sheet.tiles().size())), 1, 20);
    }

    Drawing drawing() {
        double inside = images.isEmpty() ? EMPTY_WIDTH : columns * (tileWidth + gap) - gap;
        double height = images.isEmpty() ? EMPTY_HEIGHT : rows * (tileHeight + gap) - gap;
        marks.add(
                new Mark.Text(edge, edge + 13, TITLE.shorten(sheet.title(), inside), TITLE, Palette.INK, Anchor.START));
        if (images.isEmpty()) {
            marks.add(new Mark.Text(edge, top + 14, "no pictures to show", SECOND, Palette.QUIET, Anchor.START));
        }
        for (int i = 0; i < images.size(); i++) {
            int column = i % columns, row = i / columns;
            tile(i, edge + column * (tileWidth + gap), top + row * (tileHeight + gap));
        }
        return new Drawing(inside + 2 * edge, top + height + edge, marks);
    }

    private void tile(int i, double x, double y) {
        Mark.Image image = images.get(i);
        marks.add(new Mark.Image(x, y + imageHeight - image.height(), image.width(), image.height(), image.pixels()));
        if (!silent) {
            Tile tile = sheet.tiles().get(i);
            double base = y + imageHeight + 15;
            marks.add(new Mark.Text(x, base, FIRST.shorten(tile.first(), tileWidth), FIRST, Palette.INK, Anchor.START));
            marks.add(new Mark.Text(
                    x, base + 14, SECOND.shorten(tile.second(), tileWidth), SECOND, Palette.QUIET, Anchor.START));
        }
    }

    /** Enlarged so that each pixel becomes a whole number of the raster's, or reduced to one for one. */
    private static Mark.Image fitted(Pixels picture, int side) {
        int room = side * Drawing.PIXELS_PER_POINT, longer = Math.max(picture.width(), picture.height());
        Pixels shown = longer <= room
                ? picture
                : picture.reduced(scaled(picture.width(), room, longer), scaled(picture.height(), room, longer));
        double factor = (double) Math.max(1, room / longer) / Drawing.PIXELS_PER_POINT;
        return new Mark.Image(0, 0, shown.width() * factor, shown.height() * factor, shown);
    }

    private static int scaled(int size, int room, int longer) {
        return Math.max(1, (int) Math.round((double) size * room / longer));
    }
}
