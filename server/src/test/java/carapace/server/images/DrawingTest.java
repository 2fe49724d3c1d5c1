package carapace.server.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.server.access.Refusal;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of uploads, and which are none.
class DrawingTest {

    private static BufferedImage drawn(byte[] upload, ImageKind kind) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(new Drawing(upload, kind).draw()));
    }

    private static void refused(byte[] upload, String why) {
        assertThatThrownBy(() -> new Drawing(upload, ImageKind.AVATAR).draw())
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().detail()).contains(why));
    }

    @ParameterizedTest
    @CsvSource({"png,64,64", "jpeg,2000,500", "gif,3,900", "png,1,1", "png,4096,1024"})
    void drawsInTheSizeOfTheKind(String format, int width, int height) throws IOException {
        var upload = TestImages.of(format, width, height, Color.RED);

        var avatar = drawn(upload, ImageKind.AVATAR);
        assertThat(avatar.getWidth()).isEqualTo(256);
        assertThat(avatar.getHeight()).isEqualTo(256);
        var middle = new Color(avatar.getRGB(128, 128));
        assertThat(middle.getRed()).isGreaterThan(230);
        assertThat(middle.getGreen()).isLessThan(30);
        var banner = drawn(upload, ImageKind.BANNER);
        assertThat(banner.getWidth()).isEqualTo(960);
        assertThat(banner.getHeight()).isEqualTo(240);
    }

    @Test
    void namesTheSamePixelsTheSame() {
        var png = TestImages.of("png", 300, 300, Color.BLUE);

        assertThat(new Drawing(png, ImageKind.AVATAR).draw())
                .isEqualTo(new Drawing(png, ImageKind.AVATAR).draw());
    }

    @Test
    void keepsPixelsOnly() {
        var png = TestImages.withText(TestImages.of("png", 30, 30, Color.RED), "secret place");

        assertThat(new String(png, StandardCharsets.ISO_8859_1)).contains("secret place");
        var drawn = new Drawing(png, ImageKind.AVATAR).draw();
        assertThat(new String(drawn, StandardCharsets.ISO_8859_1))
                .doesNotContain("secret", "tEXt", "iTXt", "eXIf");
    }

    @Test
    void refusesWhatIsNoImage() {
        refused(new byte[0], "must be PNG, JPEG or GIF");
        for (var text :
                new String[] {
                    "<svg xmlns='http://www.w3.org/2000/svg'/>", "<html>", "RIFFxxxxWEBPVP8 ", "BM"
                }) {
            refused(text.getBytes(StandardCharsets.US_ASCII), "must be PNG, JPEG or GIF");
        }
        refused("GIF89a<script>".getBytes(StandardCharsets.US_ASCII), "cannot be read");
    }

    /// Not drawn with a grey half, as some viewers would.
    @ParameterizedTest
    @ValueSource(strings = {"png", "gif"})
    void refusesWhatWasCutOff(String format) {
        var whole = TestImages.noise(format, 200, 200);

        refused(Arrays.copyOf(whole, 40), "cannot be read");
        refused(Arrays.copyOf(whole, whole.length / 2), "cannot be read");
    }

    /// A few bytes that claim to be a wall of pixels: none is unpacked.
    @ParameterizedTest
    @CsvSource({"65535,65535", "4097,1", "1,4097", "2049,2048", "2147483647,2147483647"})
    void refusesWallsOfPixels(int width, int height) {
        refused(TestImages.pngThatClaims(width, height), "4096 pixels a side");
    }

    @Test
    void takesTheLargestThatMayBe() throws IOException {
        var upload = TestImages.of("png", 2048, 2048, Color.GREEN);

        assertThat(drawn(upload, ImageKind.AVATAR).getWidth()).isEqualTo(256);
    }

    @Test
    void refusesSizesOfNothing() {
        refused(TestImages.pngThatClaims(0, 10), "");
        refused(TestImages.gifThatClaims(0, 0), "");
    }

    @Test
    void refusesInkInsteadOfLight() {
        refused(TestImages.cmykJpeg(), "RGB or grey");
    }

    @Test
    void endsWhenItTakesTooLong() {
        var drawing = new Drawing(TestImages.noise("png", 800, 800), ImageKind.AVATAR);
        drawing.end();

        assertThatThrownBy(drawing::draw).isInstanceOf(Refusal.class);
    }
}
