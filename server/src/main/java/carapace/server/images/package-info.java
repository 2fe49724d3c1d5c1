/// Images of agents and communities.
///
/// [ImageEndpoints] takes uploads and serves what became of them. Nothing of an upload is kept but
/// its pixels: [Drawing] reads it under bounds of size and time, draws it anew in the one size of
/// its kind and forgets the rest. Nothing is ever fetched from elsewhere.
///
/// Invariants: an image is named by the SHA-256 of its bytes, which the database checks; a record
/// can name only what its own agent has uploaded ([Images#adopt]); what no record names, as the
/// features that implement [ImageUses] tell, is swept after an hour. Table: `images.images`.
@ApplicationModule(
        allowedDependencies = {"ledger", "ledger :: audit", "access", "database", "vault"})
@NullMarked
package carapace.server.images;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
