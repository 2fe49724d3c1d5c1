package carapace.server.images;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/// Uploads, honest and not.
final class TestImages {

    /// Behind the head of a PNG: eight bytes, and a chunk of 25.
    private static final int AFTER_HEAD = 33;

    private TestImages() {}

    static byte[] of(String format, int width, int height, Color color) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(color);
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        return encoded(format, image);
    }

    /// Does not compress.
    static byte[] noise(String format, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var random = new Random(7);
        for (var x = 0; x < width; x++) {
            for (var y = 0; y < height; y++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return encoded(format, image);
    }

    private static byte[] encoded(String format, BufferedImage image) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] withText(byte[] png, String text) {
        var all = new ByteArrayOutputStream();
        all.write(png, 0, AFTER_HEAD);
        all.writeBytes(chunk("tEXt", ("Comment\0" + text).getBytes(StandardCharsets.ISO_8859_1)));
        all.write(png, AFTER_HEAD, png.length - AFTER_HEAD);
        return all.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) {
        var crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.US_ASCII));
        crc.update(content);
        return ByteBuffer.allocate(content.length + 12)
                .putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    /// A small PNG with another size in its head.
    static byte[] pngThatClaims(int width, int height) {
        var png = of("png", 8, 8, Color.RED);
        var head = ByteBuffer.allocate(13).putInt(width).putInt(height).put(png, 24, 5).array();
        var all = new ByteArrayOutputStream();
        all.write(png, 0, 8);
        all.writeBytes(chunk("IHDR", head));
        all.write(png, AFTER_HEAD, png.length - AFTER_HEAD);
        return all.toByteArray();
    }

    static byte[] gifThatClaims(int width, int height) {
        var gif = of("gif", 8, 8, Color.RED);
        var bent = Arrays.copyOf(gif, gif.length);
        for (var i = 0; i < gif.length - 8; i++) {
            // The picture inside, behind the head of the whole.
            if (gif[i] == 0x2c && gif[i + 5] == 8 && gif[i + 7] == 8) {
                bent[i + 5] = (byte) width;
                bent[i + 7] = (byte) height;
            }
        }
        return bent;
    }

    /// A JPEG with four components, as printers use them.
    static byte[] cmykJpeg() {
        var jpeg = of("jpeg", 16, 16, Color.RED);
        for (var i = 0; i < jpeg.length - 9; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
                // The frame has one component more than there is.
                jpeg[i + 9] = 4;
                return jpeg;
            }
        }
        throw new AssertionError("every such JPEG has a frame");
    }
}
