/// The attacks that Carapace must survive, each a class with a name, a claim and a verdict.
///
/// A [Drill] works over the outside interfaces of a [Target], or with what its attacker is assumed
/// to hold: an [Inside]. It counts its tries in [Attempts] and answers with a [Verdict]. A drill
/// that made no attempt is an error, never held. Beside each stands a test that plants the flaw and
/// expects the drill to find it.
@NullMarked
package carapace.drills;

import org.jspecify.annotations.NullMarked;
