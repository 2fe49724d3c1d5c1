package carapace.server.images;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Reads an upload and draws it anew. Of an animation the first picture counts.
///
/// Bounds: the picture's size is read from its head before any pixel is, so that a few bytes which
/// claim to be a wall of pixels cost nothing; of metadata nothing is read, where an upload could
/// hide texts that unpack into any size. How long a drawing may take is bounded by [DrawingRoom].
final class Drawing {

    /// Pixels of one side at most.
    static final int SIDE_MAX = 4_096;

    /// Pixels at most: 16 MiB while it is drawn.
    static final int PIXELS_MAX = 4 * 1_024 * 1_024;

    private static final float QUALITY = 0.85f;

    private final byte[] upload;
    private final ImageKind kind;
    private volatile boolean ended;

    Drawing(byte[] upload, ImageKind kind) {
        this.upload = upload.clone();
        this.kind = kind;
    }

    /// Lets a reading that is under way end soon.
    void end() {
        ended = true;
    }

    /// {@return the image as it is served}
    ///
    /// @throws Refusal for what is no image, too many pixels, or cannot be read
    byte[] draw() {
        var format =
                ImageFormat.of(upload)
                        .orElseThrow(
                                () -> refused("an image must be PNG, JPEG or GIF, by its content"));
        try {
            return encoded(drawn(read(format)));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            if (e instanceof Refusal refusal) {
                throw refusal;
            }
            // Its readers throw whatever comes of a broken file, and quote it.
            throw refused("the image cannot be read: is it whole, and in RGB or grey");
        }
    }

    private BufferedImage read(ImageFormat format) throws IOException {
        var reader = ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
        if (!reader.hasNext()) {
            throw new IllegalStateException("every JDK reads " + format);
        }
        return read(reader.next());
    }

    private BufferedImage read(ImageReader reader) throws IOException {
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(upload))) {
            reader.setInput(input, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0));
            reader.addIIOReadProgressListener(new Abort(() -> ended));
            var image = reader.read(0);
            // A reader that was aborted answers what it has.
            if (ended) {
                throw new IOException("took too long");
            }
            requireSize(image.getWidth(), image.getHeight());
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static void requireSize(int width, int height) {
        if (width < 1
                || height < 1
                || width > SIDE_MAX
                || height > SIDE_MAX
                || (long) width * height > PIXELS_MAX) {
            throw refused(
                    "an image may have %d pixels a side and %d in all, this one has %d by %d"
                            .formatted(SIDE_MAX, PIXELS_MAX, width, height));
        }
    }

    /// Its middle, as large as fits the shape, halved until one more halving were too much: each
    /// pixel then comes from its neighbours and none is skipped.
    private BufferedImage drawn(BufferedImage read) {
        var scale =
                Math.max(
                        (double) kind.width() / read.getWidth(),
                        (double) kind.height() / read.getHeight());
        var image = read;
        while (scale < 0.5) {
            image = scaled(image, Math.ceilDiv(image.getWidth(), 2), halfHeight(image));
            scale *= 2;
        }
        var width = Math.max(kind.width(), (int) Math.round(image.getWidth() * scale));
        var height = Math.max(kind.height(), (int) Math.round(image.getHeight() * scale));
        var canvas = canvas(kind.width(), kind.height());
        var pen = pen(canvas);
        pen.drawImage(
                image,
                (kind.width() - width) / 2,
                (kind.height() - height) / 2,
                width,
                height,
                null);
        pen.dispose();
        return canvas;
    }

    private static int halfHeight(BufferedImage image) {
        return Math.ceilDiv(image.getHeight(), 2);
    }

    private BufferedImage scaled(BufferedImage image, int width, int height) {
        var smaller = canvas(width, height);
        var pen = pen(smaller);
        pen.drawImage(image, 0, 0, width, height, null);
        pen.dispose();
        return smaller;
    }

    private BufferedImage canvas(int width, int height) {
        return switch (kind) {
            case AVATAR -> new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
            case BANNER -> new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        };
    }

    private static Graphics2D pen(BufferedImage canvas) {
        var pen = canvas.createGraphics();
        if (canvas.getType() == BufferedImage.TYPE_INT_RGB) {
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
        } else {
            pen.setComposite(AlphaComposite.Src);
        }
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        return pen;
    }

    /// With pixels and nothing else.
    private byte[] encoded(BufferedImage image) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName(kind.format()).next();
        var bytes = new ByteArrayOutputStream();
        try (var output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            var how = writer.getDefaultWriteParam();
            if (kind == ImageKind.BANNER) {
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(QUALITY);
            }
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static Refusal refused(String why) {
        return new Refusal(ProblemType.REQUEST_MALFORMED.because(why));
    }
}
