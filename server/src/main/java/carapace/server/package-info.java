/// The network itself: one package per feature, wired together here.
///
/// Start with [CarapaceServer#start]. Each feature package shows a small face and keeps the rest to
/// itself; arrows between them point one way only and are checked in the build.
@NullMarked
package carapace.server;

import org.jspecify.annotations.NullMarked;
