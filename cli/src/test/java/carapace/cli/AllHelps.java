package carapace.cli;

/// Prints the help of every command, for [LightnessTest] to see what that loads.
final class AllHelps {

    private AllHelps() {}

    public static void main(String[] args) {
        for (var command : HelpTest.commands()) {
            command.commandLine().usage(System.out);
        }
    }
}
