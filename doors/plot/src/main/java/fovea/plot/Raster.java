package fovea.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Reads a drawing by painting it with Java2D. */
final class Raster {

    private static final Map<RenderingHints.Key, Object> FINE = Map.of(
            RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON,
            RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON,
            RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON,
            RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE,
            RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);

    private Raster() {}

    static BufferedImage of(Drawing drawing) {
        BufferedImage page = new BufferedImage(drawing.pixelWidth(), drawing.pixelHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = page.createGraphics();
        try {
            g.setRenderingHints(FINE);
            g.setColor(new Color(Palette.PAPER));
            g.fillRect(0, 0, page.getWidth(), page.getHeight());
            g.scale(Drawing.PIXELS_PER_POINT, Drawing.PIXELS_PER_POINT);
            drawing.marks().forEach(mark -> paint(g, mark));
        } finally {
            g.dispose();
        }
        return page;
    }

    private static void paint(Graphics2D g, Mark mark) {
        switch (mark) {
            case Mark.Box(double x, double y, double width, double height, int rgb) -> {
                g.setColor(new Color(rgb));
                g.fill(new Rectangle2D.Double(x, y, width, height));
            }
            case Mark.Dot(double x, double y, double radius, int rgb) -> {
                g.setColor(new Color(rgb));
                g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
            }
            case Mark.Stroke stroke -> stroke(g, stroke);
            case Mark.Text text -> write(g, text);
            case Mark.Image(double x, double y, double width, double height, Pixels pixels) -> {
                var place = new AffineTransform(width / pixels.width(), 0, 0, height / pixels.height(), x, y);
                g.drawImage(image(pixels), place, null);
            }
        }
    }

    private static void stroke(Graphics2D g, Mark.Stroke stroke) {
        Path2D path = new Path2D.Double();
        path.moveTo(stroke.xs()[0], stroke.ys()[0]);
        for (int i = 1; i < stroke.xs().length; i++) {
            path.lineTo(stroke.xs()[i], stroke.ys()[i]);
        }
        float dash = (float) stroke.dashes();
        g.setColor(new Color(stroke.rgb()));
        g.setStroke(new BasicStroke(
                (float) stroke.width(),
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                1,
                dash == 0 ? null : new float[] {dash, dash},
                0));
        g.draw(path);
    }

    private static void write(Graphics2D g, Mark.Text text) {
        double width = text.lettering().width(text.text());
        double before = switch (text.anchor()) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        AffineTransform unturned = g.getTransform();
        g.translate(text.x(), text.y());
        g.rotate(Math.toRadians(text.degrees()));
        g.setColor(new Color(text.rgb()));
        g.setFont(text.lettering().font());
        g.drawString(text.text(), (float) -before, 0);
        g.setTransform(unturned);
    }

    static BufferedImage image(Pixels pixels) {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                image.setRGB(x, y, pixels.rgb(x, y));
            }
        }
        return image;
    }

    /** The bytes of a PNG file. */
    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out =
                new MemoryCacheImageOutputStream(bytes)) { // no file, unlike the default
            if (!ImageIO.write(image, "png", out)) {
                throw new PictureException("this Java has no PNG writer", "use one with the whole java.desktop module");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return bytes.toByteArray();
    }
}
