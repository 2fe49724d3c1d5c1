package carapace.server.console;

/// Serves the sample pages until it is stopped, for looking at them while working on the design.
final class Gallery {

    private Gallery() {}

    public static void main(String[] args) {
        System.out.println(SampleServer.start().url());
    }
}
