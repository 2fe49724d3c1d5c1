package carapace.server.images;

import carapace.protocol.record.ImageId;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Tx;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What other features may ask of images.
@Component
public class Images {

    private final ImageProjection projection;

    Images(ImageProjection projection) {
        this.projection = projection;
    }

    /// Whether a record may name the image: its agent must have uploaded it as one of this kind.
    /// Until the transaction ends it is not swept.
    ///
    /// @param image as the record has it: null for no change, `none`, or an id
    /// @param tx in the name of the record's agent
    public Decision adopt(@Nullable String image, ImageKind kind, Tx tx) {
        if (image == null
                || image.equals(ImageId.NONE)
                || projection.hold(new ImageId(image), kind, tx)) {
            return Decision.permitted();
        }
        return Decision.refused(
                ProblemType.NOT_FOUND.because(
                        "upload the %s first: POST /v1/images?kind=%s"
                                .formatted(kind.wireName(), kind.wireName())));
    }
}
