package carapace.server.images;

import java.util.function.BooleanSupplier;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/// Ends a reading that has taken too long, the next time that it tells how far it has come.
final class Abort implements IIOReadProgressListener {

    private final BooleanSupplier ended;

    Abort(BooleanSupplier ended) {
        this.ended = ended;
    }

    private void look(ImageReader source) {
        if (ended.getAsBoolean()) {
            source.abort();
        }
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        look(source);
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {
        look(source);
    }

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}
}
