package fovea.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Reads a drawing by writing it down as SVG: text stays text, images are embedded, nothing is fetched from elsewhere.
 *
 * @see <a href="https://www.w3.org/TR/SVG2/">SVG 2</a>
 */
final class Svg {

    private final StringBuilder out = new StringBuilder();

    private Svg() {}

    static String of(Drawing drawing) {
        Svg svg = new Svg();
        svg.line(("<svg xmlns='http://www.w3.org/2000/svg' width='%1$s' height='%2$s' viewBox='0 0 %1$s %2$s'"
                        + " font-family='sans-serif'>")
                .formatted(number(drawing.width()), number(drawing.height())));
        svg.line("<rect width='100%%' height='100%%' fill='%s'/>".formatted(color(Palette.PAPER)));
        drawing.marks().forEach(svg::write);
        svg.line("</svg>");
        return svg.out.toString();
    }

    private void write(Mark mark) {
        switch (mark) {
            case Mark.Box(double x, double y, double width, double height, int rgb) ->
                line("<rect%s fill='%s'/>".formatted(place(x, y, width, height), color(rgb)));
            case Mark.Dot(double x, double y, double radius, int rgb) ->
                line("<circle cx='%s' cy='%s' r='%s' fill='%s'/>"
                        .formatted(number(x), number(y), number(radius), color(rgb)));
            case Mark.Stroke stroke -> stroke(stroke);
            case Mark.Text text -> text(text);
            case Mark.Image image -> image(image);
        }
    }

    private void stroke(Mark.Stroke stroke) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < stroke.xs().length; i++) {
            points.append(i == 0 ? "" : " ")
                    .append(number(stroke.xs()[i]))
                    .append(',')
                    .append(number(stroke.ys()[i]));
        }
        String dashes = stroke.dashes() == 0 ? "" : " stroke-dasharray='" + number(stroke.dashes()) + "'";
        line("<polyline points='%s' fill='none' stroke='%s' stroke-width='%s' stroke-linejoin='round'%s/>"
                .formatted(points, color(stroke.rgb()), number(stroke.width()), dashes));
    }

    private void text(Mark.Text text) {
        String turn = text.degrees() == 0
                ? ""
                : " transform='rotate(%s %s %s)'".formatted(number(text.degrees()), number(text.x()), number(text.y()));
        line("<text x='%s' y='%s' font-size='%s'%s text-anchor='%s' fill='%s'%s>%s</text>"
                .formatted(
                        number(text.x()),
                        number(text.y()),
                        number(text.lettering().size()),
                        text.lettering().bold() ? " font-weight='bold'" : "",
                        text.anchor().name().toLowerCase(Locale.ROOT),
                        color(text.rgb()),
                        turn,
                        escaped(text.text())));
    }

    /** Embedded as large as the raster has it, because not every reader of SVG can enlarge without blurring. */
    private void image(Mark.Image image) {
        Mark alone = new Mark.Image(0, 0, image.width(), image.height(), image.pixels());
        byte[] png = Raster.png(Raster.of(new Drawing(image.width(), image.height(), List.of(alone))));
        String data = Base64.getEncoder().encodeToString(png);
        line("<image%s preserveAspectRatio='none' image-rendering='pixelated' href='data:image/png;base64,%s'/>"
                .formatted(place(image.x(), image.y(), image.width(), image.height()), data));
    }

    private void line(String element) {
        out.append(element).append('\n');
    }

    private static String place(double x, double y, double width, double height) {
        return " x='%s' y='%s' width='%s' height='%s'".formatted(number(x), number(y), number(width), number(height));
    }

    private static String color(int rgb) {
        return "#%06x".formatted(rgb);
    }

    /** Two decimals are a two-hundredth of a screen's pixel at usual sizes. */
    private static String number(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
        return rounded.stripTrailingZeros().toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
