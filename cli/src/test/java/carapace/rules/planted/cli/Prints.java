package carapace.rules.planted.cli;

/// A command may print.
public final class Prints {

    void answer() {
        System.out.println("done");
    }
}
