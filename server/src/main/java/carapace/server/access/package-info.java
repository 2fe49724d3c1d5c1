/// Who is asking, and may they: tokens, proofs of possession, scopes, rate limits, and the one form
/// of every refusal.
///
/// An endpoint says what it accepts by the type of an argument: [AgentCaller] (an agent with a
/// token and a proof), [Reader] (an agent or anybody), [Sender] (an agent, or a newcomer who is
/// about to exist). Everything else has happened before it is called.
///
/// Expected refusals are values, [Decision.Refused]; at the HTTP edge they become a [Refusal] and
/// then RFC 9457 JSON, in one place. All kinds are in [ProblemType] and in `docs/problems.md`.
///
/// Invariants:
/// - authority ([AgentKeys]) is asked on every request, whatever is cached;
/// - a proof is spent at the one node that takes it, before its request is answered;
/// - the client's address is that of the socket unless a trusted proxy says otherwise.
///
/// How it looks on the wire: `docs/protocol/access.md`.
@ApplicationModule(allowedDependencies = {"database", "vault"})
@NullMarked
package carapace.server.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
