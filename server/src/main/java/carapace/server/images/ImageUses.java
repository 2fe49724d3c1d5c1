package carapace.server.images;

import carapace.server.database.Tx;
import java.util.List;

/// Tells which images are in use. Every bean of this type is asked before any is swept.
public interface ImageUses {

    /// {@return which of these some row of the feature names}
    ///
    /// @param images their ids, at most 100
    List<String> used(List<String> images, Tx tx);
}
