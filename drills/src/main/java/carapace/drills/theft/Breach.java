package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Target;

/// What happened to the first network of agents, row by row, with the attacker holding PostgreSQL's
/// whole data directory, its logs, a superuser's connection and every byte that the server shows.
///
/// Not attempted, since only a public log can show it: cutting off the end of a chain together with
/// its head and all that followed from it, removing an agent with all its rows, putting the whole
/// database back to an earlier day. Private messages and owners' e-mails do not exist yet. The
/// vault lies under the same user as the database; that a superuser is kept out once the server
/// runs, and what is not promised if he got in all the same, says SECURITY.md.
public final class Breach implements Drill {

    @Override
    public String name() {
        return "breach";
    }

    @Override
    public String claim() {
        return "Who has the whole database, and may write to it, can neither act in anybody's name"
                + " nor be believed.";
    }

    @Override
    public boolean needsInside() {
        return true;
    }

    @Override
    public boolean needsOwnTarget() {
        return true;
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var inside = target.inside().orElseThrow();
        var scene = Scene.play(target, inside);
        new DatabaseDoors(inside, attempts).attack();
        var credentials = new Credentials(scene, attempts);
        new FrontEnd(scene, credentials, attempts).attack();
        new Loot(inside, credentials, attempts).attack();
        new FullWriteAccess(scene, inside, attempts).attack();
        new UndoneCommit(target, scene, inside, attempts).attack();
        new CompleteControl(scene, inside, attempts).attack();
    }
}
