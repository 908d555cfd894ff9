package fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What every page must keep, and ways to look at one. */
final class Pages {

    private static final double LEAST_MARGIN = 3;

    private Pages() {}

    static <T extends Mark> List<T> marks(Drawing drawing, Class<T> kind) {
        return drawing.marks().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static List<String> texts(Drawing drawing) {
        return marks(drawing, Mark.Text.class).stream().map(Mark.Text::text).toList();
    }

    /** No letter leaves the page or touches its edge. */
    static void assertTextsInside(Drawing drawing) {
        Rectangle2D page = new Rectangle2D.Double(
                LEAST_MARGIN, LEAST_MARGIN, drawing.width() - 2 * LEAST_MARGIN, drawing.height() - 2 * LEAST_MARGIN);
        for (Mark.Text text : marks(drawing, Mark.Text.class)) {
            if (!text.text().isEmpty()) {
                assertThat(page.contains(extent(text)))
                        .as("%s on %s", text, page)
                        .isTrue();
            }
        }
    }

    private static Rectangle2D extent(Mark.Text text) {
        double width = text.lettering().width(text.text()),
                size = text.lettering().size();
        double before = switch (text.anchor()) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        var turn = AffineTransform.getRotateInstance(Math.toRadians(text.degrees()), text.x(), text.y());
        var upright = new Rectangle2D.Double(text.x() - before, text.y() - 0.8 * size, width, size);
        return turn.createTransformedShape(upright).getBounds2D();
    }

    /** The color of the raster at a point of the page. */
    static int color(Picture picture, double x, double y) {
        int scale = Drawing.PIXELS_PER_POINT;
        return picture.raster().getRGB((int) (x * scale), (int) (y * scale)) & 0xffffff;
    }

    static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
